import type { FromSchema } from 'json-schema-to-ts'
import type { Drift, DriftReport } from './drift.ts'
import { API_VERSION } from './environment.ts'
import type { Finding } from './finding.ts'
import { schemaOf } from './schema.ts'
import type { Temporary } from './temporary.ts'

const name = { type: 'string', minLength: 1 } as const

export const day = {
  type: 'string',
  pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
  examples: ['2026-12-24'],
} as const

const literal = {
  $id: 'https://isthmus.dev/schemas/exception.json',
  title: 'Exception',
  description: 'A drift that is lived with until a day, and why. Every report lists it until then.',
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'kind', 'metadata', 'spec'],
  properties: {
    apiVersion: { const: API_VERSION },
    kind: { const: 'Exception' },
    metadata: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      description: 'How the exception is called.',
      properties: {
        name: {
          type: 'string',
          pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
          maxLength: 63,
          description: 'How reports name it.',
          examples: ['vault-scaled-down'],
        },
      },
    },
    spec: {
      type: 'object',
      additionalProperties: false,
      required: ['environment', 'policy', 'object', 'clusters', 'until', 'because', 'owner'],
      description: 'Which drift, until when, and why.',
      properties: {
        environment: { ...name, description: 'Name of the environment.', examples: ['gdw'] },
        policy: {
          ...name,
          description: 'The policy that sees the drift, as it is named in rendered/.',
          examples: ['vault-cluster1'],
        },
        object: {
          type: 'object',
          additionalProperties: false,
          required: ['apiVersion', 'kind', 'name'],
          description: 'The object that differs.',
          properties: {
            apiVersion: { ...name, description: 'Its apiVersion.', examples: ['apps/v1'] },
            kind: { ...name, description: 'Its kind.', examples: ['StatefulSet'] },
            namespace: { type: 'string', default: '', description: 'Its namespace; empty where it has none.' },
            name: { ...name, description: 'Its name.', examples: ['vault'] },
          },
        },
        pointers: {
          type: 'array',
          minItems: 1,
          items: { type: 'string', pattern: '^(/.*)?$' },
          description:
            'Fields that may differ (JSON pointers; all below them too); absent: the whole object, also when it is missing.',
          examples: [['/spec/replicas']],
        },
        clusters: {
          type: 'array',
          minItems: 1,
          items: name,
          description: 'Clusters that it holds for.',
          examples: [['cluster1']],
        },
        value: {
          type: 'string',
          pattern: '^[0-9a-f]{16}$',
          description: 'Digest of what was there when it was written; with it any other value is drift again.',
          examples: ['0123456789abcdef'],
        },
        until: { ...day, description: 'Last day on which it holds (UTC).' },
        because: {
          type: 'string',
          minLength: 3,
          maxLength: 500,
          description: 'Why it is lived with.',
          examples: ['a node is repaired'],
        },
        owner: { ...name, description: 'Who sees to it that it ends.', examples: ['@ada'] },
      },
    },
  },
} as const

export type Exception = FromSchema<typeof literal>
export const exceptionSchema = schemaOf<Exception>(literal)

/** A drift that an exception keeps out of the count, and until when and why. */
export interface ExceptedDrift {
  readonly drift: Drift
  readonly exception: string
  readonly until: string
  readonly because: string
  readonly owner: string
  readonly source: { readonly file: string; readonly line: number }
}

/** A report after the repository's exceptions were applied. */
export interface ExceptedReport extends DriftReport {
  readonly excepted?: readonly ExceptedDrift[]
  /** Pauses, exceptions and overrides of the environment, whether they meet a drift or not. */
  readonly temporary?: readonly Temporary[]
  /** What is wrong with exceptions, such as that they have run out, and merged files that do not parse. */
  readonly findings?: readonly Finding[]
}
