import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Terms } from '../../../engine/model/at-hand.ts'
import { atHand } from '../../../engine/model/at-hand.ts'
import type { DriftReport } from '../../../engine/model/drift.ts'
import type { HistoryEvent } from '../../../engine/model/history.ts'
import { eventOf, formatEvent, parseHistory, recordOf } from '../../../engine/model/history.ts'
import { neededOf } from '../../../engine/model/history-needs.ts'
import type { HistoryState } from '../../../engine/model/history-state.ts'
import { foldHistory } from '../../../engine/model/history-state.ts'
import { timelineOf } from '../../../engine/stages/dashboard/timeline.ts'
import { alertsFor } from '../../../engine/stages/life.ts'
import { driftOf, reportOf } from '../../contracts/drift-reports.ts'

const HOUR_MS = 3_600_000
const WINDOW = { endedMs: 3 * HOUR_MS, entries: 6 }
/** Whatever can go goes at once. */
const AT_ONCE: Terms = { window: WINDOW, least: 1 }
const START = Date.parse('2026-01-31T12:00:00Z')
const at = (minute: number) => new Date(START + minute * 60_000).toISOString().replace('.000', '')
const CHATS = [
  { name: 'a', route: { escalate: { to: 'b', afterMinutes: 120, minimumSeverity: 'low' } } },
  { name: 'b' },
] as const
const CLUSTERS = ['cluster1', 'cluster2']

const replicas = (observed: number) => ({ fields: [{ pointer: '/spec/replicas', desired: 3, observed }] })
const other = { policy: 'tunnel', object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'a', name: 'b' } }
/** f1 and f2 are of one object, so that each carries on the other. */
const KINDS = [
  (on: readonly string[]) => driftOf('f1', on),
  (on: readonly string[]) => driftOf('f1', on, replicas(1)),
  (on: readonly string[]) => driftOf('f2', on, replicas(9)),
  (on: readonly string[]) => driftOf('f3', on, other),
]

interface Seen {
  readonly drifts: readonly (readonly [kind: number, on: readonly string[]])[]
  readonly dark: readonly string[]
  readonly ill: readonly string[]
}

function reportAt(now: string, { drifts, dark, ill }: Seen): DriftReport {
  const shown = drifts.flatMap(([kind, on]) => {
    const seen = on.filter((each) => !dark.includes(each))
    return seen.length === 0 ? [] : [KINDS[kind]?.(seen) ?? driftOf('f1', seen)]
  })
  const states = Object.fromEntries(dark.map((each) => [each, 'unknown' as const]))
  const unhealthy = ill
    .filter((each) => !dark.includes(each))
    .map((cluster) => ({ policy: 'vault', component: 'vault', cluster, template: 'health', message: 'sealed' }))
  const report = reportOf(shown, states, { unhealthy, observedAt: now })
  return {
    ...report,
    clusters: report.clusters.map((each) => ({ ...each, lastSeen: dark.includes(each.name) ? null : now })),
  }
}

type Step = (now: string) => (state: HistoryState) => readonly HistoryEvent[]

const subset = fc.subarray(CLUSTERS)
const look: fc.Arbitrary<Step> = fc
  .record({
    drifts: fc.uniqueArray(fc.tuple(fc.nat(3), fc.subarray(CLUSTERS, { minLength: 1 })), {
      selector: ([kind]) => KINDS[kind]?.(['x']).fingerprint,
      maxLength: 3,
    }),
    dark: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, subset),
    ill: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, subset),
  })
  .chain((seen) => fc.constantFrom(1, 2).map((observations) => ({ seen, observations })))
  .map(
    ({ seen, observations }): Step =>
      (now) =>
      (state) =>
        alertsFor(state, reportAt(now, seen), { now, chats: CHATS, staleDays: 0.1, observations }).events,
  )
const acknowledge: fc.Arbitrary<Step> = fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 600 })).map(
  ([which, minutes]): Step =>
    (now) =>
    ({ open }) => {
      const drift = [...open.values()][which]
      if (!drift) return []
      const { fingerprint, value } = drift
      const until = at((Date.parse(now) - START) / 60_000 + minutes)
      return [eventOf('gdw', { type: 'acknowledged', time: now, fingerprint, value, by: 'merge of #1', until })]
    },
)
/** One chat takes so many of what it is owed, each with a handle or without; or gets all as one. */
const deliver: fc.Arbitrary<Step> = fc
  .record({ chat: fc.constantFrom('a', 'b'), most: fc.nat(3), isThread: fc.boolean(), isJoined: fc.boolean() })
  .map(
    ({ chat, most, isThread, isJoined }): Step =>
      (now) =>
      ({ owed }) => {
        const mine = owed.filter((each) => each.chats.includes(chat)).map((each) => each.alert)
        const [first] = mine
        if (isJoined && first && mine.length > 1) {
          const { life: _, ...rest } = first
          const alert = { ...rest, id: `joined ${now}`, title: 'several' }
          return [eventOf('gdw', { type: 'alerts-joined', time: now, alert, of: mine.map((each) => each.id), chat })]
        }
        const handle = isThread ? { handle: `${chat} ${now}` } : {}
        return mine
          .slice(0, most)
          .map(({ id }) => eventOf('gdw', { type: 'alert-sent', time: now, alert: id, chat, ...handle }))
      },
  )
