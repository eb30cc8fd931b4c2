import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DriftReport, DriftState } from '../../../engine/model/drift.ts'
import { endWords } from '../../../engine/model/drift-words.ts'
import type { Evidence } from '../../../engine/model/evidence.ts'
import type { ExceptedReport } from '../../../engine/model/exception.ts'
import type { HistoryEvent } from '../../../engine/model/history.ts'
import { eventOf, recordOf } from '../../../engine/model/history.ts'
import { foldHistory } from '../../../engine/model/history-state.ts'
import type { LifeOptions } from '../../../engine/stages/life.ts'
import { alertsFor } from '../../../engine/stages/life.ts'
import { driftOf, reportOf } from '../../contracts/drift-reports.ts'

const at = (minute: number) => `2026-01-31T12:${String(minute).padStart(2, '0')}:00Z`

/** Goes through reports one after another, a minute apart, and gives what each one told: event and title. */
function live(reports: readonly DriftReport[], more: Partial<LifeOptions> = {}) {
  let events: readonly HistoryEvent[] = []
  const told = reports.map((report, minute) => {
    const life = alertsFor(foldHistory(events), report, { now: at(minute), chats: [{ name: 'chat' }], ...more })
    events = [...events, ...life.events]
    return life.alerts.map((each) => `${each.event} ${each.title.replace('gdw: ', '')}`)
  })
  return { told, events, state: foldHistory(events) }
}

const drift = driftOf('f1', ['cluster1'])
const other = driftOf('f2', ['cluster2'], {
  policy: 'tunnel',
  object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'a', name: 'b' },
})
const dark = 'opened cluster3 dark since'

test('a drift opens once and is resolved once', () => {
  const { told, state } = live([reportOf([drift]), reportOf([drift]), reportOf([]), reportOf([])])
  expect(told).toEqual([
    ['opened StatefulSet vault/vault differs on cluster1'],
    [],
    ['resolved StatefulSet vault/vault is as desired again on cluster1'],
    [],
  ])
  expect(state.open.size).toBe(0)
})

test('the message names field, tool, time and line', () => {
  const { alerts } = alertsFor(foldHistory([]), reportOf([drift]), { now: at(0), chats: [], url: 'file:///1.json' })
  expect(alerts[0]).toMatchObject({
    event: 'opened',
    severity: 'high',
    url: 'file:///1.json',
    lines: [
      '/spec/replicas: should be 3, is 2',
      "Changed by kubectl-scale at 2026-01-31T11:58:00Z (a tool's name, not a person's)",
      'Asked for by environments/gdw.yaml:42 (policy vault-cluster1)',
      expect.stringMatching(/^Way out: /),
    ],
  })
})

test('another value of the same object is a change, not an end and a beginning', () => {
  const next = driftOf('f9', ['cluster1'], { fields: [{ pointer: '/spec/replicas', desired: 3, observed: 1 }] })
  const { told, events, state } = live([reportOf([drift]), reportOf([next])])
  expect(told[1]).toEqual(['changed StatefulSet vault/vault differs in another way, now on cluster1'])
  expect(events.find((each) => each.type === 'resolved')).toMatchObject({ fingerprint: 'f1', replacedBy: 'f9' })
  expect([...state.open.keys()]).toEqual(['f9'])
})

test('another desired value under the same fingerprint is a change', () => {
  const next = driftOf('f1', ['cluster1'], { fields: [{ pointer: '/spec/replicas', desired: 5, observed: 2 }] })
  expect(live([reportOf([drift]), reportOf([next])]).told[1]).toHaveLength(1)
})

test('more and fewer clusters are a change', () => {
  const two = driftOf('f1', ['cluster1', 'cluster2'])
  const { told } = live([reportOf([drift]), reportOf([two]), reportOf([drift])])
  expect(told.slice(1)).toEqual([
    ['changed StatefulSet vault/vault differs, now on cluster1, cluster2'],
    ['changed StatefulSet vault/vault differs, now on cluster1'],
  ])
})

