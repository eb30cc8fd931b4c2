import type { FromSchema } from 'json-schema-to-ts'
import { clusterName } from '../../engine/model/cluster-name.ts'
import { objectName } from '../../engine/model/object-name.ts'
import { schemaOf } from '../../engine/model/schema.ts'
import { sealSettings } from './seal-settings.ts'

const hours = { type: 'string', pattern: '^[1-9][0-9]*h$' } as const
/** With its unit: Kubernetes takes a number without one, and that means bytes. */
const bytes = { type: 'string', pattern: '^[1-9][0-9]*(Mi|Gi|Ti)$' } as const
const cores = { type: 'string', pattern: '^[1-9][0-9]*m?$' } as const

const literal = {
  $id: 'https://isthmus.dev/schemas/components/vault.json',
  title: 'vault',
  description: 'One Vault, stretched over all clusters: Raft storage, auto-unseal, an auth endpoint per cluster.',
  type: 'object',
  additionalProperties: false,
  properties: {
    replicasPerCluster: {
      type: 'integer',
      minimum: 1,
      maximum: 9,
      default: 3,
      description: 'Vault nodes in each cluster; three regions of three survive a region and one more node.',
    },
    replicas: {
      type: 'object',
      additionalProperties: { type: 'integer', minimum: 1, maximum: 9 },
      description: 'Another number for single clusters, such as a witness region.',
      examples: [{ cluster3: 1 }],
    },
    primary: {
      ...clusterName,
      description: 'The only cluster whose operator writes Vault’s configuration; the first cluster unless named.',
      examples: ['cluster1'],
    },
    host: {
      type: 'string',
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
      default: 'vault',
      description: 'First label of the global host: `<host>.global.<base>`.',
    },
    roundTripMs: {
      type: 'integer',
      minimum: 1,
      default: 70,
      description: 'Longest round trip between two regions in milliseconds (p99), assumed until it is measured.',
    },
    performanceMultiplier: {
      type: 'integer',
      minimum: 1,
      maximum: 10,
      description: 'Raft timing; computed from roundTripMs unless set.',
      examples: [5],
    },
    maxRequestSeconds: {
      type: 'integer',
      minimum: 2,
      maximum: 90,
      description:
        'Most seconds that a request may take (`max_request_duration`; Vault’s own default is 90). After a region falls silent, writes wait for what was passed on to the lost leader: for so long, or 30 s.',
      examples: [10],
    },
    seal: sealSettings,
    storage: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'Volumes of each node.',
      properties: {
        data: { ...bytes, default: '10Gi', description: 'Raft storage.' },
        audit: { ...bytes, default: '10Gi', description: 'Audit log; Vault stops answering when it is full.' },
        class: {
          ...objectName,
          description: 'StorageClass; `vault-fast` is made from the cloud’s SSD unless set.',
          examples: ['gp3-csi'],
        },
      },
    },
    resources: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'CPU and memory of each node.',
      properties: {
        cpu: { ...cores, default: '1', description: 'CPU request.' },
        memory: { ...bytes, default: '2Gi', description: 'Memory request and limit.' },
      },
    },
    certificate: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'Listener certificate of the nodes.',
      properties: {
        duration: { ...hours, default: '2160h', description: 'Its life, in hours.' },
        renewBefore: {
          ...hours,
          default: '720h',
          description:
            'In the first cluster; every further cluster renews 24 hours earlier, so that never two reload together.',
        },
      },
    },
    routeIssuer: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'ClusterIssuer of the certificate that browsers see.',
      properties: {
        name: { type: 'string', minLength: 1, default: 'vault-issuer', description: 'Name of the ClusterIssuer.' },
      },
    },
    workloadDomains: {
      type: 'array',
      items: { type: 'string', pattern: '^([a-z0-9]([-a-z0-9]*[a-z0-9])?\\.)*[a-z0-9]([-a-z0-9]*[a-z0-9])?$' },
      uniqueItems: true,
      default: [],
      description: 'Further domains below which workloads may ask for certificates.',
      examples: [['shop.example.com']],
    },
    snapshots: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'Raft snapshots to object storage outside the three regions.',
      properties: {
        enabled: { type: 'boolean', default: true, description: 'Whether snapshots are taken.' },
        schedule: { type: 'string', minLength: 1, default: '17 */6 * * *', description: 'Cron schedule, UTC.' },
      },
    },
    apiAuthorities: {
      type: 'object',
      additionalProperties: { type: 'string', pattern: '^-----BEGIN CERTIFICATE-----' },
      description:
        'CA certificate of each cluster’s API server, PEM; where absent it is read from the inputs ConfigMap.',
      examples: [{ cluster1: '-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n' }],
    },
    unhealthyPodEviction: {
      enum: ['AlwaysAllow', 'IfHealthyBudget'],
      default: 'AlwaysAllow',
      description:
        'AlwaysAllow until Vault is initialised: sealed pods would hold up every node drain. Then IfHealthyBudget.',
    },
  },
} as const

export type VaultSettings = FromSchema<typeof literal>
export const vaultSchema = schemaOf<VaultSettings>(literal)
