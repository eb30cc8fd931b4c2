import type { FromSchema } from 'json-schema-to-ts'
import { HEALTH_CHECK } from '../../engine/model/global-hosts.ts'
import { schemaOf } from '../../engine/model/schema.ts'

const literal = {
  $id: 'https://isthmus.dev/schemas/components/loadbalancer.json',
  title: 'LoadBalancerSettings',
  description: 'One DNS name for all regions: `global.<base>` answers with the regions that are healthy.',
  type: 'object',
  additionalProperties: false,
  properties: {
    provider: {
      enum: ['global-load-balancer-operator', 'external-dns'],
      description:
        '`global-load-balancer-operator`: Route 53, clusters on AWS only; chosen where every cluster is on aws. `external-dns`: DNSEndpoint records for an ExternalDNS that runs on the hub with the source crd; chosen elsewhere.',
    },
    policy: {
      enum: ['Latency', 'Geoproximity', 'Multivalue'],
      default: 'Latency',
      description:
        'How Route 53 chooses among healthy regions; its other policies are not implemented by the operator. With ExternalDNS only Latency is, and that between clusters on AWS.',
    },
    ttlSeconds: {
      type: 'integer',
      minimum: 1,
      maximum: 3600,
      default: 30,
      description: 'How long resolvers keep an answer.',
    },
    healthCheck: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description:
        'How fast a dead region is noticed. Route 53 knows two intervals and keeps the first one it was given.',
      properties: {
        intervalSeconds: {
          enum: [10, 30],
          default: HEALTH_CHECK.intervalSeconds,
          description: 'Seconds between two questions.',
        },
        failureThreshold: {
          type: 'integer',
          minimum: 1,
          maximum: 10,
          default: HEALTH_CHECK.failureThreshold,
          description: 'Failures in a row until a region is taken out.',
        },
      },
    },
    recoverySeconds: {
      type: 'integer',
      minimum: 1,
      description:
        'Longest time users may see a dead region; where given, the settings above are checked against it, with 60 s to publish and 30 s of clients.',
      examples: [150],
    },
    zoneId: {
      type: 'string',
      pattern: '^Z[A-Z0-9]{5,31}$',
      description: 'Hosted zone of `global.<base>`; input `route53-zone-id` where absent.',
      examples: ['Z0123456789ABCDEFGHIJ'],
    },
    credentialsSecret: {
      type: 'string',
      pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$',
      maxLength: 253,
      default: 'global-dns-credentials',
      description: 'Secret in the hub namespace of the environment with DNS rights on the global zone only.',
    },
    tokenValidity: {
      type: 'string',
      pattern: '^[1-9]\\d*h$',
      default: '168h',
      description:
        'Life of the tokens with which the hub reads Routes and Services of the clusters; they are rotated before.',
    },
    hosts: {
      type: 'array',
      uniqueItems: true,
      default: [],
      items: { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 },
      description: 'external-dns: first labels of further global hosts, served by Routes of your own in every cluster.',
      examples: [['shop']],
    },
    dns: {
      enum: ['route53', 'other'],
      default: 'route53',
      description:
        'external-dns: `route53` publishes one record a region with its health check; `other` publishes the addresses of all regions in one record, which nothing takes out when a region dies.',
    },
    ingress: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'The ingress of every cluster.',
      properties: {
        replicas: { type: 'integer', minimum: 1, maximum: 50, default: 2, description: 'Router pods of each cluster.' },
        networkLoadBalancer: {
          type: 'boolean',
          default: true,
          description:
            'AWS: a Network Load Balancer, whose addresses stay; those of the classic one rotate under the health checks.',
        },
      },
    },
  },
} as const

export type LoadBalancerSettings = FromSchema<typeof literal>
export const loadBalancerSettings = schemaOf<LoadBalancerSettings>(literal)