test('a cluster that goes its own way is told once', () => {
  const both = driftOf('f1', ['cluster1', 'cluster2'])
  const apart = driftOf('f9', ['cluster2'], { fields: [{ pointer: '/spec/replicas', desired: 3, observed: 0 }] })
  const { told, state } = live([reportOf([both]), reportOf([drift, apart])])
  expect(told[1]).toEqual(['changed StatefulSet vault/vault differs in another way, now on cluster2'])
  expect([...state.open].map(([print, { clusters }]) => [print, clusters])).toEqual([
    ['f1', ['cluster1']],
    ['f9', ['cluster2']],
  ])
})

test('a dark cluster is one incident, closes nothing, and opens nothing again when it is back', () => {
  const held = driftOf('f3', ['cluster3'])
  const { told, state } = live([
    reportOf([held, other]),
    reportOf([other], { cluster3: 'unknown' }),
    reportOf([other], { cluster3: 'unknown' }),
    reportOf([held, other], { cluster3: 'drifted' }),
    reportOf([other]),
  ])
  expect(told.slice(1)).toEqual([
    [`${dark} ${at(1)}`],
    [],
    ['resolved cluster3 no longer dark'],
    ['resolved StatefulSet vault/vault is as desired again on cluster3'],
  ])
  expect([...state.open.keys()]).toEqual(['f2'])
})

test('clusters that go dark together are one message with what is held and what else is known', () => {
  const states = { cluster2: 'unknown', cluster3: 'unknown' } as const
  const before = foldHistory(alertsFor(foldHistory([]), reportOf([other]), { now: at(0), chats: [] }).events)
  const { alerts } = alertsFor(before, reportOf([], states), {
    now: at(4),
    chats: [],
    notes: (names) => [`Vault without ${names.join(' and ')}`],
  })
  expect(alerts).toMatchObject([
    {
      severity: 'critical',
      title: `gdw: cluster2, cluster3 dark since ${at(4)}`,
      lines: [
        `cluster2: no folder; last seen ${at(0)}`,
        `cluster3: no folder; last seen ${at(0)}`,
        'What is there is unknown, not in sync; 1 open drift there stays open',
        'Vault without cluster2 and cluster3',
        expect.stringMatching(/^Way out: /),
      ],
    },
  ])
})

test('a drift on two clusters of which one is dark is resolved for none, and shrinks to the dark one', () => {
  const both = driftOf('f1', ['cluster1', 'cluster3'])
  const { told, state } = live([reportOf([both]), reportOf([], { cluster3: 'unknown' }), reportOf([])])
  expect(told[1]).toEqual([`${dark} ${at(1)}`, 'changed StatefulSet vault/vault differs, now on cluster3'])
  expect(told[2]?.at(-1)).toBe('resolved StatefulSet vault/vault is as desired again on cluster3')
  expect(state.open.size).toBe(0)
})

const blind: readonly (readonly [says: string, report: DriftReport])[] = [
  ['it is unknown', reportOf([], { cluster1: 'unknown' })],
  ['it was read in part', reportOf([], { cluster1: 'error' })],
  ['the report does not name it', { ...reportOf([]), clusters: [] }],
  [
    'its template was not evaluated',
    reportOf(
      [],
      {},
      {
        notEvaluated: [
          {
            policy: 'vault-cluster1',
            component: 'vault',
            cluster: 'cluster1',
            template: 'gdw-vault-cluster1-server',
            message: 'templates',
          },
        ],
      },
    ),
  ],
  [
    'the merged file of its policy does not parse',
    reportOf(
      [],
      {},
      {
        notEvaluated: [
          { policy: 'vault-cluster1', component: '', cluster: 'local-cluster', template: '', message: 'no YAML' },
        ],
      },
    ),
  ],
]
test.each(blind)('a drift stays open while its cluster cannot be judged: %s', (_, report) => {
  const { told, state } = live([reportOf([drift]), report])
  expect(told[1]?.filter((each) => each.includes('vault/vault'))).toEqual([])
  expect([...state.open.keys()]).toEqual(['f1'])
})

