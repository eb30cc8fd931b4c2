import { count, text, texts } from './shapes.ts'

const nodes = {
  type: 'array',
  description: 'Clusters with another number of nodes than before.',
  items: {
    type: 'object',
    required: ['cluster', 'before', 'after'],
    properties: {
      cluster: text('Name of the cluster.'),
      before: count('Nodes until now.'),
      after: count('Nodes then.'),
    },
  },
} as const

const service = {
  type: 'object',
  required: ['name', 'component', 'kind', 'members', 'voters', 'quorum', 'afterRegion'],
  properties: {
    name: text('Name of the stretched service.'),
    component: text('Component that it belongs to.'),
    kind: { enum: ['raft', 'replication'], description: 'One group of all members, or many of a few each.' },
    members: {
      type: 'array',
      description: 'Nodes by cluster.',
      items: {
        type: 'object',
        required: ['cluster', 'nodes'],
        properties: { cluster: text('Name of the cluster.'), nodes: count('How many.') },
      },
    },
    home: text('The cluster whose region holds every voter; absent: they are spread.'),
    voters: count('Members of the largest group that vote.'),
    quorum: count('A majority of them.'),
    afterRegion: {
      type: 'integer',
      description: 'How many more may be lost after the worst region; below zero: none.',
    },
  },
} as const

/** What a platform consists of. */
export const topology = {
  type: 'object',
  required: ['environment', 'hub', 'entries', 'regions', 'services'],
  description: 'The platform, with what the change takes from it still in it.',
  properties: {
    environment: text('Name of the environment.'),
    hub: {
      type: 'object',
      required: ['namespace'],
      properties: { namespace: text('Hub namespace.'), region: text('Region of the hub.') },
      description: 'The hub.',
    },
    entries: texts('Global DNS names.'),
    regions: {
      type: 'array',
      description: 'Regions with their clusters.',
      items: {
        type: 'object',
        required: ['cloud', 'name', 'clusters'],
        properties: { cloud: text('Cloud.'), name: text('Region.'), clusters: texts('Names of its clusters.') },
      },
    },
    links: {
      type: 'object',
      required: ['component', 'clusters'],
      description: 'The tunnel, which joins each of these clusters with each other.',
      properties: { component: text('Component that gives it.'), clusters: texts('Names of clusters.') },
    },
    services: { type: 'array', items: service, description: 'Stretched services.' },
  },
} as const

const change = { enum: ['added', 'removed', 'changed'], description: 'What happens to it.' } as const

/** What a change does to a platform. */
export const topologyChange = {
  type: 'object',
  required: ['clusters', 'services', 'entries'],
  description: 'What the change does to it; only what changes is listed.',
  properties: {
    clusters: {
      type: 'array',
      description: 'Clusters, and how many policies come, change or go there.',
      items: {
        type: 'object',
        required: ['name', 'change', 'policies'],
        properties: { name: text('Name of the cluster.'), change, policies: count('Policies.') },
      },
    },
    services: {
      type: 'array',
      description: 'Stretched services.',
      items: {
        type: 'object',
        required: ['name', 'change', 'nodes'],
        properties: { name: text('Name of the service.'), change, nodes },
      },
    },
    links: { enum: ['added', 'removed'], description: 'The tunnel as a whole.' },
    entries: {
      type: 'object',
      required: ['added', 'removed'],
      description: 'Global DNS names.',
      properties: { added: texts('New names.'), removed: texts('Names that go.') },
    },
  },
} as const
