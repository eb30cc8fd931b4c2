import type { FromSchema } from 'json-schema-to-ts'
import { dependencies, inheritable, perManifest } from './authored-options.ts'
import { declaredValue } from './declared-value.ts'
import { API_VERSION } from './environment.ts'
import { schemaOf } from './schema.ts'

const manifest = {
  type: 'object',
  additionalProperties: false,
  required: ['path'],
  properties: {
    path: {
      type: 'string',
      minLength: 1,
      description: 'A file beside policy.yaml, or a folder of files.',
      examples: ['quota.yaml'],
    },
    name: {
      type: 'string',
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
      maxLength: 40,
      description: 'Names its template.',
      examples: ['quota'],
    },
    ...perManifest,
  },
} as const

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
      description: 'Options of the policy; without them the manifests are reported as they stand.',
      properties: {
        description: { type: 'string', default: '', description: 'What the policy is for; shown by RHACM.' },
        ...inheritable,
        ...perManifest,
        disabled: { type: 'boolean', default: false, description: 'Rendered, but delivered to no cluster.' },
        hubTemplateServiceAccount: {
          type: 'string',
          minLength: 1,
          description: 'ServiceAccount of the hub namespace with whose rights hub templates read.',
          examples: ['app-inputs-reader'],
        },
        dependencies: { ...dependencies, description: 'What must hold before any template is created.' },
        consolidateManifests: {
          type: 'boolean',
          description: 'All manifests in one ConfigurationPolicy; absent: yes, unless they are ordered.',
        },
        orderManifests: {
          type: 'boolean',
          default: false,
          description: 'Each manifest waits until the one before it holds.',
        },
        manifests: {
          type: 'array',
          minItems: 1,
          items: manifest,
          description: 'Options of single manifests, and with orderManifests their order; the others follow by path.',
        },
        values: {
          type: 'object',
          propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_-]*$' },
          additionalProperties: declaredValue,
          description: 'Values that manifests name as `$(values.<name>)`; environments give them in spec.values.',
          examples: [{ pods: { type: 'integer', default: 20 } }],
        },
        stateful: {
          type: 'boolean',
          default: false,
          description: 'One policy per cluster always, so that a change can reach one region alone.',
        },
      },
    },
  },
} as const

export type AuthoredPolicy = FromSchema<typeof literal>
export type AuthoredSpec = AuthoredPolicy['spec']
/** The entry of one path in `spec.manifests`. */
export type ManifestOptions = NonNullable<AuthoredSpec['manifests']>[number]
export const authoredPolicySchema = schemaOf<AuthoredPolicy>(literal)