test('a cluster that left the environment holds nothing open, and is dark no more', () => {
  const { state } = live([reportOf([driftOf('f3', ['cluster3'])]), reportOf([], { cluster3: 'unknown' })])
  const { alerts } = alertsFor(
    state,
    { ...reportOf([]), clusters: [] },
    { now: at(9), chats: [], members: ['cluster1', 'cluster2'] },
  )
  expect(alerts.map((each) => each.event)).toEqual(['resolved', 'resolved'])
})

test('what was acknowledged is recorded and not told, until its value changes or the time has run out', () => {
  const { value } = recordOf(drift)
  const event = { type: 'acknowledged', time: at(0), fingerprint: 'f1', value, by: 'Ada', until: at(30) } as const
  const state = foldHistory([eventOf('gdw', event)])
  const tell = (minute: number, given = drift) => alertsFor(state, reportOf([given]), { now: at(minute), chats: [] })
  expect(tell(1).alerts).toEqual([])
  expect(tell(1).events.map((each) => each.type)).toEqual(['observed', 'opened'])
  expect(tell(31).alerts).toHaveLength(1)
  expect(tell(1, driftOf('f1', ['cluster1'], { fields: [] })).alerts).toHaveLength(1)
})

test('what was acknowledged on one cluster is told when another one shows it too', () => {
  const opened = live([reportOf([drift])]).events
  const { value } = recordOf(drift)
  const event = { type: 'acknowledged', time: at(1), fingerprint: 'f1', value, by: 'Ada', until: at(30) } as const
  const state = foldHistory([...opened, eventOf('gdw', event)])
  const tell = (clusters: readonly string[]) =>
    alertsFor(state, reportOf([driftOf('f1', clusters)]), { now: at(2), chats: [] }).alerts.map((each) => each.event)
  expect(tell(['cluster1'])).toEqual([])
  expect(tell(['cluster1', 'cluster2'])).toEqual(['changed'])
})

describe('what was acknowledged and mended', () => {
  const two = driftOf('f1', ['cluster1', 'cluster2'])
  const more = driftOf('f8', ['cluster1', 'cluster2'], {
    fields: [
      { pointer: '/spec/replicas', desired: 3, observed: 2 },
      { pointer: '/spec/serviceName', desired: 'a', observed: 'b' },
    ],
  })
  const next = driftOf('f9', ['cluster1', 'cluster2'], {
    fields: [{ pointer: '/spec/replicas', desired: 3, observed: 1 }],
  })
  const unread = driftOf('f7', ['cluster1', 'cluster2'], { fields: [] })
  /** What the last of these looks tells, after the first was acknowledged for a month. */
  const last = (...looks: readonly DriftReport[]) => {
    const { value } = recordOf(two)
    const said = { time: at(0), fingerprint: 'f1', value, by: 'Ada', until: '2026-03-01T00:00:00Z' } as const
    let events = [...live([reportOf([two])]).events, eventOf('gdw', { type: 'acknowledged', ...said })]
    let told: readonly string[] = []
    for (const [minute, report] of looks.entries()) {
      const life = alertsFor(foldHistory(events), report, { now: at(minute + 1), chats: [] })
      events = [...events, ...life.events]
      told = life.alerts.map((each) => each.event)
    }
    return told
  }
  const dark = reportOf([], { cluster1: 'unknown', cluster2: 'unknown' })
  const terms = { exception: 'e', until: '2026-02-07', because: 'tests', owner: 'Ada', source: drift.source }
  const livedWith: ExceptedReport = { ...reportOf([]), excepted: [{ drift: two, ...terms }] }

  test.each([
    ['gone and back', [reportOf([]), reportOf([two])], ['opened']],
    ['gone on one cluster and back there', [reportOf([drift]), reportOf([two])], ['changed']],
    ['another value and back', [reportOf([next]), reportOf([two])], ['changed']],
    ['more fields and back', [reportOf([more]), reportOf([two])], []],
    ['more fields, gone and back', [reportOf([more]), reportOf([]), reportOf([two])], ['opened']],
    ['without fields and back', [reportOf([unread]), reportOf([two])], []],
    ['dark and back', [dark, reportOf([two])], ['resolved']],
    ['lived with and back', [livedWith, reportOf([two])], []],
  ])('%s', (_, looks, told) => {
    expect(last(...looks)).toEqual(told)
  })
})

