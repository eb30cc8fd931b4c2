import type { FromSchema } from 'json-schema-to-ts'
import { schemaOf } from '../../engine/model/schema.ts'

function machineTypes<const A extends string, const Z extends string, const G extends string>(
  aws: A,
  azure: Z,
  gcp: G,
) {
  return {
    type: 'object',
    additionalProperties: false,
    default: {},
    description: 'Machine type on each cloud.',
    properties: {
      aws: { type: 'string', minLength: 1, default: aws, description: 'On AWS.' },
      azure: { type: 'string', minLength: 1, default: azure, description: 'On Azure.' },
      gcp: { type: 'string', minLength: 1, default: gcp, description: 'On Google Cloud.' },
    },
  } as const
}

const disk = { type: 'integer', minimum: 100, maximum: 16384, default: 120, description: 'Root disk in GiB.' } as const

const literal = {
  $id: 'https://isthmus.dev/schemas/components/clusters.json',
  title: 'ClustersSettings',
  description:
    'The managed clusters themselves: cluster set, labels and add-ons; with `provision: hive` also their installation.',
  type: 'object',
  additionalProperties: false,
  properties: {
    provision: {
      enum: ['imported', 'hive'],
      default: 'imported',
      description: '`imported`: the clusters run already. `hive`: the hub installs them on aws, azure or gcp.',
    },
    addons: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'Add-ons of RHACM on every cluster; the policy add-on is always there.',
      properties: {
        applications: { type: 'boolean', default: true, description: 'Application manager, for Subscriptions.' },
        certificatePolicies: { type: 'boolean', default: true, description: 'Needed by the health of certificates.' },
        search: { type: 'boolean', default: true, description: 'Search collector, for the console.' },
      },
    },
    release: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'OpenShift release that Hive installs, the same for all clusters.',
      properties: {
        version: {
          type: 'string',
          pattern: '^\\d+\\.\\d+\\.\\d+(-[a-z0-9.]+)?$',
          description: 'Names the ClusterImageSet; `img-<environment>` where absent.',
          examples: ['4.20.4'],
        },
        image: {
          type: 'string',
          pattern: '^[^@\\s]+@sha256:[0-9a-f]{64}$',
          description: 'Release image by digest; input `release-image` where absent.',
          examples: [`quay.io/openshift-release-dev/ocp-release@sha256:${'0123456789abcdef'.repeat(4)}`],
        },
      },
    },
    controlPlane: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'The three control plane machines.',
      properties: { instanceTypes: machineTypes('m6i.xlarge', 'Standard_D8s_v5', 'n2-standard-4') },
    },
    workers: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'The general machine pool of each cluster.',
      properties: {
        replicas: {
          type: 'integer',
          minimum: 1,
          maximum: 99,
          default: 3,
          description: 'One a zone at least, able to lose one.',
        },
        diskGiB: disk,
        instanceTypes: machineTypes('m6i.2xlarge', 'Standard_D8s_v5', 'n2-standard-8'),
      },
    },
    databasePool: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'Machines that only the database uses; made where the database wants nodes of its own.',
      properties: {
        replicas: {
          type: 'integer',
          minimum: 1,
          maximum: 99,
          description: 'A multiple of the three zones; the database nodes of the cluster, rounded up so, where absent.',
          examples: [3],
        },
        diskGiB: disk,
        instanceTypes: machineTypes('m6i.2xlarge', 'Standard_D8s_v5', 'n2-standard-8'),
      },
    },
    gatewayPool: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'Gateway machines of the tunnel; made where the tunnel says `gatewayNodes: labelled`.',
      properties: { diskGiB: disk, instanceTypes: machineTypes('m5.xlarge', 'Standard_F4s_v2', 'n1-standard-4') },
    },
    azure: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'What Hive needs on Azure.',
      properties: {
        dnsResourceGroup: {
          type: 'string',
          minLength: 1,
          description: 'Resource group of the base domain’s zone; input `azure-dns-resource-group` where absent.',
          examples: ['dns'],
        },
      },
    },
    gcp: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'What Hive needs on Google Cloud.',
      properties: {
        project: {
          type: 'string',
          minLength: 1,
          description: 'Project of the clusters; input `gcp-project` where absent.',
          examples: ['platform-prod'],
        },
      },
    },
    credentials: {
      enum: ['static', 'short-lived'],
      default: 'static',
      description:
        '`static`: Hive mints cloud identities with Secret `<cluster>-creds`. `short-lived`: Secrets `<cluster>-bound-sa-key` and `<cluster>-manifests` bring roles of your own (STS, workload identity).',
    },
    pullSecret: {
      type: 'string',
      pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$',
      maxLength: 253,
      default: 'pull-secret',
      description: 'Name of the pull Secret in the hub namespace of the environment.',
    },
    sshPublicKey: {
      type: 'string',
      pattern: '^(ssh|ecdsa|sk)-[a-z0-9@.-]+ [A-Za-z0-9+/=]+( [^\\n]*)?$',
      description: 'Public key for logging in to nodes; none where absent.',
      examples: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample platform'],
    },
    installAttempts: {
      type: 'integer',
      minimum: 1,
      maximum: 3,
      default: 3,
      description: 'How often Hive tries to install.',
    },
    preserveOnDelete: {
      type: 'boolean',
      description:
        'Deleting a ClusterDeployment leaves the cluster running; on in production environments where absent.',
    },
  },
} as const

export type ClustersSettings = FromSchema<typeof literal>
export const clustersSettings = schemaOf<ClustersSettings>(literal)
