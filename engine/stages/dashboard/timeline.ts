import type { TimelineEntry } from '../../model/dashboard.ts'
import { endWords } from '../../model/drift-words.ts'
import type { Resolution } from '../../model/evidence.ts'
import type { DriftRecord, HistoryEvent } from '../../model/history.ts'
import { WINDOW } from '../../model/history-needs.ts'
import { describeKey } from '../../model/kube.ts'

const SAYS: Readonly<Record<DriftRecord['change'], string>> = {
  missing: 'is missing',
  unexpected: 'should not be there',
  different: 'differs',
}

/** The newest of what happened, newest first; older ones are in the past of the history branch: the life of drifts, incidents and dark regions; looks and messages are left out. */
export function timelineOf(events: readonly HistoryEvent[]): readonly TimelineEntry[] {
  const records = new Map<string, DriftRecord>()
  const entries: TimelineEntry[] = []
  for (const event of events) {
    if (event.type === 'opened' || event.type === 'changed') records.set(event.drift.fingerprint, event.drift)
    const words = wordsOf(event, records)
    if (words) entries.push({ time: event.time, type: event.type, ...words })
  }
  return entries.reverse().slice(0, WINDOW.entries)
}

type Words = Omit<TimelineEntry, 'time' | 'type'>

function wordsOf(event: HistoryEvent, records: ReadonlyMap<string, DriftRecord>): Words | undefined {
  if (event.type === 'opened' || event.type === 'changed') return driftWords(event.drift)
  if (event.type === 'went-dark') return { title: `${event.cluster} cannot be seen`, detail: event.reason }
  if (event.type === 'came-back') return { title: `${event.cluster} can be seen again` }
  if (event.type === 'trouble') {
    return { title: troubleTitle(event.trouble.key), detail: event.trouble.items.slice(0, 5).join('; ') }
  }
  if (event.type === 'trouble-over') return { title: `${troubleTitle(event.key)}: over` }
  return laterWords(event, records)
}

/** Of events that name a drift by its fingerprint only; what that was of an acknowledgement that outlives its drift is no longer at hand. */
function laterWords(event: HistoryEvent, records: ReadonlyMap<string, DriftRecord>): Words | undefined {
  if (event.type !== 'resolved' && event.type !== 'stale' && event.type !== 'acknowledged') return undefined
  const { fingerprint } = event
  const record = records.get(fingerprint)
  if (!record) return undefined
  const what = `${describeKey(record.object)} on ${record.clusters.join(', ')}`
  if (event.type === 'stale') return { fingerprint, title: `${what} is still open`, detail: 'people were reminded' }
  if (event.type === 'acknowledged') {
    return { fingerprint, title: `${what} was acknowledged`, detail: `by ${event.by}, until ${event.until}` }
  }
  if (event.replacedBy !== undefined) {
    return { fingerprint, title: `${what} differs in another way now`, detail: `carried on by ${event.replacedBy}` }
  }
  return { fingerprint, title: `${what} ${endWords(event.how)}`, ...(event.how ? { detail: howText(event.how) } : {}) }
}

function driftWords(drift: DriftRecord): Words {
  const { fingerprint, object, change, clusters, severity, policy } = drift
  return {
    fingerprint,
    title: `${describeKey(object)} ${SAYS[change]} on ${clusters.join(', ')}`,
    detail: `${severity}, policy ${policy}`,
  }
}

function troubleTitle(key: string): string {
  if (key === 'undelivered') return 'The hub does not carry what was merged'
  if (key === 'refused') return 'Clusters refuse the login'
  return key.startsWith('unhealthy ') ? `${key.slice('unhealthy '.length)} is not healthy` : key
}

function howText(how: Resolution): string {
  if (how.by === 'commit') return `by a change of the desired state, merged by ${how.commit.slice(0, 12)}`
  if (how.by === 'exception') return 'by an exception that was merged'
  if (how.by === 'enforcement') return 'by enforcement: the policy puts it back'
  if (how.by === 'unknown') return 'on the cluster; nothing records by which tool'
  return `by ${how.manager}${how.time === null ? '' : ` at ${how.time}`} (a tool’s name, not a person’s)`
}