test('what people live with by an exception ends without a message, and not as desired again', () => {
  const terms = { exception: 'e', until: '2026-02-07', because: 'tests', owner: 'Ada', source: drift.source }
  const excepted: ExceptedReport = { ...reportOf([]), excepted: [{ drift, ...terms }] }
  const { told, events } = live([reportOf([drift]), excepted])
  expect(told[1]).toEqual([])
  const end = events.find((each) => each.type === 'resolved')
  expect(end).toMatchObject({ fingerprint: 'f1', how: { by: 'exception' } })
  expect(endWords(end?.how)).toBe('is lived with for a while')
})

test('a look that finds nothing new is not recorded, but once a day', () => {
  const { events } = live([reportOf([drift])])
  const again = (now: string) =>
    alertsFor(foldHistory(events), reportOf([drift]), { now, chats: [] }).events.map((each) => each.type)
  expect(again(at(59))).toEqual([])
  expect(again('2026-02-01T12:00:00Z')).toEqual(['observed'])
  expect(again('2025-01-01T12:00:00Z')).toEqual(['observed'])
})

test('a drift that comes back is another life with another id', () => {
  const later = driftOf('f1', ['cluster1'], { firstSeen: at(2) })
  const { events } = live([reportOf([drift]), reportOf([]), reportOf([later])])
  const ids = events.flatMap((each) => (each.type === 'alert-pending' ? [each.alert.id] : []))
  expect(new Set(ids).size).toBe(3)
})

test('the same look at the same time decides the same, down to the ids', () => {
  expect(live([reportOf([drift, other], { cluster3: 'unknown' })])).toEqual(
    live([reportOf([drift, other], { cluster3: 'unknown' })]),
  )
})

test('a drift is told once it shows in so many looks in a row, and one that passes is never told', () => {
  const at2 = (minute: number) => ({ observedAt: at(minute) })
  const two = { observations: 2 }
  const passing = [reportOf([drift], {}, at2(0)), reportOf([], {}, at2(1)), reportOf([drift], {}, at2(2))]
  expect(live(passing, two).told.flat()).toEqual([])
  const staying = [reportOf([drift], {}, at2(0)), reportOf([drift], {}, at2(0)), reportOf([drift], {}, at2(2))]
  const { told, state } = live(staying, two)
  expect(told).toEqual([[], [], ['opened StatefulSet vault/vault differs on cluster1']])
  expect(state.sighted.size).toBe(0)
})

test('a cluster that goes dark between two looks neither counts nor forgets', () => {
  const looks = [
    reportOf([drift], {}, { observedAt: at(0) }),
    reportOf([], { cluster1: 'unknown' }, { observedAt: at(1) }),
    reportOf([drift], {}, { observedAt: at(2) }),
  ]
  expect(live(looks, { observations: 2 }).told[2]).toContain('opened StatefulSet vault/vault differs on cluster1')
})

test('another value of an open drift is told at once', () => {
  const next = driftOf('f9', ['cluster1'], { fields: [{ pointer: '/spec/replicas', desired: 3, observed: 1 }] })
  const { events } = live([reportOf([drift])])
  const { alerts } = alertsFor(foldHistory(events), reportOf([next]), { now: at(1), chats: [], observations: 3 })
  expect(alerts.map((each) => each.event)).toEqual(['changed'])
})

test('people are reminded of what stays open, once each such time, unless it was acknowledged', () => {
  const { events } = live([reportOf([drift])])
  const tell = (day: number, known: readonly HistoryEvent[]) =>
    alertsFor(foldHistory(known), reportOf([drift]), { now: `2026-02-0${day}T12:00:00Z`, chats: [], staleDays: 3 })
  expect(tell(2, events).alerts).toEqual([])
  const first = tell(3, events)
  expect(first.alerts.map((each) => each.title)).toEqual([
    'gdw: StatefulSet vault/vault differs on cluster1 since 3 days',
  ])
  expect(tell(4, [...events, ...first.events]).alerts).toEqual([])
  expect(tell(6, [...events, ...first.events]).alerts.map((each) => each.event)).toEqual(['stale'])
  const quiet = { type: 'acknowledged', time: at(1), fingerprint: 'f1', value: recordOf(drift).value } as const
  const calm = eventOf('gdw', { ...quiet, by: 'Ada', until: '2026-03-01T00:00:00Z' })
  expect(tell(3, [...events, calm]).alerts).toEqual([])
})

