import type { FromSchema } from 'json-schema-to-ts'
import { DEFAULT_GATEWAYS } from '../../engine/model/gateways.ts'
import { schemaOf } from '../../engine/model/schema.ts'

const existingNetwork = {
  type: 'object',
  additionalProperties: false,
  required: ['vpcId', 'subnetIds', 'controlPlaneSecurityGroup', 'workerSecurityGroup'],
  properties: {
    vpcId: { type: 'string', minLength: 1, description: 'VPC of the cluster.', examples: ['vpc-0a1b2c3d'] },
    subnetIds: {
      type: 'array',
      minItems: 1,
      items: { type: 'string', minLength: 1 },
      description: 'Public subnets in which gateways may stand.',
      examples: [['subnet-0a1b2c3d']],
    },
    controlPlaneSecurityGroup: {
      type: 'string',
      minLength: 1,
      description: 'Security group of the control plane machines.',
      examples: ['sg-0a1b2c3d'],
    },
    workerSecurityGroup: {
      type: 'string',
      minLength: 1,
      description: 'Security group of the worker machines.',
      examples: ['sg-4e5f6a7b'],
    },
  },
} as const

const literal = {
  $id: 'https://isthmus.dev/schemas/components/tunnel.json',
  title: 'TunnelSettings',
  description: 'The encrypted network between the clusters (Submariner add-on).',
  type: 'object',
  additionalProperties: false,
  properties: {
    gateways: {
      type: 'integer',
      minimum: 1,
      maximum: 9,
      default: DEFAULT_GATEWAYS,
      description:
        'Gateway nodes of each cluster: one carries the traffic, the others stand by. Two at least, in two zones.',
    },
    gatewayNodes: {
      enum: ['prepared', 'labelled'],
      default: 'prepared',
      description:
        '`prepared`: the add-on makes gateway machines and opens ports with the cloud credentials in Secret `<cluster>-creds` of the cluster’s hub namespace. `labelled`: you bring nodes labelled `submariner.io/gateway` and open the ports; always so on cloud `other`.',
    },
    cableDriver: {
      enum: ['libreswan', 'wireguard'],
      default: 'libreswan',
      description:
        'Both encrypt; WireGuard needs its kernel module and is not FIPS. The clear-text driver is not offered.',
    },
    instanceTypes: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'Machine type of prepared gateways on each cloud.',
      properties: {
        aws: { type: 'string', minLength: 1, default: 'm5.xlarge', description: 'On AWS.' },
        azure: { type: 'string', minLength: 1, default: 'Standard_F4s_v2', description: 'On Azure.' },
        gcp: { type: 'string', minLength: 1, default: 'n1-standard-4', description: 'On Google Cloud.' },
      },
    },
    natTraversal: {
      type: 'boolean',
      default: true,
      description:
        'UDP encapsulation; switch it off only where all gateways reach each other without address translation.',
    },
    globalnet: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description:
        'Translation for clusters with overlapping networks. It cannot be switched once clusters have joined.',
      properties: {
        enabled: { type: 'boolean', default: false, description: 'Whether clusters are reached by global addresses.' },
        cidr: {
          type: 'string',
          pattern: '^\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}/\\d{1,2}$',
          default: '242.0.0.0/8',
          description: 'Range that global addresses are taken from.',
        },
        clusterSize: {
          type: 'integer',
          minimum: 256,
          default: 65536,
          description: 'Global addresses of each cluster.',
        },
      },
    },
    existingNetworks: {
      type: 'object',
      default: {},
      additionalProperties: existingNetwork,
      description: 'AWS clusters that were installed into networks of your own, by cluster name.',
    },
    installPlanApproval: {
      enum: ['Manual', 'Automatic'],
      default: 'Manual',
      description:
        '`Manual`: a person approves each version on each cluster, so that no catalogue refresh restarts every gateway at once.',
    },
    tcpClampMss: {
      type: 'integer',
      minimum: 500,
      maximum: 8900,
      description: 'Largest TCP segment through the tunnel; set it where small packets pass and large ones hang.',
      examples: [1200],
    },
  },
} as const

export type TunnelSettings = FromSchema<typeof literal>
export const tunnelSettings = schemaOf<TunnelSettings>(literal)
