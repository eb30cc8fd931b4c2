import type { FromSchema } from 'json-schema-to-ts'
import { inheritable } from './authored-options.ts'
import { givenValues } from './declared-value.ts'
import { schemaOf } from './schema.ts'

export const API_VERSION = 'isthmus.dev/v1alpha1'

const dnsLabel = { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 } as const

/** Labels of at most 63 characters; the last one is no number (RFC 1123), and may be in Punycode. */
export const DOMAIN = '^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\.)+([a-z]{2,63}|xn--[a-z0-9]([-a-z0-9]{0,57}[a-z0-9])?)$'

const cidr = {
  type: 'string',
  pattern: '^\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}/\\d{1,2}$',
} as const

const cluster = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'cloud', 'region', 'network'],
  description: 'One OpenShift cluster of the environment; one cluster is one region of the stretched platform.',
  properties: {
    name: {
      ...dnsLabel,
      description: 'Name of the ManagedCluster on the hub, and Submariner cluster id.',
      examples: ['cluster1'],
    },
    cloud: {
      enum: ['aws', 'azure', 'gcp', 'other'],
      description: 'Where it runs; `other` for bare metal and anything else.',
    },
    region: {
      type: 'string',
      minLength: 1,
      description: 'Region as its cloud names it; becomes the database locality.',
      examples: ['us-east-1'],
    },
    zones: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      uniqueItems: true,
      default: [],
      description: 'Availability zones that stateful pods are spread over; three for a stretched quorum.',
      examples: [['us-east-1a', 'us-east-1b', 'us-east-1c']],
    },
    labels: {
      type: 'object',
      additionalProperties: { type: 'string' },
      default: {},
      description: 'Further labels of the ManagedCluster that placements may select by.',
    },
    network: {
      type: 'object',
      additionalProperties: false,
      required: ['pods', 'services', 'machines'],
      description:
        'Networks of the cluster. Immutable after installation; they must not overlap with those of any other cluster.',
      properties: {
        pods: { ...cidr, description: 'Pod network.', examples: ['10.128.0.0/14'] },
        services: { ...cidr, description: 'Service network.', examples: ['172.28.0.0/16'] },
        machines: { ...cidr, description: 'Machine network.', examples: ['10.0.0.0/16'] },
        hostPrefix: {
          type: 'integer',
          minimum: 9,
          maximum: 30,
          default: 23,
          description: 'Size of each node’s part of the pod network.',
        },
        accepted: {
          type: 'array',
          uniqueItems: true,
          items: { enum: ['network/not-private', 'network/reserved', 'network/overlap', 'network/overlap-within'] },
          description:
            'Network rules that this running cluster breaks and cannot mend, since its networks are immutable: warnings instead of errors.',
          examples: [['network/not-private']],
        },
      },
    },
  },
} as const

const literal = {
  $id: 'https://isthmus.dev/schemas/environment.json',
  title: 'Environment',
  description:
    'One stretched platform: a hub namespace, a cluster set, its clusters and the settings of its components.',
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'kind', 'metadata', 'spec'],
  properties: {
    apiVersion: { const: API_VERSION },
    kind: { const: 'Environment' },
    metadata: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      description: 'How the environment is called.',
      properties: {
        name: {
          ...dnsLabel,
          description: 'Name of the environment; names the folder under rendered/.',
          examples: ['gdw'],
        },
      },
    },
    spec: {
      type: 'object',
      additionalProperties: false,
      required: ['hub', 'domain', 'clusters', 'components'],
      description: 'What the platform is.',
      properties: {
        hub: {
          type: 'object',
          additionalProperties: false,
          required: ['namespace', 'clusterSet'],
          description: 'Where the policies of this environment live on the hub.',
          properties: {
            namespace: {
              ...dnsLabel,
              description: 'Hub namespace of the policies; never the namespace of a managed cluster.',
              examples: ['isthmus-gdw'],
            },
            clusterSet: {
              ...dnsLabel,
              description: 'ManagedClusterSet of the environment; its broker namespace is `<clusterSet>-broker`.',
              examples: ['gdw'],
            },
            region: {
              type: 'string',
              minLength: 1,
              description: 'Region of the hub itself, best none of the clusters’; checked where it is given.',
              examples: ['eu-central-1'],
            },
          },
        },
        domain: {
          type: 'object',
          additionalProperties: false,
          required: ['base'],
          description: 'DNS names of the platform.',
          properties: {
            base: {
              type: 'string',
              pattern: DOMAIN,
              description:
                'Base DNS domain; `global.<base>`, `apps.<cluster>.<base>` and `api.<cluster>.<base>` follow from it, imported clusters included.',
              examples: ['example.com'],
            },
          },
        },
        survive: {
          enum: ['region', 'region+node'],
          default: 'region',
          description: 'What the platform must survive; drives the availability checks.',
        },
        production: {
          type: 'boolean',
          default: true,
          description: 'Production environments are warned about images that are not pinned by digest.',
        },
        pause: {
          type: 'object',
          additionalProperties: false,
          required: ['reason', 'until'],
          description: 'Freezes waves, enforcement changes and certificate rolls of this environment.',
          properties: {
            reason: {
              type: 'string',
              minLength: 1,
              description: 'Why; said on every open proposal.',
              examples: ['region move'],
            },
            until: {
              type: 'string',
              pattern: '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2})?Z)?$',
              description: 'End of the pause, in quotes: a date (its first moment, UTC) or a time in UTC.',
              examples: ['2026-12-01', '2026-12-01T06:00:00Z'],
            },
          },
        },
        rendering: {
          enum: ['concrete', 'templated'],
          default: 'concrete',
          description:
            '`concrete`: a policy per cluster where clusters differ. `templated`: one policy with hub templates over a values ConfigMap.',
        },
        roundTrips: {
          type: 'object',
          propertyNames: { pattern: '^[^/]+/[^/]+$' },
          additionalProperties: { type: 'number', exclusiveMinimum: 0, maximum: 5000 },
          description:
            'Measured round trips between regions (p99) in milliseconds, as `regionA/regionB`. Where a pair is absent, a table of public figures is used, else 70 ms.',
          examples: [{ 'us-east-1/us-east-2': 16 }],
        },
        clusters: {
          type: 'array',
          minItems: 1,
          items: cluster,
          description: 'Its clusters, one a region; an odd number of regions where Vault or the database is used.',
        },
        policyDefaults: {
          type: 'object',
          additionalProperties: false,
          description: 'What authored policies of this environment say where their policy.yaml does not.',
          properties: inheritable,
        },
        values: givenValues,
        components: {
          type: 'object',
          description: 'Settings of each component that is used; `{}` is enough for every one of them.',
          additionalProperties: { type: 'object' },
        },
      },
    },
  },
} as const

/** An environment as validated, defaults filled in. `components` holds each component's settings, checked by its own schema. */
export type Environment = FromSchema<typeof literal>
export type EnvironmentSpec = Environment['spec']
export type Cluster = FromSchema<typeof cluster>
export const environmentSchema = schemaOf<Environment>(literal)

/** The label value that RHACM gives a ManagedCluster for its cloud. */
export const CLOUD_LABEL = { aws: 'Amazon', azure: 'Azure', gcp: 'Google', other: 'Other' } as const

/** Name of the hub ConfigMap with what nobody can default (design section 3). */
export function inputsName(environment: Environment): string {
  return `${environment.metadata.name}-inputs`
}
