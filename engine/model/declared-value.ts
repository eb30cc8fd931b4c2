import type { FromSchema } from 'json-schema-to-ts'

const scalar = { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] } as const

/** Facts that every environment has; `cluster.*` differ from cluster to cluster. */
const VALUE_SOURCES = [
  'cluster.name',
  'cluster.region',
  'cluster.cloud',
  'environment.name',
  'environment.domain',
  'hub.namespace',
  'hub.clusterSet',
] as const

const literal = {
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    type: { enum: ['string', 'integer', 'number', 'boolean'], description: 'What kind of value it is.' },
    description: {
      type: 'string',
      minLength: 1,
      description: 'What it is for.',
      examples: ['Pods that a team may run.'],
    },
    default: {
      ...scalar,
      description: 'What it is where the environment says nothing; absent: it must say it.',
      examples: [20],
    },
    from: { enum: VALUE_SOURCES, description: 'A fact of the environment or cluster; then nobody gives it.' },
    enum: {
      type: 'array',
      minItems: 1,
      items: scalar,
      description: 'The only values it may have.',
      examples: [['gold', 'silver']],
    },
    minimum: { type: 'number', description: 'The least it may be, for numbers.', examples: [1] },
    maximum: { type: 'number', description: 'The most it may be, for numbers.', examples: [500] },
  },
} as const

/** One value that the manifests of an authored policy may name as `$(values.<name>)`. */
export const declaredValue = literal
export type DeclaredValue = FromSchema<typeof literal>
export type ValueScalar = string | number | boolean

/** Values that an environment gives, by authored policy and name. */
export const givenValues = {
  type: 'object',
  description: 'Values of authored policies, by policy and name, each declared in its policy.yaml.',
  additionalProperties: { type: 'object', additionalProperties: scalar },
  examples: [{ 'app-quota': { pods: 40 } }],
} as const

/** Why a value cannot be what was declared; undefined where it can. */
export function unlike(value: ValueScalar, declared: DeclaredValue): string | undefined {
  const { type, minimum, maximum } = declared
  const isWhole = type !== 'integer' || Number.isSafeInteger(value)
  const wanted = type === 'integer' ? 'number' : type
  if (typeof value !== wanted || !isWhole) return `it must be ${WORDS[type]}`
  if (declared.enum && !declared.enum.includes(value)) return `it must be one of ${declared.enum.join(', ')}`
  if (typeof value === 'number' && minimum !== undefined && value < minimum) return `it must be at least ${minimum}`
  if (typeof value === 'number' && maximum !== undefined && value > maximum) return `it must be at most ${maximum}`
  return undefined
}

const WORDS = {
  string: 'text (in quotes)',
  integer: 'a whole number',
  number: 'a number',
  boolean: '`true` or `false`',
} as const
