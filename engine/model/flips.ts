import type { DriftRecord, HistoryEvent } from './history.ts'
import type { ObjectKey } from './kube.ts'
import { identityOf } from './kube.ts'

/** One change of an object between as desired and not, or from one wrong value to another. */
export interface Flip {
  /** RFC 3339. */
  readonly time: string
  /** Fingerprint of the drift that came, or null where the object is as desired again. */
  readonly to: string | null
  readonly pointers: readonly string[]
  readonly manager?: string
}

/** As many as tell a fight; older ones say nothing new. */
const KEPT = 50

/** Flips are counted for an object of a component, whichever of its policies saw it. */
export function flipKey(component: string, object: ObjectKey): string {
  return `${component}|${identityOf(object)}`
}

/** Every flip that a history tells, in its order, by object. A drift that gains or loses a cluster is no flip. */
export function flipsIn(events: readonly HistoryEvent[]): ReadonlyMap<string, readonly Flip[]> {
  const open = new Map<string, DriftRecord>()
  const flips = new Map<string, readonly Flip[]>()
  const add = (record: DriftRecord, time: string, to: string | null) => {
    const { pointers = [], manager } = record
    const flip: Flip = { time, to, pointers, ...(manager === undefined || to === null ? {} : { manager }) }
    const key = flipKey(record.component, record.object)
    flips.set(key, [...(flips.get(key) ?? []), flip].slice(-KEPT))
  }
  for (const event of events) {
    if (event.type === 'opened' || event.type === 'changed') {
      const { drift } = event
      if (!open.has(drift.fingerprint)) add(drift, event.time, drift.fingerprint)
      open.set(drift.fingerprint, drift)
    } else if (event.type === 'resolved') {
      const record = open.get(event.fingerprint)
      open.delete(event.fingerprint)
      if (record !== undefined && event.replacedBy === undefined) add(record, event.time, null)
    }
  }
  return flips
}
