import { any, count, finding, nullable, objectKey, place, temporary, text, texts, time } from './shapes.ts'

const STATES = ['inSync', 'drifted', 'reverted', 'unknown', 'pending', 'notRolledOut', 'error'] as const
const state = { enum: STATES, description: 'The worst wins; `unknown` and `error` are never in sync.' } as const
const beside = {
  enum: ['reverted', 'unknown', 'pending', 'notRolledOut'],
  description: 'Where it is drifted: what it would be without its drifts; absent where that is in sync.',
} as const
const severity = { enum: ['low', 'medium', 'high', 'critical'], description: 'How bad it is.' } as const

const field = {
  type: 'object',
  required: ['pointer', 'desired', 'observed'],
  properties: {
    pointer: text('JSON pointer into the observed object.'),
    path: text('The same for people: list items by their key.'),
    desired: any(
      'Value that should be there; null where nothing should. Secrets as `(redacted)` or `(redacted 1a2b3c4d)`.',
    ),
    observed: any('Value that is there; null where nothing is.'),
  },
} as const

const operation = {
  type: 'object',
  required: ['op', 'path'],
  properties: {
    op: { enum: ['add', 'replace', 'remove'], description: 'RFC 6902.' },
    path: text('JSON pointer.'),
    value: any('Not for `remove`.'),
  },
} as const

const attribution = {
  type: 'object',
  required: ['manager', 'operation', 'time'],
  properties: {
    manager: nullable('Name of the tool, from managedFields; never a person. Null: not recorded.'),
    operation: nullable('`Apply` or `Update`.'),
    time: nullable('RFC 3339, UTC.'),
  },
} as const

const fight = {
  type: 'object',
  required: ['managers', 'flips', 'since'],
  properties: {
    managers: texts('Tools that were recorded as writers.'),
    flips: count('How often the same fields left and came back.'),
    since: time('First of these'),
  },
} as const

const drift = {
  type: 'object',
  required: [
    'fingerprint',
    'policy',
    'template',
    'component',
    'clusters',
    'object',
    'change',
    'fields',
    'attribution',
    'severity',
    'firstSeen',
    'lastSeen',
    'source',
  ],
  properties: {
    fingerprint: text('The same as long as object and observed values are the same.'),
    policy: text('Policy that asks for it.'),
    policies: texts('All of them, where each cluster has one of its own.'),
    template: text('Name of the ConfigurationPolicy that saw it.'),
    templates: texts('All of them, where each cluster has one of its own.'),
    component: text('Component or authored policy.'),
    clusters: texts('Names of the clusters that show it.'),
    placedOn: count('How many clusters should have the object.'),
    oddOneOut: text('The one cluster that is not like the others.'),
    object: objectKey,
    change: { enum: ['missing', 'unexpected', 'different'], description: 'How the object differs.' },
    fields: { type: 'array', items: field, description: 'Empty for missing and unexpected objects.' },
    patch: {
      type: 'array',
      items: operation,
      description:
        'RFC 6902 patch that brings the observed object to the desired one; absent where a secret is hidden.',
    },
    desiredFrom: text('Object of the hub from which a template reads the desired value.'),
    attribution,
    severity,
    note: text('What it means beside the fields.'),
    fight,
    page: text('Where it is read on the dashboard; absent where `server.url` is not set.'),
    firstSeen: time('First look that showed it'),
    lastSeen: time('Last look that showed it'),
    source: { ...place, description: 'The line of the desired state that asked for it.' },
  },
} as const

const condition = {
  type: 'object',
  required: ['policy', 'component', 'cluster', 'template', 'message'],
  properties: {
    policy: text('Policy.'),
    component: text('Component or authored policy.'),
    cluster: text('Cluster.'),
    template: text('Name of the policy template.'),
    message: text('For people; may change.'),
    severity,
  },
} as const
const conditions = (description: string) => ({ type: 'array', items: condition, description }) as const

const cluster = {
  type: 'object',
  required: ['name', 'state', 'lastSeen'],
  properties: {
    name: text('Name; the hub is `local-cluster`.'),
    state,
    beside,
    lastSeen: nullable('RFC 3339, UTC; null where it was never seen.'),
    reason: text('Why it is not in sync, where something else than a drift is the reason.'),
    refused: text('Why its own API server lets nobody in; only what the hub reports of it is known then.'),
  },
} as const

const policyState = {
  type: 'object',
  required: ['policy', 'component', 'cluster', 'state'],
  properties: {
    policy: text('Policy.'),
    component: text('Component or authored policy.'),
    cluster: text('Cluster.'),
    state,
    beside,
    reason: text('For people; may change.'),
    reverted: {
      type: 'object',
      required: ['times', 'last', 'message'],
      description: 'Enforcement put something back.',
      properties: {
        times: count('How often the history shows it.'),
        last: time('Last time'),
        message: text('Its words.'),
      },
    },
  },
} as const

const hidden = {
  type: 'object',
  required: ['rule', 'reason', 'count'],
  properties: { rule: text('Noise rule.'), reason: text('Why it hides.'), count: count('Differences hidden.') },
} as const

const excepted = {
  type: 'object',
  required: ['drift', 'exception', 'until', 'because', 'owner', 'source'],
  properties: {
    drift,
    exception: text('Name of the Exception.'),
    until: text('Last day, `YYYY-MM-DD`.'),
    because: text('Why.'),
    owner: text('Who sees to it that it ends.'),
    source: place,
  },
} as const

/** `isthmus drift --output json` and `drift/<environment>.json`. */
export const driftOutput = {
  $id: 'https://isthmus.dev/schemas/output/drift-v1.json',
  title: 'Drift report',
  description: 'What `isthmus drift --output json` prints, and `drift/<environment>.json` of a drift proposal holds.',
  type: 'object',
  required: [
    'environment',
    'observedAt',
    'source',
    'summary',
    'clusters',
    'drifts',
    'unhealthy',
    'actions',
    'undelivered',
    'notEvaluated',
  ],
  properties: {
    environment: text('Name of the environment.'),
    observedAt: time('When it was looked at'),
    source: text('Where from.'),
    summary: {
      type: 'object',
      required: STATES,
      description: 'Number of clusters in each state.',
      properties: Object.fromEntries(STATES.map((each) => [each, count('Clusters.')])),
    },
    clusters: { type: 'array', items: cluster, description: 'Every cluster of the environment.' },
    policies: { type: 'array', items: policyState, description: 'Policy by policy what is not in sync.' },
    drifts: { type: 'array', items: drift, description: 'Worst first. Not empty: exit code 2.' },
    unhealthy: conditions('As desired, but not working.'),
    actions: conditions('A one-time step of a person is open.'),
    undelivered: conditions('The hub does not carry what was merged.'),
    tolerances: texts('While clusters are dark: what each stretched service can still afford.'),
    notEvaluated: conditions('The source cannot tell.'),
    hidden: { type: 'array', items: hidden, description: 'What the noise rules hid.' },
    excepted: { type: 'array', items: excepted, description: 'Drifts that an exception keeps out of the count.' },
    temporary,
    findings: {
      type: 'array',
      items: finding,
      description: 'What is wrong with exceptions, and with merged files that do not parse.',
    },
  },
} as const
