import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DriftReport } from '../../../../engine/model/drift.ts'
import type { JsonObject } from '../../../../engine/model/json.ts'
import { readMessage, reversions } from '../../../../engine/stages/judge/history-messages.ts'
import { uncarried } from '../../../../engine/stages/judge/pending.ts'
import type { Told } from './status-a-hub.ts'
import {
  aRendered,
  configMap,
  deliveredTo,
  hubOf,
  managedCluster,
  NAMESPACE,
  NOW,
  replica,
  reportOn,
  rootPolicy,
  template,
} from './status-a-hub.ts'

const COMPLIANT = 'Compliant; notification - configmaps [settings] found as specified in namespace shop'
const VIOLATED = 'NonCompliant; violation - configmaps [settings] not found in namespace shop'
const MENDED = 'Compliant; notification - configmaps [settings] was created successfully in namespace shop'
const PENDING = 'Pending; Dependencies were not satisfied: 1 is still pending (ConfigurationPolicy other)'

const at = (minute: number) => `2026-03-04T05:${String(minute).padStart(2, '0')}:00Z`
/** A history from its messages, oldest first, a minute apart. */
const history = (...messages: readonly string[]): Told['history'] =>
  messages.map((message, i) => [at(i), message] as const).reverse()

interface Case {
  readonly says: readonly string[]
  readonly root?: JsonObject
  readonly role?: string
  readonly spec?: JsonObject
  readonly changedAt?: string
}

function reportFor({ says, root, role, spec, changedAt }: Case): DriftReport {
  const one = template({ name: 'settings', ...(role ? { role } : {}), ...(spec ? { spec } : {}) })
  const policy = rootPolicy('shop', [one], root)
  const rendered = aRendered([policy], ['c1'])
  const told = says.length === 0 ? [] : [{ template: 'settings', history: history(...says) }]
  return reportOn(rendered, hubOf([...deliveredTo(rendered), replica(policy, 'c1', told, changedAt)]))
}

const enforced = { root: { remediationAction: 'enforce' } }

