import type { FromSchema } from 'json-schema-to-ts'
import { clusterName } from '../../engine/model/cluster-name.ts'
import { objectName } from '../../engine/model/object-name.ts'
import { schemaOf } from '../../engine/model/schema.ts'

const hours = { type: 'string', pattern: '^[1-9][0-9]*h$' } as const
/** With its unit: Kubernetes takes a number without one, and that means bytes. */
const bytes = { type: 'string', pattern: '^[1-9][0-9]*(Mi|Gi|Ti)$' } as const
const cores = { type: 'string', pattern: '^[1-9][0-9]*m?$' } as const
/** SQL identifiers that need no quoting: they go into statements and certificate names. */
const identifier = { type: 'string', pattern: '^[a-z][a-z0-9_]*$', maxLength: 62 } as const

/** A common name that Vault accepts as a host name as well: no underscore. */
const userName = { type: 'string', pattern: '^[a-z][a-z0-9]*$', maxLength: 40 } as const

const literal = {
  $id: 'https://isthmus.dev/schemas/components/database.json',
  title: 'database',
  description: 'One SQL database, stretched over all clusters, its regions known to it.',
  type: 'object',
  additionalProperties: false,
  properties: {
    engine: {
      enum: ['cockroachdb'],
      default: 'cockroachdb',
      description: 'Which database; others may follow.',
    },
    replicasPerCluster: {
      type: 'integer',
      minimum: 1,
      maximum: 27,
      default: 3,
      description: 'Database nodes in each cluster.',
    },
    replicas: {
      type: 'object',
      additionalProperties: { type: 'integer', minimum: 1, maximum: 27 },
      description: 'Another number for single clusters.',
      examples: [{ cluster3: 1 }],
    },
    updatePartition: {
      type: 'integer',
      minimum: 0,
      maximum: 27,
      description:
        'Nodes of each cluster from this ordinal on take a new pod template, one at a time. Absent: none does, so that no merge restarts one; 0: all do.',
      examples: [0],
    },
    primary: {
      ...clusterName,
      description:
        'The only cluster that runs SQL jobs, and the primary region of the databases; the first cluster unless named.',
      examples: ['cluster1'],
    },
    host: {
      type: 'string',
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
      maxLength: 63,
      default: 'cockroachdb',
      description: 'First label of the console’s global host: `<host>.global.<base>`; SQL is at `sql.global.<base>`.',
    },
    databases: {
      type: 'array',
      items: identifier,
      uniqueItems: true,
      minItems: 1,
      default: ['defaultdb'],
      description: 'Databases whose regions and survival goal are set.',
    },
    survivalGoal: {
      enum: ['region', 'zone'],
      default: 'region',
      description: 'What the databases survive. CockroachDB’s own default is a zone only.',
    },
    replicationFactor: {
      type: 'integer',
      minimum: 3,
      maximum: 27,
      description:
        'Replicas of each range beyond what the survival goal sets; 9 over three regions survives a region and a node.',
      examples: [9],
    },
    applications: {
      type: 'array',
      items: userName,
      uniqueItems: true,
      default: [],
      description: 'SQL users that log in by certificate; each gets one, and a role without passwords.',
      examples: [['shop', 'billing']],
    },
    roundTripMs: {
      type: 'integer',
      minimum: 1,
      default: 70,
      description: 'Longest round trip between two regions in milliseconds (p99), assumed until it is measured.',
    },
    sqlLoadBalancer: {
      type: 'boolean',
      default: true,
      description: 'A load balancer per cluster for SQL, which does not go through Routes.',
    },
    storage: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'Volumes of each node.',
      properties: {
        size: { ...bytes, default: '100Gi', description: 'Volume of each node.' },
        class: {
          ...objectName,
          description: 'StorageClass; `cockroach-fast` is made from the cloud’s SSD unless set.',
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
        cpu: { ...cores, default: '4', description: 'CPU request.' },
        memory: {
          ...bytes,
          default: '16Gi',
          description: 'Memory request and limit; cache and SQL take a quarter each.',
        },
      },
    },
    dedicatedNodes: {
      type: 'boolean',
      default: true,
      description: 'Run only on nodes labelled and tainted `workload=cockroachdb`.',
    },
    certificate: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'Certificate of the nodes.',
      properties: {
        duration: { ...hours, default: '720h', description: 'Its life, in hours.' },
        renewBefore: {
          ...hours,
          default: '240h',
          description: 'In the first cluster; every further cluster renews 24 hours earlier.',
        },
      },
    },
    backups: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'Backups that the database schedules itself, to storage outside the regions.',
      properties: {
        enabled: { type: 'boolean', default: true, description: 'Whether backups are scheduled.' },
        recurring: { enum: ['@hourly', '@daily'], default: '@hourly', description: 'How often.' },
      },
    },
    unhealthyPodEviction: {
      enum: ['AlwaysAllow', 'IfHealthyBudget'],
      default: 'AlwaysAllow',
      description:
        'AlwaysAllow until the database is initialised: unready pods would hold up every node drain. Then IfHealthyBudget.',
    },
  },
} as const

export type DatabaseSettings = FromSchema<typeof literal>
export const databaseSchema = schemaOf<DatabaseSettings>(literal)
