import type { FromSchema } from 'json-schema-to-ts'
import { schemaOf } from './schema.ts'

const literal = {
  $id: 'https://isthmus.dev/schemas/catalog.json',
  title: 'Catalog',
  description: 'Images, operator channels and versions. A repository overrides single entries in catalog.yaml.',
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'kind'],
  properties: {
    apiVersion: { const: 'isthmus.dev/v1alpha1' },
    kind: { const: 'Catalog' },
    images: {
      type: 'object',
      additionalProperties: { type: 'string', minLength: 1 },
      default: {},
      description: 'Image by name, best by digest.',
      examples: [{ vault: 'registry.example.com/vault@sha256:…' }],
    },
    operators: {
      type: 'object',
      default: {},
      description: 'Operator by package name.',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: {
          channel: { type: 'string', minLength: 1 },
          source: { type: 'string', minLength: 1 },
          versions: { type: 'array', items: { type: 'string', minLength: 1 } },
        },
      },
    },
  },
} as const

export type Catalog = FromSchema<typeof literal>
export const catalogSchema = schemaOf<Catalog>(literal)

/** The shipped defaults: version tags, since nobody's mirror is known; production environments are warned about them. */
export const shippedCatalog: Catalog = {
  apiVersion: 'isthmus.dev/v1alpha1',
  kind: 'Catalog',
  images: {
    vault: 'docker.io/hashicorp/vault:1.19.0',
    cockroachdb: 'docker.io/cockroachdb/cockroach:v26.1.0',
    'openshift-cli': 'registry.redhat.io/openshift4/ose-cli-rhel9:v4.20',
    rclone: 'docker.io/rclone/rclone:1.71.0',
  },
  operators: {
    'openshift-cert-manager-operator': { channel: 'stable-v1', source: 'redhat-operators' },
    'global-load-balancer-operator': {
      channel: 'alpha',
      source: 'community-operators',
      versions: ['global-load-balancer-operator.v1.4.2'],
    },
    submariner: { channel: 'stable-0.24', source: 'redhat-operators' },
    'vault-config-operator': { channel: 'alpha', source: 'community-operators' },
    'cert-utils-operator': {
      channel: 'alpha',
      source: 'community-operators',
      versions: ['cert-utils-operator.v1.3.12'],
    },
  },
}
