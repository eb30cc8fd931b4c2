import { any, findings, text, texts } from './shapes.ts'

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
      enum: ['immutable', 'leaves-cluster', 'pruned', 'newly-enforced', 'restarts-pods'],
      description: 'Worst first in this order.',
    },
    message: text('For people; may change.'),
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

const plan = {
  type: 'object',
  required: ['environment', 'policies', 'others'],
  properties: {
    environment: text('Name of the environment.'),
    policies: { type: 'array', items: policy, description: 'Policies that change.' },
    removals: { type: 'array', items: removal, description: 'Objects that the change takes from clusters.' },
    others: { type: 'array', items: other, description: 'Placements, bindings and namespaces that change.' },
  },
} as const

/** `isthmus plan --output json`. */
export const planOutput = {
  $id: 'https://isthmus.dev/schemas/output/plan-v1.json',
  title: 'Plan',
  description: 'What `isthmus plan --output json` prints.',
  type: 'object',
  required: ['findings', 'plans'],
  properties: { findings, plans: { type: 'array', items: plan, description: 'One an environment.' } },
} as const
