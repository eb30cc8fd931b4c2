import { describe, expect, test } from 'vitest'
import { openLives } from '../../../../engine/model/delivery.ts'
import type { Condition, DriftReport, DriftState } from '../../../../engine/model/drift.ts'
import type { HistoryEvent } from '../../../../engine/model/history.ts'
import { formatEvent, parseHistory } from '../../../../engine/model/history.ts'
import { foldHistory } from '../../../../engine/model/history-state.ts'
import { alertsFor } from '../../../../engine/stages/life.ts'
import { driftOf, reportOf } from '../../../contracts/drift-reports.ts'

/** A minute of the day from noon on. */
const at = (minute: number) =>
  new Date(Date.parse('2026-01-31T12:00:00Z') + minute * 60_000).toISOString().replace('.000Z', 'Z')

const unhealthy = (cluster: string, template = 'quorum', component = 'vault'): Condition => {
  const message = `Raft is not what was planned (${template}).`
  return { policy: `${component}-health`, component, cluster, template, message, severity: 'critical' }
}
const undelivered = (policy: string): Condition => {
  return {
    policy,
    component: '',
    cluster: 'local-cluster',
    template: '',
    message: 'it is disabled on the hub',
    severity: 'critical',
  }
}

type Step = readonly [minute: number, more: Partial<DriftReport>, states?: Readonly<Record<string, DriftState>>]

/** What each look told: event, title and lines. The history goes through its own text, as it does in a repository. */
function live(steps: readonly Step[], source = 'contexts') {
  let events: readonly HistoryEvent[] = []
  const told = steps.map(([minute, more, states = {}]) => {
    const { drifts = [], ...rest } = more
    const report = reportOf(drifts, { 'local-cluster': 'inSync', ...states }, { source, ...rest })
    const state = foldHistory(parseHistory(events.map(formatEvent).join('')).events)
    const life = alertsFor(state, report, { now: at(minute), chats: [{ name: 'chat' }] })
    events = [...events, ...life.events]
    return life.alerts.map((each) => `${each.event} ${each.title.replace('gdw: ', '')}`)
  })
  return { told, events }
}

describe('what is beside drift and still an incident', () => {
  test('is told once for a component, again when it grows, and once when it is over', () => {
    const { told } = live([
      [0, { unhealthy: [unhealthy('cluster1'), unhealthy('cluster2')] }],
      [1, { unhealthy: [unhealthy('cluster1'), unhealthy('cluster2')] }],
      [2, { unhealthy: [unhealthy('cluster1'), unhealthy('cluster2'), unhealthy('cluster2', 'unsealed')] }],
      [3, { unhealthy: [unhealthy('cluster1')] }],
      [4, {}],
      [5, {}],
    ])
    expect(told).toEqual([
      ['opened vault is unhealthy on cluster1, cluster2'],
      [],
      ['changed vault is unhealthy in more ways on cluster1, cluster2'],
      [],
      ['resolved vault is healthy again'],
      [],
    ])
  })

  test('is one alert for all that is undelivered, and none for actions that people owe', () => {
    const { told } = live([
      [0, { undelivered: [undelivered('vault'), undelivered('tunnel')], actions: [unhealthy('cluster1', 'init')] }],
      [1, { actions: [unhealthy('cluster1', 'init')] }],
    ])
    expect(told).toEqual([
      ['opened the hub does not carry what was merged'],
      ['resolved the hub carries what was merged again'],
    ])
  })

  test('is not over while nobody can see it', () => {
    const hub = live([
      [0, { undelivered: [undelivered('vault')] }],
      [40, {}, { 'local-cluster': 'unknown' }],
    ])
    expect(hub.told[1]).toEqual([expect.stringMatching(/^opened local-cluster dark/)])
    const directory = live(
      [
        [0, { undelivered: [undelivered('vault')] }],
        [1, {}],
      ],
      'directories',
    )
    expect(directory.told[1]).toEqual(['resolved the hub carries what was merged again'])
    const member = live([
      [0, { unhealthy: [unhealthy('cluster3')] }],
      [40, {}, { cluster3: 'unknown' }],
      [41, {}, { cluster3: 'error' }],
      [42, { notEvaluated: [unhealthy('cluster3')] }],
      [43, {}],
    ])
    expect(member.told.slice(1)).toEqual([
      [expect.stringMatching(/^opened cluster3 dark/)],
      ['resolved cluster3 no longer dark'],
      [],
      ['resolved vault is healthy again'],
    ])
  })

  test('is held as a consequence of a region that has just gone dark, and told when it stays', () => {
    const dark = { cluster3: 'unknown' } as const
    const still = { unhealthy: [unhealthy('cluster1')] }
    const { told } = live([
      [0, {}],
      [1, still, dark],
      [20, still, dark],
      [35, still, dark],
      [36, {}],
    ])
    expect(told).toEqual([
      [],
      [expect.stringMatching(/^opened cluster3 dark/)],
      [],
      ['opened vault is unhealthy on cluster1'],
      ['resolved cluster3 no longer dark', 'resolved vault is healthy again'],
    ])
    expect(
      live([
        [0, still, dark],
        [1, {}],
      ]).told[1],
    ).toEqual(['resolved cluster3 no longer dark'])
  })

  test.each([
    ['of its own component', driftOf('f1', ['cluster1'], { firstSeen: at(0) }), true],
    ['of another component', driftOf('f1', ['cluster1'], { firstSeen: at(0), component: 'tunnel' }), false],
    ['that is old', driftOf('f1', ['cluster1'], { firstSeen: at(-60) }), false],
  ])('is held as a consequence of a drift %s: %s', (_, drift, isHeld) => {
    const { told } = live([[0, { drifts: [drift], unhealthy: [unhealthy('cluster1')] }]])
    expect(told[0]?.some((each) => each.includes('vault is unhealthy'))).toBe(!isHeld)
  })

  test('is open for the chats that keep a life, from its first message to its last', () => {
    const still = { unhealthy: [unhealthy('cluster1')] }
    const open = (steps: readonly Step[]) => openLives(foldHistory(live(steps).events), at(50)).size
    expect(open([[0, still]])).toBe(1)
    expect(
      open([
        [0, still],
        [1, {}],
      ]),
    ).toBe(0)
    const held = driftOf('f1', ['cluster1'], { firstSeen: at(0) })
    expect(open([[0, { ...still, drifts: [held] }]])).toBe(1)
  })

  test('is a login that is refused, though the hub reports on the cluster', () => {
    const clusters = [{ name: 'cluster1', state: 'inSync' as const, lastSeen: at(0), refused: '401 Unauthorized' }]
    const { told, events } = live([
      [0, { clusters }],
      [1, {}],
    ])
    expect(told).toEqual([
      ['opened the login on cluster1 is refused: only what the hub reports of it is known'],
      ['resolved no login is refused any more'],
    ])
    expect(JSON.stringify(events)).toContain('401 Unauthorized')
  })
})
