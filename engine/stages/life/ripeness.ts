import type { Drift, DriftReport } from '../../model/drift.ts'
import { eventOf, recordOf } from '../../model/history.ts'
import type { HistoryState } from '../../model/history-state.ts'
import { identityOf } from '../../model/kube.ts'
import { stillHeld } from './drifts.ts'
import type { Happening, Moment } from './happening.ts'

/**
 * The drifts that enough looks in a row have shown; those that are open, or follow an open one of the same object, need
 * no more. One look at one time counts once, however often it is worked out.
 */
export function ripeDrifts(state: HistoryState, report: DriftReport, observations = 1): readonly Drift[] {
  if (observations <= 1) return report.drifts
  const isOpen = (drift: Drift) =>
    state.open.has(drift.fingerprint) ||
    [...state.open.values()].some(
      (each) => each.policy === drift.policy && identityOf(each.object) === identityOf(drift.object),
    )
  return report.drifts.filter((each) => isOpen(each) || looksAt(state, report, each) >= observations)
}

function looksAt({ sighted }: HistoryState, { observedAt }: DriftReport, { fingerprint }: Drift): number {
  const known = sighted.get(fingerprint)
  if (!known) return 1
  return known.at === observedAt ? known.looks : known.looks + 1
}

/** Counts what is not ripe yet, and forgets what is gone from clusters that could be seen. */
export function sightings(moment: Moment, ripe: readonly Drift[]): readonly Happening[] {
  const { previous, report, now } = moment
  const counted = report.drifts
    .filter((each) => !ripe.includes(each) && previous.sighted.get(each.fingerprint)?.at !== report.observedAt)
    .map((drift): Happening => {
      const looks = looksAt(previous, report, drift)
      const more = { drift: recordOf(drift), looks, at: report.observedAt }
      return { events: [eventOf(report.environment, { type: 'sighted', time: now, ...more })] }
    })
  const present = new Set(report.drifts.map((each) => each.fingerprint))
  const gone = [...previous.sighted.values()]
    .filter(({ drift }) => !present.has(drift.fingerprint) && stillHeld(moment, drift).length === 0)
    .map(
      ({ drift: { fingerprint } }): Happening => ({
        events: [eventOf(report.environment, { type: 'vanished', time: now, fingerprint })],
      }),
    )
  return [...counted, ...gone]
}
