import type { AlertState } from './alert-state.ts'
import { alertsIn } from './alert-state.ts'
import type { Flip } from './flips.ts'
import { flipsIn } from './flips.ts'
import type { DriftRecord, HistoryEvent, TroubleRecord } from './history.ts'

export interface Darkness {
  readonly since: string
  readonly reason: string
  /** The life of the incident; absent in older histories. */
  readonly incident?: string
}

/** A drift in so many looks in a row, the last at `at` (RFC 3339 UTC). */
export interface Sighted {
  readonly drift: DriftRecord
  readonly looks: number
  readonly at: string
}

/** `clusters`: those on which the drift was open when it was acknowledged, and was not mended since; absent where it was not open. */
export interface Acknowledged {
  readonly value: string
  readonly until: string
  readonly clusters?: readonly string[]
  /** The drift as it was then. */
  readonly drift?: DriftRecord
}

/** What a history comes to. Times are RFC 3339 UTC. */
export interface HistoryState extends AlertState {
  /** Open drifts by fingerprint. */
  readonly open: ReadonlyMap<string, DriftRecord>
  /** Drifts that were not seen often enough yet, by fingerprint. */
  readonly sighted: ReadonlyMap<string, Sighted>
  /** When people were last reminded of an open drift. */
  readonly reminded: ReadonlyMap<string, string>
  /** Incidents beside drift, by key. */
  readonly troubles: ReadonlyMap<string, TroubleRecord>
  /** Clusters that cannot be seen. */
  readonly dark: ReadonlyMap<string, Darkness>
  /** When each cluster was last recorded as seen. */
  readonly lastSeen: ReadonlyMap<string, string>
  /** The last record of what could be seen. */
  readonly lastObserved: Extract<HistoryEvent, { type: 'observed' }> | undefined
  /** Acknowledgements by fingerprint. */
  readonly acknowledged: ReadonlyMap<string, Acknowledged>
  /** How often objects went to and fro, by `flipKey`. */
  readonly flips: ReadonlyMap<string, readonly Flip[]>
}

/** Folds the events in their order. */
export function foldHistory(events: readonly HistoryEvent[]): HistoryState {
  const open = new Map<string, DriftRecord>()
  const sighted = new Map<string, Sighted>()
  const reminded = new Map<string, string>()
  const dark = new Map<string, Darkness>()
  const troubles = new Map<string, TroubleRecord>()
  const lastSeen = new Map<string, string>()
  const acknowledged = new Map<string, Acknowledged>()
  let lastObserved: HistoryState['lastObserved']
  for (const event of events) {
    if (event.type === 'opened' || event.type === 'changed') {
      open.set(event.drift.fingerprint, event.drift)
      sighted.delete(event.drift.fingerprint)
    } else if (event.type === 'resolved') {
      open.delete(event.fingerprint)
      reminded.delete(event.fingerprint)
    } else if (event.type === 'sighted') sighted.set(event.drift.fingerprint, event)
    else if (event.type === 'vanished') sighted.delete(event.fingerprint)
    else if (event.type === 'stale') reminded.set(event.fingerprint, event.time)
    else if (event.type === 'went-dark') dark.set(event.cluster, darknessIn(event))
    else if (event.type === 'trouble') troubles.set(event.trouble.key, event.trouble)
    else if (event.type === 'trouble-over') troubles.delete(event.key)
    else if (event.type === 'came-back') dark.delete(event.cluster)
    else if (event.type === 'acknowledged')
      acknowledged.set(event.fingerprint, acknowledgedIn(event, open.get(event.fingerprint)))
    else if (event.type === 'quiet-over') {
      const known = acknowledged.get(event.fingerprint)
      if (known?.value === event.value) acknowledged.set(event.fingerprint, { ...known, clusters: event.clusters })
    } else if (event.type === 'observed') {
      lastObserved = event
      for (const cluster of event.seen) lastSeen.set(cluster, event.time)
    }
  }
  return {
    open,
    sighted,
    reminded,
    troubles,
    dark,
    lastSeen,
    lastObserved,
    acknowledged,
    ...alertsIn(events),
    flips: flipsIn(events),
  }
}

function darknessIn({ since, reason, incident }: Extract<HistoryEvent, { type: 'went-dark' }>): Darkness {
  return { since, reason, ...(incident === undefined ? {} : { incident }) }
}

function acknowledgedIn(
  { value, until }: Extract<HistoryEvent, { type: 'acknowledged' }>,
  known: DriftRecord | undefined,
): Acknowledged {
  return { value, until, ...(known === undefined ? {} : { clusters: known.clusters, drift: known }) }
}

/** True while exactly this value was acknowledged, on no fewer clusters, and the time for it has not run out. */
export function isQuiet(
  state: Pick<HistoryState, 'acknowledged'>,
  drift: Pick<DriftRecord, 'fingerprint' | 'value' | 'clusters'>,
  now: string,
): boolean {
  const found = state.acknowledged.get(drift.fingerprint)
  if (found === undefined || found.value !== drift.value || Date.parse(found.until) <= Date.parse(now)) return false
  const { clusters } = found
  return clusters === undefined || drift.clusters.every((each) => clusters.includes(each))
}

/** True for what was acknowledged, and is told all the same: it was mended since, or shows on more clusters. */
export function isBack(
  state: Pick<HistoryState, 'acknowledged'>,
  drift: Pick<DriftRecord, 'fingerprint' | 'value' | 'clusters'>,
  now: string,
): boolean {
  const found = state.acknowledged.get(drift.fingerprint)
  return found?.value === drift.value && Date.parse(found.until) > Date.parse(now) && !isQuiet(state, drift, now)
}

/** An environment's history as effects use it. */
export interface History {
  read(): Promise<HistoryState>
  /**
   * Appends what `decide` makes of the state, and gives it back. `decide` is asked again when somebody else was faster,
   * so two who see the same thing record it once.
   */
  append(decide: (state: HistoryState) => readonly HistoryEvent[], when: string): Promise<readonly HistoryEvent[]>
}
