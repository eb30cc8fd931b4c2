import type { FromSchema } from 'json-schema-to-ts'
import { chat } from './configuration/chats.ts'
import { API_VERSION } from './environment.ts'
import { schemaOf } from './schema.ts'

const label = { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' } as const
const cidr = { type: 'string', pattern: '^\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}/\\d{1,2}$' } as const
/** Regions and zones become labels: what else could stand there cannot be rendered. */
const place = { type: 'string', pattern: '^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$' } as const

export const CLOUDS = ['aws', 'azure', 'gcp', 'other'] as const
export const SURVIVALS = ['region', 'region+node'] as const
export const FORGES = ['local', 'github', 'gitea', 'gitlab'] as const

const cluster = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'cloud', 'region'],
  properties: {
    name: { ...label, maxLength: 63, description: 'Name of the ManagedCluster.', examples: ['cluster1'] },
    cloud: { enum: CLOUDS, description: 'Where it runs.' },
    region: { ...place, description: 'Region as its cloud names it.', examples: ['us-east-1'] },
    zones: {
      type: 'array',
      items: place,
      uniqueItems: true,
      description: 'Its zones; those that the cloud usually has where absent.',
      examples: [['us-east-1a', 'us-east-1b', 'us-east-1c']],
    },
    network: {
      type: 'object',
      additionalProperties: false,
      required: ['pods', 'services', 'machines'],
      description: 'Its networks, where it runs already; free ones are proposed where absent.',
      properties: {
        pods: { ...cidr, description: 'Pod network.', examples: ['10.128.0.0/14'] },
        services: { ...cidr, description: 'Service network.', examples: ['172.30.0.0/16'] },
        machines: { ...cidr, description: 'Machine network.', examples: ['10.0.0.0/16'] },
      },
    },
  },
} as const

const literal = {
  $id: 'https://isthmus.dev/schemas/setup.json',
  title: 'Setup',
  description: 'The answers of `isthmus init --wizard`, as `isthmus init --answers FILE` reads them.',
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'kind', 'name', 'domain', 'clusters'],
  properties: {
    apiVersion: { const: API_VERSION },
    kind: { const: 'Setup' },
    name: { ...label, maxLength: 30, description: 'Name of the environment.', examples: ['gdw'] },
    namespace: {
      ...label,
      maxLength: 39,
      description: 'Hub namespace of its policies; `isthmus-<name>` where absent.',
      examples: ['isthmus-gdw'],
    },
    clusterSet: {
      ...label,
      maxLength: 56,
      description: 'ManagedClusterSet; the name of the environment where absent.',
      examples: ['gdw'],
    },
    domain: {
      type: 'string',
      pattern: '^([a-z0-9]([-a-z0-9]*[a-z0-9])?\\.)+[a-z]{2,}$',
      maxLength: 120,
      description: 'Base DNS domain.',
      examples: ['example.com'],
    },
    survive: { enum: SURVIVALS, default: 'region', description: 'What the platform must survive.' },
    production: { type: 'boolean', default: true, description: 'Whether it is a production platform.' },
    clusters: { type: 'array', minItems: 1, maxItems: 9, items: cluster, description: 'Its clusters.' },
    avoid: {
      type: 'array',
      items: cidr,
      default: [],
      description: 'Networks of your own that no proposed network may overlap.',
      examples: [['10.0.0.0/12']],
    },
    components: {
      type: 'array',
      uniqueItems: true,
      items: { type: 'string', minLength: 1 },
      description: 'Components that are used; those that fit the clusters where absent.',
      examples: [['clusters', 'tunnel', 'certs']],
    },
    provision: {
      enum: ['imported', 'hive'],
      default: 'imported',
      description: '`imported`: the clusters run already. `hive`: the hub installs them.',
    },
    forge: {
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      default: { type: 'local' },
      description: 'Where pull requests live; only read where there is no isthmus.yaml yet.',
      properties: {
        type: { enum: FORGES, description: 'Which forge; `gitea` also for Forgejo.' },
        url: {
          type: 'string',
          pattern: '^https?://[^\\s"@]+$',
          description: 'Its address; needed for gitea and gitlab.',
          examples: ['https://git.example.com'],
        },
        repository: {
          type: 'string',
          pattern: '^[\\w.-]+(/[\\w.-]+)+$',
          description: 'The desired-state repository on it.',
          examples: ['platform/desired-state'],
        },
      },
    },
    chat: {
      ...chat.properties.type,
      default: 'terminal',
      description: 'Where alerts go; only read where there is no isthmus.yaml yet.',
    },
    owners: {
      type: 'string',
      pattern: '^@[A-Za-z0-9][A-Za-z0-9._/-]*$',
      default: '@your-org/platform',
      description: 'Who reviews every change (CODEOWNERS).',
      examples: ['@acme/platform'],
    },
  },
} as const

export type Setup = FromSchema<typeof literal>
export type SetupCluster = Setup['clusters'][number]
export const setupSchema = schemaOf<Setup>(literal)