describe('the state of a policy by its status', () => {
  test.each<[string, Case, string]>([
    ['compliant', { says: [COMPLIANT] }, 'inSync'],
    ['violated', { says: [COMPLIANT, VIOLATED] }, 'drifted'],
    ['waiting for a dependency', { says: [COMPLIANT, PENDING] }, 'pending'],
    [
      'a kind that is not served',
      {
        says: [
          "NonCompliant; violation - couldn't find mapping resource with kind X in API version y/v1, please check if you have CRD deployed",
        ],
      },
      'error',
    ],
    ['a template-sync error', { says: ['NonCompliant; template-error; Failed to create policy template'] }, 'error'],
    ['put back by enforcement', { ...enforced, says: [COMPLIANT, VIOLATED, MENDED, COMPLIANT] }, 'reverted'],
    ['the first installation by enforcement', { ...enforced, says: [VIOLATED, MENDED, COMPLIANT] }, 'inSync'],
    ['mended by hand under inform', { says: [COMPLIANT, VIOLATED, COMPLIANT] }, 'inSync'],
    ['mended without a write under enforce', { ...enforced, says: [COMPLIANT, VIOLATED, COMPLIANT] }, 'inSync'],
    ['re-created after a pending dependency', { ...enforced, says: [COMPLIANT, PENDING, VIOLATED, MENDED] }, 'inSync'],
    [
      'a roll-out after the spec changed',
      { ...enforced, says: [COMPLIANT, VIOLATED, MENDED], changedAt: at(1) },
      'inSync',
    ],
    [
      'a health template of an enforced policy',
      { ...enforced, role: 'health', says: [COMPLIANT, VIOLATED, MENDED] },
      'inSync',
    ],
    ['a fact that does not hold', { role: 'fact', says: [VIOLATED] }, 'inSync'],
  ])('%s', (_, given, expected) => {
    const report = reportFor(given)
    expect([report.clusters[0]?.state, report.policies?.[0]?.state ?? 'inSync']).toEqual([expected, expected])
    expect(report.summary).toMatchObject({ [expected]: 1 })
  })

  test('counts how often something was put back, and says when last', () => {
    const report = reportFor({ ...enforced, says: [COMPLIANT, VIOLATED, MENDED, VIOLATED, MENDED] })
    expect(report.policies).toMatchObject([{ state: 'reverted', reverted: { times: 2, last: at(4) } }])
    expect(report.drifts).toEqual([])
  })

  test('what is drifted says what it is beside that', () => {
    const objects = [configMap('other')]
    const policies = [
      rootPolicy('shop', [template({ name: 'settings' }), template({ name: 'late', objects })]),
      rootPolicy('next', [template({ name: 'next', objects })]),
    ] as const
    const rendered = aRendered(policies, ['c1'])
    const late = { template: 'late', history: history(PENDING) }
    const reports = [
      replica(policies[0], 'c1', [{ template: 'settings', history: history(VIOLATED) }, late]),
      replica(policies[1], 'c1', []),
    ]
    const report = reportOn(rendered, hubOf([...deliveredTo(rendered), ...reports]))
    expect(report.clusters).toMatchObject([{ state: 'drifted', beside: 'pending' }])
    expect(report.policies).toMatchObject([
      { policy: 'shop', state: 'drifted', beside: 'pending' },
      { policy: 'next', state: 'notRolledOut' },
    ])
    expect(reportFor({ says: [COMPLIANT, VIOLATED] }).clusters[0]).not.toHaveProperty('beside')
  })

  test('forgets what was put back more than a day ago', () => {
    const messages = history(COMPLIANT, VIOLATED, MENDED).map(([time, message]) => ({ time, message }))
    expect(reversions(messages, '')).toHaveLength(1)
    expect(reversions(messages, '2026-03-05T05:00:00Z')).toEqual([])
  })

  test('health and action templates are told apart from drift, with the runbook', () => {
    const spec = { customMessage: { noncompliant: 'Action needed: initialise it' } }
    const health = reportFor({ role: 'health', says: [VIOLATED] })
    const action = reportFor({ role: 'action', spec, says: ['NonCompliant; Action needed: initialise it'] })
    expect([health.drifts, health.unhealthy.map((each) => each.message)]).toEqual([[], [VIOLATED]])
    expect(action.actions.map((each) => each.message)).toEqual(['Action needed: initialise it'])
    expect([health.summary.inSync, action.summary.inSync]).toEqual([1, 1])
  })

  test('a status names the object, but no field, no manager and no patch to apply', () => {
    const [drift] = reportFor({ says: [VIOLATED] }).drifts
    expect(drift).toMatchObject({
      change: 'missing',
      object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'settings' },
      fields: [],
      attribution: { manager: null, operation: null, time: null },
    })
  })

  test('a message in a person’s own words is drift of the template as a whole', () => {
    const spec = { customMessage: { noncompliant: 'The settings are not ours' } }
    const report = reportFor({ spec, says: ['NonCompliant; The settings are not ours'] })
    expect(report.drifts.map((each) => each.object)).toMatchObject([{ kind: 'ConfigurationPolicy', name: 'settings' }])
  })
})

