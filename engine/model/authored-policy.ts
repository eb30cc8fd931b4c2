import type { FromSchema } from 'json-schema-to-ts'
import { API_VERSION } from './environment.ts'
import { schemaOf } from './schema.ts'

const stringList = { type: 'array', items: { type: 'string', minLength: 1 } } as const

const literal = {
  $id: 'https://isthmus.dev/schemas/authoredpolicy.json',
  title: 'AuthoredPolicy',
  description: 'How the plain manifests beside this file become a policy; the folder names it.',
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'kind'],
  properties: {
    apiVersion: { const: API_VERSION },
    kind: { const: 'AuthoredPolicy' },
    spec: {
      type: 'object',
      additionalProperties: false,
      default: {},
      properties: {
        description: { type: 'string', default: '', description: 'What the policy is for; shown by RHACM.' },
        severity: {
          enum: ['low', 'medium', 'high', 'critical'],
          default: 'medium',
          description: 'How bad it is when the policy does not hold.',
        },
        complianceType: {
          enum: ['musthave', 'mustonlyhave', 'mustnothave'],
          default: 'musthave',
          description: 'How clusters are compared with the manifests.',
        },
        metadataComplianceType: {
          enum: ['musthave', 'mustonlyhave'],
          description: 'The same for labels and annotations, where it differs.',
        },
        namespaceSelector: {
          type: 'object',
          additionalProperties: false,
          description: 'Namespaces for manifests that name none. `exclude` alone selects nothing.',
          properties: {
            include: { ...stringList, examples: [['app-*']] },
            exclude: { ...stringList, examples: [['kube-*']] },
            matchLabels: { type: 'object', additionalProperties: { type: 'string' } },
          },
        },
        pruneObjectBehavior: {
          enum: ['None', 'DeleteIfCreated'],
          default: 'None',
          description: 'What happens to the objects when the policy goes away.',
        },
        stateful: {
          type: 'boolean',
          default: false,
          description: 'One policy per cluster always, so that a change can reach one region alone.',
        },
        order: {
          type: 'integer',
          minimum: 0,
          default: 0,
          description: 'Reading order among authored policies; lower comes first.',
        },
      },
    },
  },
} as const

export type AuthoredPolicy = FromSchema<typeof literal>
export const authoredPolicySchema = schemaOf<AuthoredPolicy>(literal)
