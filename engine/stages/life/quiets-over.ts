import type { Drift } from '../../model/drift.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import type { DriftRecord } from '../../model/history.ts'
import { eventOf } from '../../model/history.ts'
import type { Acknowledged } from '../../model/history-state.ts'
import { identityOf } from '../../model/kube.ts'
import { stillHeld } from './drifts.ts'
import type { Happening, Moment } from './happening.ts'

/**
 * Ends what was acknowledged on every cluster that was seen without it: it stays quiet until it changes, and mended is changed, so
 * the same difference a week later is news.
 */
export function quietsOver(moment: Moment): readonly Happening[] {
  const { previous, report, now } = moment
  return [...previous.acknowledged].flatMap(([fingerprint, { value, until, clusters = [], drift }]): Happening[] => {
    if (drift === undefined || Date.parse(until) <= Date.parse(now)) return []
    const left = clustersLeft(moment, { drift, clusters })
    if (left.length === clusters.length) return []
    const over = { type: 'quiet-over', time: now, fingerprint, value, until, clusters: left } as const
    return [{ events: [eventOf(report.environment, over)] }]
  })
}

/** Where it still shows, or nobody could tell that it does not. */
function clustersLeft(
  moment: Moment,
  { drift, clusters = [] }: Required<Pick<Acknowledged, 'drift'>> & Pick<Acknowledged, 'clusters'>,
): readonly string[] {
  const { excepted = [], drifts }: ExceptedReport = moment.report
  const held = stillHeld(moment, { ...drift, clusters })
  const shown = [...drifts, ...excepted.map((each) => each.drift)].filter((each) => carries(each, drift))
  return clusters.filter((each) => held.includes(each) || shown.some((one) => one.clusters.includes(each)))
}

/**
 * The same drift, or one of the same object in which more differs than in this: its own fields may be as they were. A source that
 * shows no fields cannot tell.
 */
function carries(shown: Drift, known: DriftRecord): boolean {
  if (shown.fingerprint === known.fingerprint) return true
  const policies = known.policies ?? [known.policy]
  const isOfOne = (shown.policies ?? [shown.policy]).some((each) => policies.includes(each))
  if (!isOfOne || identityOf(shown.object) !== identityOf(known.object)) return false
  const { pointers = [], change } = known
  if (pointers.length === 0 || shown.fields.length === 0) return shown.change === change
  const all = new Set(shown.fields.map((each) => each.pointer))
  return all.size > pointers.length && pointers.every((each) => all.has(each))
}