describe('what has not arrived yet', () => {
  const policy = rootPolicy('shop', [template({ name: 'settings' })])
  const rendered = aRendered([policy], ['c1'])
  const told = [{ template: 'settings', history: history(COMPLIANT) }]
  const stateWith = (...objects: readonly JsonObject[]) => {
    const report = reportOn(rendered, hubOf([...deliveredTo(rendered), ...objects]))
    return report.clusters[0]
  }

  test('a replica that still carries another spec', () => {
    const older = rootPolicy('shop', [
      template({ name: 'settings', objects: [configMap('settings', { level: 'warn' })] }),
    ])
    expect(stateWith(replica(older, 'c1', told))?.state).toBe('notRolledOut')
  })

  test('a policy that was not replicated, while others were', () => {
    const other = rootPolicy('other', [template({ name: 'others' })])
    const both = aRendered([policy, other], ['c1'])
    const report = reportOn(both, hubOf([...deliveredTo(both), replica(policy, 'c1', told)]))
    expect(report.policies).toMatchObject([{ policy: 'other', cluster: 'c1', state: 'notRolledOut' }])
  })

  test('a cluster whose agents never reported is unknown, never in sync', () => {
    expect(stateWith(replica(policy, 'c1', []))).toMatchObject({ state: 'unknown', lastSeen: null })
    expect(stateWith()).toMatchObject({ state: 'unknown', lastSeen: null })
  })

  test('a cluster that stopped renewing its lease is unknown since then, whatever its last status was', () => {
    const objects = deliveredTo(rendered).filter((each) => each.kind !== 'ManagedCluster')
    const dark = managedCluster('c1', { available: 'Unknown' })
    const report = reportOn(rendered, hubOf([...objects, dark, replica(policy, 'c1', told)]))
    expect(report.clusters).toMatchObject([{ state: 'unknown', lastSeen: '2026-03-04T05:00:00Z' }])
    expect(report.summary).toMatchObject({ unknown: 1, inSync: 0 })
  })

  test('Policies that may not be listed make every cluster unknown', () => {
    const shortfall = {
      apiVersion: 'x',
      kind: 'Policy',
      namespace: '',
      state: 'forbidden',
      message: 'Policy on the hub: 403',
      since: null,
    } as const
    const report = reportOn(
      rendered,
      hubOf([managedCluster('c1')], { listed: ['ManagedCluster'], shortfalls: [shortfall] }),
    )
    expect(report.clusters).toMatchObject([{ state: 'unknown', reason: 'Policy on the hub: 403' }])
    expect(report.notEvaluated).toMatchObject([{ policy: 'Policy', message: 'Policy on the hub: 403' }])
    expect(report.undelivered).toEqual([])
  })

  test('what was watched before the connection broke is known since then only', () => {
    const shortfall = {
      apiVersion: 'x',
      kind: 'Policy',
      namespace: '',
      state: 'stale',
      message: 'cut',
      since: '2026-03-04T05:30:00Z',
    } as const
    const hub = hubOf([...deliveredTo(rendered), replica(policy, 'c1', told)], { shortfalls: [shortfall] })
    expect(reportOn(rendered, hub).clusters).toMatchObject([{ state: 'unknown', lastSeen: '2026-03-04T05:30:00Z' }])
  })
})

describe('objects and statuses together', () => {
  const policy = rootPolicy('shop', [template({ name: 'settings' })])
  const rendered = aRendered([policy], ['c1'])
  const seen = (objects: readonly JsonObject[], shortfalls = {}) =>
    ({ cluster: 'c1', state: 'seen', observedAt: NOW, objects, problems: [], ...shortfalls }) as const
  const hub = (...says: readonly string[]) =>
    hubOf([...deliveredTo(rendered), replica(policy, 'c1', [{ template: 'settings', history: history(...says) }])])

  test('the objects give the fields that the status lacks, and nothing is told twice', () => {
    const report = reportOn(rendered, hub(VIOLATED), [seen([configMap('settings', { level: 'debug' })])])
    expect(report.drifts).toHaveLength(1)
    expect(report.drifts[0]?.fields).toMatchObject([{ pointer: '/data/level', desired: 'info', observed: 'debug' }])
  })

  test('a pending template is not on the cluster, so nothing differs from it', () => {
    const report = reportOn(rendered, hub(PENDING), [seen([])])
    expect([report.drifts, report.clusters[0]?.state]).toEqual([[], 'pending'])
  })

  test('what may not be listed is neither missing nor in sync', () => {
    const forbidden = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'shop',
      state: 'forbidden',
      message: 'ConfigMap in shop: 403',
      since: null,
    } as const
    const report = reportOn(rendered, hubOf([]), [seen([], { shortfalls: [forbidden] })])
    expect(report.drifts).toEqual([])
    expect(report.clusters).toMatchObject([{ state: 'error', reason: 'ConfigMap in shop: 403' }])
    expect(report.policies).toMatchObject([{ state: 'unknown' }])
    expect(report.notEvaluated).toMatchObject([{ template: 'settings' }])
  })

  test('of a list that was cut off, what was seen to differ still counts', () => {
    const partial = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'shop',
      state: 'partial',
      message: 'cut',
      since: null,
    } as const
    const report = reportOn(rendered, hubOf([]), [
      seen([configMap('settings', { level: 'debug' })], { shortfalls: [partial] }),
    ])
    expect(report.drifts.map((each) => each.change)).toEqual(['different'])
  })
})

