import type { DriftRecord, HistoryEvent } from './history.ts'
import type { ObjectKey } from './kube.ts'
import { identityOf } from './kube.ts'

/** One change of an object of one cluster between as desired and not, or from one wrong value to another. */
export interface Flip {
  /** RFC 3339. */
  readonly time: string
  /** Fingerprint of the drift that came, or null where the object is as desired again. */
  readonly to: string | null
  readonly pointers: readonly string[]
  readonly manager?: string
  readonly template: string
  /** Digest of what that template asked for then; absent in older histories. */
  readonly asked?: string
}

/** As many as tell a fight; older ones say nothing new. */
const KEPT = 50

/** Flips are counted for an object of a component on one cluster, whichever of its policies saw it. */
export function flipKey(component: string, cluster: string, object: ObjectKey): string {
  return `${component}|${cluster}|${identityOf(object)}`
}

/** A drift that came to clusters, or left them, in one look. */
interface Move {
  readonly record: DriftRecord
  readonly clusters: readonly string[]
}

/** What one look recorded. */
interface Looked {
  readonly time: string
  readonly came: readonly Move[]
  readonly left: readonly Move[]
}

/** Every flip that a history tells, in its order, by object and cluster. */
export function flipsIn(events: readonly HistoryEvent[]): ReadonlyMap<string, readonly Flip[]> {
  const flips = new Map<string, readonly Flip[]>()
  const add = (key: string, flip: Flip) => {
    const known = flips.get(key) ?? []
    // What an exception hid for a while did not change.
    if (flip.to === null || known.at(-1)?.to !== flip.to) flips.set(key, [...known, flip].slice(-KEPT))
  }
  for (const { time, came, left } of looksIn(events)) {
    const reached = new Map<string, readonly DriftRecord[]>()
    for (const { record, key } of keysOf(came)) {
      reached.set(key, [...(reached.get(key) ?? []), record])
      const { manager } = record
      add(key, { ...flipOf(record, time, record.fingerprint), ...(manager === undefined ? {} : { manager }) })
    }
    // What differs in another way now came already.
    for (const { record, key } of keysOf(left))
      if (!reached.get(key)?.some((each) => isOfOne(record, each))) add(key, flipOf(record, time, null))
  }
  return flips
}

function looksIn(events: readonly HistoryEvent[]): readonly Looked[] {
  const open = new Map<string, DriftRecord>()
  const looks: { time: string; came: Move[]; left: Move[] }[] = []
  for (const event of events) {
    if (event.type !== 'opened' && event.type !== 'changed' && event.type !== 'resolved') continue
    const before = looks.at(-1)
    const look = before?.time === event.time ? before : { time: event.time, came: [], left: [] }
    if (look !== before) looks.push(look)
    if (event.type === 'resolved') {
      const record = open.get(event.fingerprint)
      open.delete(event.fingerprint)
      if (record && !isOverOnPaper(event)) look.left.push({ record, clusters: record.clusters })
    } else {
      const { drift } = event
      const known = open.get(drift.fingerprint)
      open.set(drift.fingerprint, drift)
      look.came.push({ record: drift, clusters: without(drift.clusters, known?.clusters) })
      if (known) look.left.push({ record: known, clusters: without(known.clusters, drift.clusters) })
    }
  }
  return looks
}

/** People changed what they ask for, or live with it for a while: the object is as it was. */
function isOverOnPaper({ how }: Extract<HistoryEvent, { type: 'resolved' }>): boolean {
  return how?.by === 'commit' || how?.by === 'exception'
}

function without(clusters: readonly string[], others: readonly string[] = []): readonly string[] {
  const gone = new Set(others)
  return clusters.filter((each) => !gone.has(each))
}

function keysOf(moves: readonly Move[]) {
  return moves.flatMap(({ record, clusters }) =>
    clusters.map((cluster) => ({ record, key: flipKey(record.component, cluster, record.object) })),
  )
}

function isOfOne(one: DriftRecord, other: DriftRecord): boolean {
  const policies = one.policies ?? [one.policy]
  return (other.policies ?? [other.policy]).some((each) => policies.includes(each))
}

function flipOf({ pointers = [], template, asked }: DriftRecord, time: string, to: string | null): Flip {
  return { time, to, pointers, template, ...(asked === undefined ? {} : { asked: asked.digest }) }
}
