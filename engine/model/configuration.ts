import type { FromSchema } from 'json-schema-to-ts'
import { chat, heartbeat } from './configuration/chats.ts'
import { git, marks, network } from './configuration/git.ts'
import { hub } from './configuration/hub.ts'
import { secretReference } from './configuration/secret-reference.ts'
import { server } from './configuration/server.ts'
import { API_VERSION } from './environment.ts'
import { CHECKS } from './named-checks.ts'
import { NOISE_RULES } from './noise-rules.ts'
import { schemaOf } from './schema.ts'

const people = {
  type: 'array',
  default: [],
  uniqueItems: true,
  items: { type: 'string', pattern: '^@[A-Za-z0-9][A-Za-z0-9._/-]*$' },
  examples: [['@ada', '@acme/platform']],
} as const

const forge = {
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  default: { type: 'local' },
  description: 'Where pull requests live.',
  properties: {
    type: {
      enum: ['local', 'github', 'gitea', 'gitlab'],
      description: '`local`: pull requests beside a bare repository, for trying out; `gitea` also for Forgejo.',
    },
    url: {
      type: 'string',
      minLength: 1,
      description:
        'Address of the forge as people open it; needed for gitea and gitlab, for github only where it is a GitHub Enterprise.',
      examples: ['https://git.example.com'],
    },
    repository: {
      type: 'string',
      minLength: 1,
      description: 'The desired-state repository on it: owner/name; on gitlab with every group above the project.',
      examples: ['platform/desired-state'],
    },
    token: {
      ...secretReference,
      description:
        'With which pull requests are written, as an account of its own. On github it takes read and write to Contents, Pull requests, Issues and Commit statuses, and nothing of the organization; on gitea the scopes write:repository, write:issue and read:user, and administration of the repository; on gitlab the scope api and the role Developer.',
    },
    app: {
      type: 'object',
      additionalProperties: false,
      required: ['id', 'installation', 'key'],
      description:
        'On github, in place of the token: a GitHub App, which shows findings at file and line. It takes read and write to Contents, Pull requests, Issues and Checks, and Members: read where teams review.',
      properties: {
        id: { type: 'integer', minimum: 1, description: 'App ID, from the settings of the App.', examples: [123456] },
        installation: {
          type: 'integer',
          minimum: 1,
          description: 'Number at the end of the address of the installation, on the owner of the repository.',
          examples: [98765432],
        },
        key: { ...secretReference, description: 'Its private key, PEM.' },
      },
    },
    checks: {
      type: 'string',
      pattern: '^isthmus(-[a-z0-9]+)*$',
      default: CHECKS,
      description:
        'First part of the names of checks, such as `isthmus/gate`. Several engines in folders of one repository take one each, so that every one of them can be required.',
      examples: ['isthmus-platform'],
    },
    reviewers: {
      ...people,
      description: 'Asked to review every proposal, beside the owners that CODEOWNERS names for what it touches.',
    },
    assignees: { ...people, description: 'Every proposal is assigned to them.' },
  },
} as const

const literal = {
  $id: 'https://isthmus.dev/schemas/configuration.json',
  title: 'Configuration',
  description: 'isthmus.yaml: where proposals and alerts go, and within which limits.',
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'kind'],
  properties: {
    apiVersion: { const: API_VERSION },
    kind: { const: 'Configuration' },
    forge,
    git,
    network,
    hub,
    server,
    chats: { type: 'array', default: [{ type: 'terminal' }], items: chat, description: 'Where alerts go.' },
    heartbeat,
    author: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'Who commits on the branches that Isthmus owns.',
      properties: {
        name: { type: 'string', minLength: 1, default: 'Isthmus bot', description: 'Name of the author.' },
        email: {
          type: 'string',
          pattern: '^[^@\\s]+@[^@\\s]+$',
          default: 'isthmus-bot@isthmus.invalid',
          description: 'Address of the author; the one that the forge knows its account by, where commits are signed.',
        },
        ...marks,
      },
    },
    propose: {
      enum: ['follow-up', 'in-place'],
      default: 'follow-up',
      description:
        '`follow-up`: a merge leads to a proposal with rendered/. `in-place`: a pull request gets it as a commit.',
    },
    drift: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'When drift is reported, and what is none.',
      properties: {
        observations: {
          type: 'integer',
          minimum: 1,
          default: 1,
          description: 'Observations in a row that must show a drift before it is reported.',
        },
        acknowledgementDays: {
          type: 'integer',
          minimum: 1,
          default: 30,
          description: 'Days for which an acknowledged drift stays quiet.',
        },
        staleDays: {
          type: 'integer',
          minimum: 1,
          default: 7,
          description: 'Days after which the chats are reminded of an open drift, again and again.',
        },
        noise: {
          type: 'object',
          additionalProperties: false,
          default: {},
          description: 'What servers and controllers write is no drift: the rules that hide it.',
          properties: {
            disable: {
              type: 'array',
              uniqueItems: true,
              default: [],
              items: { type: 'string', enum: NOISE_RULES.map((each) => each.id) },
              description: 'Rules that hide nothing here.',
              examples: [['autoscaler/replicas']],
            },
          },
        },
        redactionKey: {
          ...secretReference,
          description:
            'Key (16 characters or more) of the digests that reports show in place of secret values, so that a second change shows. Without it every secret is shown as `(redacted)`.',
        },
      },
    },
    limits: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'Critical drifts come beside these.',
      properties: {
        openProposals: {
          type: 'integer',
          minimum: 1,
          default: 10,
          description: 'Proposals that may be open at a time.',
        },
        newProposalsPerHour: {
          type: 'integer',
          minimum: 1,
          default: 2,
          description: 'Proposals that may be opened within an hour.',
        },
        removals: {
          type: 'integer',
          minimum: 0,
          default: 25,
          description:
            'Objects, counted on each cluster, that one change may take away; more needs a person’s tick on the proposal.',
        },
        moves: {
          type: 'integer',
          minimum: 0,
          default: 100,
          description:
            'How often policies that stay may come to or leave a cluster in one change; more needs a person’s tick on the proposal.',
        },
      },
    },
  },
} as const

export type Configuration = FromSchema<typeof literal>
export type SecretReference = FromSchema<typeof secretReference>
export const configurationSchema = schemaOf<Configuration>(literal)