test('messages are taken apart as RHACM joins them', () => {
  const text =
    'NonCompliant; violation - pods [a, b] found in namespaces: x, y; secrets [c] not found in namespace z; notification - configmaps [d] found as specified in namespace z; violation - namespaces [e] found but not as specified'
  expect(readMessage(text)).toEqual({
    isTemplateError: false,
    others: [],
    violations: [
      { resource: 'pods', names: ['a', 'b'], namespaces: ['x', 'y'], change: 'unexpected' },
      { resource: 'secrets', names: ['c'], namespaces: ['z'], change: 'missing' },
      { resource: 'namespaces', names: ['e'], namespaces: [], change: 'different' },
    ],
  })
})

test('any text at all is read without a fault', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { violations, others } = readMessage(`NonCompliant; violation - ${text}`)
      expect(violations.length + others.length).toBeGreaterThan(0)
    }),
  )
})

describe('a replica carries a root', () => {
  const merged = {
    disabled: false,
    remediationAction: 'inform',
    dependencies: [
      { apiVersion: 'policy.open-cluster-management.io/v1', kind: 'Policy', name: 'vault', compliance: 'Compliant' },
    ],
    'policy-templates': [
      { objectDefinition: { metadata: { name: 'a' }, data: '{{hub .ManagedClusterName hub}}', n: 1 } },
    ],
  }
  const resolved = {
    disabled: false,
    remediationAction: 'enforce',
    dependencies: [
      {
        apiVersion: 'policy.open-cluster-management.io/v1',
        kind: 'Policy',
        name: `${NAMESPACE}.vault`,
        compliance: 'Compliant',
      },
    ],
    'policy-templates': [
      {
        objectDefinition: {
          metadata: { name: 'a', annotations: { 'policy.open-cluster-management.io/encryption-iv': 'x' } },
          data: 'c1',
          n: 1,
        },
      },
    ],
  }
  const options = { isReplica: true, namespace: NAMESPACE }

  test('with what the propagator does to it', () => {
    expect(uncarried(merged, resolved, options)).toEqual([])
    expect(uncarried(merged, resolved)).not.toEqual([])
  })

  test('but not with another value, template or dependency', () => {
    const other = {
      ...resolved,
      'policy-templates': [{ objectDefinition: { metadata: { name: 'a' }, data: 'c1', n: 2 } }],
    }
    expect(uncarried(merged, other, options)).toEqual(['/policy-templates/0/objectDefinition/n'])
    expect(uncarried(merged, { ...resolved, 'policy-templates': [] }, options)).toEqual(['/policy-templates'])
    expect(uncarried(merged, { ...resolved, dependencies: [] }, options)).toEqual(['/dependencies'])
  })
})

describe('two templates of a policy that speak of one object', () => {
  const injected = configMap('settings', { ca: '{{ fromConfigMap "shop" "platform-ca" "ca.crt" }}' })
  const policy = rootPolicy('shop', [
    template({ name: 'settings' }),
    template({ name: 'settings-ca', objects: [injected] }),
  ])
  const rendered = aRendered([policy], ['c1'])
  const DIFFERS = 'NonCompliant; violation - configmaps [settings] found but not as specified in namespace shop'
  const told = ['settings', 'settings-ca'].map((name) => ({ template: name, history: history(COMPLIANT, DIFFERS) }))
  const hub = hubOf([...deliveredTo(rendered), replica(policy, 'c1', told)])
  const look = (objects: readonly JsonObject[]) =>
    reportOn(rendered, hub, [{ cluster: 'c1', state: 'seen', observedAt: NOW, objects, problems: [] }])

  test('are one drift where one of them was compared and the other is known by its status alone', () => {
    const { drifts } = look([configMap('settings', { level: 'debug' })])
    expect(drifts.map((each) => each.fields.map((field) => field.pointer))).toEqual([['/data/level']])
  })

  test('are both told where the comparison found nothing of what the status says', () => {
    expect(look([configMap('settings', { level: 'info' })]).drifts.map((each) => each.template)).toEqual([
      'settings-ca',
    ])
    expect(
      look([])
        .drifts.map((each) => each.change)
        .sort(),
    ).toEqual(['different', 'missing'])
  })
})