const NOBODY = { manager: null, operation: null, time: null }
const evidence = (digest: string, more: Partial<Evidence> & { isEnforced?: boolean } = {}): Evidence => ({
  commit: `c0ffee${digest}`,
  asked: () => ({ commit: `c0ffee${digest}`, digest, isEnforced: more.isEnforced === true }),
  writer: () => NOBODY,
  ...more,
})
const writtenAt = (time: string) => evidence('a', { writer: () => ({ manager: 'oc', operation: 'Update', time }) })
const ends: readonly (readonly [says: string, evidence: Evidence, line: string])[] = [
  ['another desired state', evidence('b'), 'Resolved by a change of the desired state, merged by c0ffeeb'],
  [
    'no such policy',
    evidence('b', { asked: () => undefined }),
    'Resolved by a change of the desired state, merged by c0ffeeb',
  ],
  ['enforcement', evidence('a', { isEnforced: true }), 'Resolved by enforcement: the policy puts it back'],
  ['a tool', writtenAt(at(1)), `Resolved by oc at ${at(1)} (a tool's name, not a person's)`],
  ['a tool from before', writtenAt('2026-01-01T00:00:00Z'), 'Resolved on the cluster; nothing records by which tool'],
  ['nobody known', evidence('a'), 'Resolved on the cluster; nothing records by which tool'],
]
test.each(ends)('the end of a drift is explained: %s', (_, after, line) => {
  const opened = alertsFor(foldHistory([]), reportOf([drift]), { now: at(0), chats: [], evidence: evidence('a') })
  const { alerts, events } = alertsFor(foldHistory(opened.events), reportOf([]), {
    now: at(2),
    chats: [],
    evidence: after,
  })
  expect(alerts[0]?.lines.at(-1)).toBe(line)
  expect(events.find((each) => each.type === 'resolved')).toHaveProperty('how')
})

test('a snapshot from before the drift resolves nothing', () => {
  const { events } = live([reportOf([driftOf('f1', ['cluster1'], { firstSeen: at(5) })])])
  const old = reportOf([])
  expect(alertsFor(foldHistory(events), old, { now: at(9), chats: [] }).alerts).toEqual([])
})

