import { RISK_ORDER } from '../change-plan.ts'
import { any, count, findings, flag, temporary, text, texts } from './shapes.ts'
import { topology, topologyChange } from './topology.ts'

const change = { enum: ['added', 'changed', 'removed'], description: 'What happens to it.' } as const

const field = {
  type: 'object',
  required: ['object', 'path'],
  properties: {
    object: text('`Kind namespace/name`; empty for the policy itself.'),
    path: text('JSON pointer.'),
    before: any('Absent where there was nothing.'),
    after: any('Absent where there will be nothing.'),
  },
} as const
const fields = { type: 'array', items: field, description: 'Values that change.' } as const

const risk = {
  type: 'object',
  required: ['kind', 'message'],
  properties: {
    kind: {
      enum: RISK_ORDER,
      description: 'Worst first in this order.',
    },
    message: text('For people; may change.'),
    plural: text('What is said behind the names of several policies of which the same is to be said.'),
    clusters: texts('Of what is newly enforced: where.'),
  },
} as const

const policy = {
  type: 'object',
  required: [
    'policy',
    'component',
    'change',
    'clusters',
    'gained',
    'lost',
    'objectsAdded',
    'objectsRemoved',
    'fields',
    'risks',
  ],
  properties: {
    policy: text('Name of the Policy.'),
    component: text('Component or authored policy.'),
    change,
    clusters: texts('Clusters that have it afterwards.'),
    gained: texts('Clusters that get it.'),
    lost: texts('Clusters that lose it.'),
    objectsAdded: texts('`Kind namespace/name` that come with it.'),
    objectsRemoved: texts('`Kind namespace/name` that go from it.'),
    fields,
    risks: { type: 'array', items: risk, description: 'What a reviewer must not miss.' },
  },
} as const

const other = {
  type: 'object',
  required: ['object', 'change', 'fields'],
  properties: { object: text('`Kind namespace/name`.'), change, fields },
} as const

const removal = {
  type: 'object',
  required: ['object', 'fate', 'clusters'],
  properties: {
    object: text('`Kind namespace/name`.'),
    fate: {
      enum: ['pruned', 'recreated', 'kept'],
      description: 'Deleted by RHACM, deleted and made again, or left on the cluster watched by nobody.',
    },
    clusters: texts('Clusters that it is taken from.'),
  },
} as const

export const plan = {
  type: 'object',
  required: ['environment', 'policies', 'others'],
  properties: {
    environment: text('Name of the environment.'),
    isTakenOut: flag('True where no source asks for the environment any more: all of it goes. Absent otherwise.'),
    policies: { type: 'array', items: policy, description: 'Policies that change.' },
    removals: { type: 'array', items: removal, description: 'Objects that the change takes from clusters.' },
    picture: {
      type: 'object',
      required: ['topology', 'change'],
      description: 'What becomes of the platform itself; absent where a picture would say nothing.',
      properties: { topology, change: topologyChange },
    },
    others: { type: 'array', items: other, description: 'Placements, bindings and namespaces that change.' },
    temporary,
  },
} as const

const selection = {
  type: 'object',
  required: ['environment', 'policies'],
  properties: {
    environment: text('Name of the environment.'),
    policies: {
      type: 'array',
      description: 'Every policy of it.',
      items: {
        type: 'object',
        required: ['policy', 'clusters', 'meant', 'enforced', 'doubts'],
        properties: {
          policy: text('Name of the Policy.'),
          clusters: texts('Clusters of the inventory that it reaches.'),
          meant: texts('Clusters that its placement means.'),
          enforced: texts('Of those that it reaches, where an override enforces it.'),
          doubts: texts('Why this is not certain; empty where it is.'),
        },
      },
    },
  },
} as const

const overwrite = {
  type: 'object',
  required: ['environment', 'drifts', 'unseen', 'notEvaluated'],
  properties: {
    environment: text('Name of the environment.'),
    drifts: {
      type: 'array',
      items: { type: 'object' },
      description: 'As in the drift report; `desired` would be written.',
    },
    unseen: {
      type: 'array',
      description: 'Clusters of which nothing can be told.',
      items: {
        type: 'object',
        required: ['cluster', 'reason'],
        properties: { cluster: text('Name of the cluster.'), reason: text('Why.') },
      },
    },
    notEvaluated: count('Templates that the source cannot evaluate.'),
  },
} as const

/** `isthmus plan --output json`. */
export const planOutput = {
  $id: 'https://isthmus.dev/schemas/output/plan-v1.json',
  title: 'Plan',
  description: 'What `isthmus plan --output json` prints.',
  type: 'object',
  required: ['findings', 'plans'],
  properties: {
    findings,
    plans: { type: 'array', items: plan, description: 'One an environment.' },
    selections: { type: 'array', items: selection, description: 'With `--inventory`: what policies reach.' },
    overwrites: { type: 'array', items: overwrite, description: 'With `--from`: what enforcing would change at once.' },
  },
} as const
