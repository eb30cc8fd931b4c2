import { alertNeeds } from './alert-needs.ts'
import type { HistoryEvent } from './history.ts'

/** What stays at hand of what is over. */
export interface Window {
  /** Milliseconds for which a drift that ended is remembered: whether two writers fight over it is judged by a day. */
  readonly endedMs: number
  /** Newest entries of the timeline. */
  readonly entries: number
}

export const WINDOW: Window = { endedMs: 24 * 3_600_000, entries: 500 }

/** What a person reads as the course of things. */
const ENTRIES: readonly HistoryEvent['type'][] = [
  'opened',
  'changed',
  'resolved',
  'stale',
  'acknowledged',
  'went-dark',
  'came-back',
  'trouble',
  'trouble-over',
]

/**
 * The events that anybody may still ask for at `now` (RFC 3339): of what is open, owed or acknowledged those from which its
 * state follows, and of what is over those in the window. The others can be left out: what the rest folds to differs in nothing
 * that a look, a message or a page depends on.
 */
export function neededOf(
  events: readonly HistoryEvent[],
  now: string,
  window: Window = WINDOW,
): ReadonlySet<HistoryEvent> {
  const recent = window.entries === 0 ? [] : events.filter((each) => ENTRIES.includes(each.type)).slice(-window.entries)
  const needed = [...standing(events, now), ...driftNeeds(events, recent, now, window.endedMs), ...alertNeeds(events)]
  return new Set([...recent, ...needed])
}

/** The last word on each thing that has one. */
function standing(events: readonly HistoryEvent[], now: string): readonly HistoryEvent[] {
  const last = new Map<string, HistoryEvent>()
  const first = new Map<string, HistoryEvent>()
  for (const event of events) {
    if (event.type === 'opened' || event.type === 'changed') last.delete(`sighted ${event.drift.fingerprint}`)
    else if (event.type === 'sighted') last.set(`sighted ${event.drift.fingerprint}`, event)
    else if (event.type === 'vanished') last.delete(`sighted ${event.fingerprint}`)
    else if (event.type === 'stale') last.set(`stale ${event.fingerprint}`, event)
    else if (event.type === 'resolved') last.delete(`stale ${event.fingerprint}`)
    else if (event.type === 'acknowledged') {
      last.set(`acknowledged ${event.fingerprint}`, event)
      last.delete(`quiet-over ${event.fingerprint}`)
    } else if (event.type === 'quiet-over') last.set(`quiet-over ${event.fingerprint}`, event)
    else if (event.type === 'went-dark') last.set(`dark ${event.cluster}`, event)
    else if (event.type === 'came-back') last.delete(`dark ${event.cluster}`)
    else if (event.type === 'beat') last.set(`beat ${event.chat}`, event)
    else if (event.type === 'trouble') {
      const { key } = event.trouble
      last.set(`trouble ${key}`, event)
      if (!first.has(key)) first.set(key, event)
    } else if (event.type === 'trouble-over') {
      last.delete(`trouble ${event.key}`)
      first.delete(event.key)
    } else if (event.type === 'observed') {
      last.set('observed', event)
      for (const cluster of event.seen) last.set(`seen ${cluster}`, event)
    }
  }
  const isOver = (each: HistoryEvent) =>
    (each.type === 'acknowledged' || each.type === 'quiet-over') && Date.parse(each.until) <= Date.parse(now)
  return [...first.values(), ...last.values()].filter((each) => !isOver(each))
}

/** A drift from its opening to its end: its first and its last record tell it. */
interface Episode {
  readonly first: HistoryEvent
  last: HistoryEvent
  ended?: HistoryEvent
}

/** Whole episodes only: an opening without its end would open the drift again. */
function driftNeeds(
  events: readonly HistoryEvent[],
  recent: readonly HistoryEvent[],
  now: string,
  endedMs: number,
): readonly HistoryEvent[] {
  const wanted = new Set(recent)
  const newest = new Map<string, Episode>()
  const needed = new Set<Episode>()
  const named: HistoryEvent[] = []
  const isFresh = ({ time }: HistoryEvent) => Date.parse(now) - Date.parse(time) <= endedMs
  for (const event of events) {
    const fingerprint = fingerprintIn(event)
    if (fingerprint === undefined) continue
    const known = newest.get(fingerprint)
    if (event.type === 'opened' || event.type === 'changed') {
      if (known && !known.ended) known.last = event
      else newest.set(fingerprint, { first: event, last: event })
    } else if (event.type === 'resolved' && known && !known.ended) known.ended = event
    const episode = newest.get(fingerprint)
    if (!episode) continue
    if (wanted.has(event) || (event === episode.ended && isFresh(event))) needed.add(episode)
    // An acknowledgement is of the clusters that showed the drift then.
    const isHeld = event.type === 'acknowledged' && !episode.ended && Date.parse(event.until) > Date.parse(now)
    if (isHeld) needed.add(episode)
    // An entry names the drift as it was known then.
    if (wanted.has(event) || isHeld) named.push(episode.last)
  }
  const open = [...newest.values()].filter((each) => !each.ended)
  return [
    ...named,
    ...[...needed, ...open].flatMap(({ first, last, ended }) => [first, last, ...(ended ? [ended] : [])]),
  ]
}

function fingerprintIn(event: HistoryEvent): string | undefined {
  if (event.type === 'opened' || event.type === 'changed') return event.drift.fingerprint
  const isLater = event.type === 'resolved' || event.type === 'stale' || event.type === 'acknowledged'
  return isLater ? event.fingerprint : undefined
}