describe('lives', () => {
  const livesOf = (events: readonly HistoryEvent[]) =>
    events.flatMap((each) => (each.type === 'alert-pending' ? [`${each.alert.event} ${each.alert.life}`] : []))

  test('all messages of one drift say the same life, and another value of its object carries it on', () => {
    const next = driftOf('f9', ['cluster1'], { fields: [{ pointer: '/spec/replicas', desired: 3, observed: 1 }] })
    const { events } = live([reportOf([drift]), reportOf([next]), reportOf([])])
    const lives = livesOf(events).map((each) => each.split(' '))
    expect(lives.map(([event]) => event)).toEqual(['opened', 'changed', 'resolved'])
    expect(new Set(lives.map(([, life]) => life)).size).toBe(1)
  })

  test('a drift that comes back begins another life', () => {
    const lives = livesOf(live([reportOf([drift]), reportOf([]), reportOf([drift])]).events)
    expect(lives[0]).not.toBe(lives[2])
    expect(lives[0]?.replace('opened', 'resolved')).toBe(lives[1])
  })

  test('while one of two clusters keeps the old difference, the new one has a life of its own', () => {
    const wide = driftOf('f1', ['cluster1', 'cluster2'])
    const next = driftOf('f9', ['cluster2'], { fields: [{ pointer: '/spec/replicas', desired: 3, observed: 1 }] })
    const { state } = live([reportOf([wide]), reportOf([driftOf('f1', ['cluster1']), next])])
    expect(state.open.get('f1')?.life).not.toBe(state.open.get('f9')?.life)
  })

  test('a record of an older history goes on under its fingerprint', () => {
    const old = [eventOf('gdw', { type: 'opened', time: at(0), drift: recordOf(drift) })]
    const { alerts } = alertsFor(foldHistory(old), reportOf([]), { now: at(1), chats: [{ name: 'a' }] })
    expect(alerts).toMatchObject([{ event: 'resolved', life: 'f1' }])
  })

  test('a dark region is one incident: told once, changed by the first cluster that is back, ended by the last', () => {
    const two = { cluster2: 'unknown', cluster3: 'unknown' } as const
    const { told, events } = live([
      reportOf([], two),
      reportOf([], two),
      reportOf([], { cluster3: 'unknown' }),
      reportOf([]),
    ])
    expect(told).toEqual([
      [`opened cluster2, cluster3 dark since ${at(0)}`],
      [],
      ['changed cluster2 no longer dark, cluster3 still dark'],
      ['resolved cluster3 no longer dark'],
    ])
    expect(new Set(livesOf(events).map((each) => each.split(' ')[1])).size).toBe(1)
  })

  test('two incidents that end at once are two ends', () => {
    const { told } = live([
      reportOf([], { cluster2: 'unknown' }),
      reportOf([], { cluster2: 'unknown', cluster3: 'unknown' }),
      reportOf([]),
    ])
    expect(told[2]).toEqual(['resolved cluster2 no longer dark', 'resolved cluster3 no longer dark'])
  })
})

describe('who is told', () => {
  const pendingOf = (events: readonly HistoryEvent[]) =>
    events.flatMap((each) => (each.type === 'alert-pending' ? [[each.alert.event, ...each.chats].join(' ')] : []))
  const rising = [
    reportOf([driftOf('f1', ['cluster1'], { severity: 'low' })]),
    reportOf([driftOf('f1', ['cluster1', 'cluster2'], { severity: 'critical' })]),
  ]

  test('by severity, event and environment; who was told of a life hears its end, who was not does not', () => {
    const chats = [
      { name: 'all' },
      { name: 'high', route: { minimumSeverity: 'high' } },
      { name: 'elsewhere', route: { environments: ['other'] } },
      { name: 'beginnings', route: { events: ['opened'] } },
      { name: 'ends', route: { minimumSeverity: 'critical', events: ['resolved'] } },
    ] as const
    const { events } = live([...rising, reportOf([driftOf('f1', ['cluster1'], { severity: 'low' })]), reportOf([])], {
      chats,
    })
    expect(pendingOf(events)).toEqual([
      'opened all beginnings',
      'changed all high',
      'changed all high',
      'resolved all high',
    ])
  })

  test('a dark region passes by the same rules, as one message', () => {
    const chats = [{ name: 'high', route: { minimumSeverity: 'high' } }] as const
    const { events } = live([reportOf([], { cluster1: 'unknown', cluster2: 'unknown' }), reportOf([])], { chats })
    expect(pendingOf(events)).toEqual(['opened high', 'resolved high'])
  })

  const watched = [
    { name: 'team', route: { escalate: { afterMinutes: 2, to: 'pager', minimumSeverity: 'high' } } },
    { name: 'pager', route: { events: ['escalated', 'resolved'] } },
  ] as const

  test('what stays open for too long is told elsewhere once, and so is its end', () => {
    const open = reportOf([drift])
    const { events } = live([open, open, open, open, reportOf([])], { chats: watched })
    expect(pendingOf(events)).toEqual(['opened team', 'escalated pager', 'resolved team pager'])
  })

  test.each([
    ['below the severity', reportOf([driftOf('f1', ['cluster1'], { severity: 'low' })]), {}],
    ['acknowledged', reportOf([drift]), { acknowledged: true }],
  ])('%s it is not', (_, report, { acknowledged = false }: { acknowledged?: boolean }) => {
    const before = live([report], { chats: watched }).events
    const quiet = { fingerprint: 'f1', value: recordOf(drift).value, by: 'Ada', until: '2027-01-01T00:00:00Z' }
    const known = acknowledged ? [eventOf('gdw', { type: 'acknowledged', time: at(1), ...quiet })] : []
    const { alerts } = alertsFor(foldHistory([...before, ...known]), report, { now: at(9), chats: watched })
    expect(alerts).toEqual([])
  })

  test('what this very look resolves is not escalated; a dark region is', () => {
    const { events } = live([reportOf([drift])], { chats: watched })
    const ended = alertsFor(foldHistory(events), reportOf([]), { now: at(9), chats: watched })
    expect(ended.alerts.map((each) => each.event)).toEqual(['resolved'])
    const blind = reportOf([], { cluster3: 'unknown' })
    expect(pendingOf(live([blind, blind, blind], { chats: watched }).events)).toEqual([
      'opened team',
      'escalated pager',
    ])
  })
})