const beat: fc.Arbitrary<Step> = fc
  .constantFrom('a', 'b')
  .map((chat) => (now) => () => [eventOf('gdw', { type: 'beat', time: now, chat })])
const step = fc.oneof(
  { weight: 6, arbitrary: look },
  { weight: 4, arbitrary: deliver },
  { weight: 1, arbitrary: acknowledge },
  { weight: 1, arbitrary: beat },
)
const course = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), step), { minLength: 1, maxLength: 40 })

const lines = (text: string) => text.split('\n').filter((each) => each !== '')
const lately = ({ flips }: HistoryState, now: string) => {
  const isLate = (time: string) => Date.parse(now) - Date.parse(time) <= WINDOW.endedMs
  const late = [...flips].map(([key, all]) => [key, all.filter((each) => isLate(each.time))] as const)
  return new Map(late.filter(([, all]) => all.length > 0))
}

test('a history whose old lines are left out goes on as the whole one does, and no line is lost', () => {
  fc.assert(
    fc.property(course, (steps) => {
      let minute = 0
      let [whole, short] = ['', '']
      const aside: string[] = []
      for (const [minutes, happen] of steps) {
        minute += minutes
        const now = at(minute)
        const decide = happen(now)
        const [all, rest] = [foldHistory(parseHistory(whole).events), foldHistory(parseHistory(short).events)]
        const events = decide(all)
        // Looks, messages and their order follow from the one as from the other.
        expect(decide(rest)).toEqual(events)
        expect(rest.owed).toEqual(all.owed)
        expect(lately(rest, now)).toEqual(lately(all, now))
        const added = events.map(formatEvent).join('')
        whole += added
        const left = atHand(short, now, AT_ONCE)
        aside.push(...lines(short).filter((each) => !lines(left).includes(each)))
        short = left + added
        const entries = (text: string) => timelineOf(parseHistory(text).events).slice(0, WINDOW.entries)
        expect(entries(short)).toEqual(entries(whole))
      }
      expect([...lines(short), ...aside].sort()).toEqual(lines(whole).sort())
    }),
    { numRuns: 60 },
  )
})

test('what is at hand stays as large as what is open, however long it goes on', () => {
  const sizes = [50, 500].map((rounds) => {
    let text = ''
    for (let i = 0; i < rounds; i++) {
      const now = at(i * 60)
      const seen = {
        drifts: i % 2 === 0 ? [[0, CLUSTERS] as const] : [],
        dark: i % 5 === 0 ? ['cluster2'] : [],
        ill: [],
      }
      for (const happen of [
        (state: HistoryState) => alertsFor(state, reportAt(now, seen), { now, chats: CHATS }).events,
        ({ owed }: HistoryState) =>
          owed.flatMap(({ alert: { id }, chats }) =>
            chats.map((chat) => eventOf('gdw', { type: 'alert-sent', time: now, alert: id, chat, handle: `${i}` })),
          ),
      ]) {
        const added = happen(foldHistory(parseHistory(text).events))
          .map(formatEvent)
          .join('')
        text = atHand(text, now, AT_ONCE) + added
      }
    }
    return lines(text).length
  })
  expect(sizes[1]).toBeLessThanOrEqual((sizes[0] ?? 0) + 5)
  expect(sizes[1]).toBeLessThan(40)
})

test('nothing is needed of what is over, told and older than the window', () => {
  const now = at(0)
  const drift = { ...recordOf(driftOf('f1', ['cluster1'])), life: 'l1' }
  const alert = {
    id: 'i1',
    event: 'opened',
    environment: 'gdw',
    severity: 'high',
    title: 't',
    lines: [],
    time: now,
    life: 'l1',
  } as const
  const over: readonly HistoryEvent[] = [
    eventOf('gdw', { type: 'opened', time: now, drift }),
    eventOf('gdw', { type: 'alert-pending', time: now, alert, chats: ['a'] }),
    eventOf('gdw', { type: 'alert-sent', time: now, alert: 'i1', chat: 'a', handle: 'h' }),
    eventOf('gdw', { type: 'resolved', time: now, fingerprint: 'f1' }),
  ]
  const window = { endedMs: HOUR_MS, entries: 0 }
  expect([...neededOf(over, at(61), window)]).toEqual([])
  expect([...neededOf(over, at(59), window)].map((each) => each.type).sort()).toEqual(['opened', 'resolved'])
  expect([...neededOf(over.slice(0, 3), at(61), window)]).toHaveLength(3)
  expect([...neededOf([...over.slice(0, 2), ...over.slice(3)], at(61), window)].map((each) => each.type)).toEqual([
    'alert-pending',
  ])
})
