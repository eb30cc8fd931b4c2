import type { FromSchema } from 'json-schema-to-ts'
import { API_VERSION } from './environment.ts'
import { day } from './exception.ts'
import { schemaOf } from './schema.ts'

const literal = {
  $id: 'https://isthmus.dev/schemas/override.json',
  title: 'Override',
  description: 'Enforces one policy on some clusters until a day. Everything of that policy is enforced there.',
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'kind', 'metadata', 'spec'],
  properties: {
    apiVersion: { const: API_VERSION },
    kind: { const: 'Override' },
    metadata: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      description: 'How the override is called.',
      properties: {
        name: {
          type: 'string',
          pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
          maxLength: 63,
          description: 'Becomes the name of the PlacementRule or Placement.',
          examples: ['enforce-vault-network'],
        },
      },
    },
    spec: {
      type: 'object',
      additionalProperties: false,
      required: ['environment', 'policy', 'clusters', 'until', 'because', 'owner'],
      description: 'What is enforced where, until when, and why.',
      properties: {
        environment: { type: 'string', minLength: 1, description: 'Name of the environment.', examples: ['gdw'] },
        policy: {
          type: 'string',
          minLength: 1,
          description: 'The policy, as it is named in rendered/.',
          examples: ['vault-network-cluster1'],
        },
        clusters: {
          type: 'array',
          minItems: 1,
          items: { type: 'string', minLength: 1 },
          uniqueItems: true,
          description: 'Clusters on which it is enforced; `local-cluster` for the hub.',
          examples: [['cluster1']],
        },
        remediationAction: { const: 'enforce', default: 'enforce', description: 'RHACM overrides to enforce only.' },
        until: { ...day, description: 'Last day on which it is meant to hold (UTC); a proposal then takes it out.' },
        because: {
          type: 'string',
          minLength: 3,
          maxLength: 500,
          description: 'Why it is enforced.',
          examples: ['the network policy was deleted twice'],
        },
        owner: { type: 'string', minLength: 1, description: 'Who asked for it.', examples: ['@ada'] },
      },
    },
  },
} as const

export type Override = FromSchema<typeof literal>
export const overrideSchema = schemaOf<Override>(literal)