const names = ['cluster1', 'cluster2', 'cluster3']
const looks = fc.array(
  fc.record({
    drifts: fc.subarray(['f1', 'f2', 'f3'] as const),
    clusters: fc.subarray(names, { minLength: 1 }),
    dark: fc.subarray(names),
  }),
  { maxLength: 8 },
)

test('through any series of looks: a drift is open exactly until all its clusters were seen without it, and every life is told once', () => {
  fc.assert(
    fc.property(looks, (series) => {
      const reports = series.map(({ drifts, clusters, dark: gone }) => {
        const states = Object.fromEntries(gone.map((name): [string, DriftState] => [name, 'unknown']))
        const seen = clusters.filter((name) => !gone.includes(name))
        const shown = seen.length === 0 ? [] : drifts.map((print) => driftOf(print, seen, { policy: print }))
        return reportOf(shown, states)
      })
      const { state, events } = live(reports)
      for (const print of ['f1', 'f2', 'f3']) {
        const isOn = new Set<string>()
        for (const report of reports) {
          const shown = report.drifts.find((each) => each.fingerprint === print)?.clusters ?? []
          for (const { name, state: how } of report.clusters) {
            if (shown.includes(name)) isOn.add(name)
            else if (how !== 'unknown') isOn.delete(name)
          }
        }
        expect(state.open.get(print)?.clusters ?? []).toEqual([...isOn].sort())
        const ends = events.filter((each) => each.type === 'resolved' && each.fingerprint === print).length
        const starts = events.filter((each) => each.type === 'opened' && each.drift.fingerprint === print).length
        expect(starts - ends).toBe(isOn.size > 0 ? 1 : 0)
      }
      const ids = events.flatMap((each) => (each.type === 'alert-pending' ? [each.alert.id] : []))
      expect(new Set(ids).size).toBe(ids.length)
    }),
    { numRuns: 200 },
  )
})

describe('where an alert leads', () => {
  const urls = (more: Partial<LifeOptions>) => {
    const options = { now: at(0), chats: [{ name: 'chat' }], url: 'https://git.example.com/7', ...more }
    const before = foldHistory([])
    return alertsFor(before, reportOf([drift], { cluster3: 'unknown' }), options).alerts.map((each) => each.url)
  }

  test('to the proposal, where nobody says that there is a dashboard', () => {
    expect(new Set(urls({}))).toEqual(new Set(['https://git.example.com/7']))
  })

  test('else to the page of its drift, and of an incident to that of its environment', () => {
    expect(urls({ dashboard: 'https://isthmus.example.com/' }).sort()).toEqual([
      'https://isthmus.example.com/environments/gdw',
      'https://isthmus.example.com/environments/gdw/drifts/f1',
    ])
  })

  test('the end of a drift leads to the page that tells its history', () => {
    const { events } = live([reportOf([drift])])
    const { alerts } = alertsFor(foldHistory(events), reportOf([]), {
      now: at(1),
      chats: [{ name: 'chat' }],
      dashboard: 'https://isthmus.example.com',
    })
    expect(alerts.map((each) => each.url)).toEqual(['https://isthmus.example.com/environments/gdw/drifts/f1'])
  })
})
