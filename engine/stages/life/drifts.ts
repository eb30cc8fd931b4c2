import type { Drift } from '../../model/drift.ts'
import type { Resolution } from '../../model/evidence.ts'
import { resolutionOf, unaskedSince } from '../../model/evidence.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import type { DriftRecord } from '../../model/history.ts'
import { eventOf, recordOf } from '../../model/history.ts'
import { isQuiet } from '../../model/history-state.ts'
import { canonical } from '../../model/json.ts'
import { identityOf } from '../../model/kube.ts'
import { digest } from '../../model/names.ts'
import type { Happening, Moment } from './happening.ts'
import { changedAlert, openedAlert, resolvedAlert } from './messages.ts'

/** A drift as this look leaves it: `clusters` also holds those that showed it and cannot be seen now. */
interface Present {
  readonly drift: Drift
  readonly record: DriftRecord
}

export function driftLives(moment: Moment): readonly Happening[] {
  const present = presentDrifts(moment)
  const shown = [...present.values()].map((each) => lifeOfShown(moment, present, each))
  const missed = [...moment.previous.open.values()].filter((each) => !present.has(each.fingerprint))
  return [...shown, ...missed.map((each) => lifeOfMissed(moment, present, each))].filter(
    (each) => each.events.length > 0,
  )
}

function presentDrifts(moment: Moment): ReadonlyMap<string, Present> {
  const found = new Map<string, Present>()
  for (const drift of moment.report.drifts) {
    const known = moment.previous.open.get(drift.fingerprint)
    const record = {
      ...recordOf(drift),
      ...askedAt(moment, drift, known),
      ...(known?.life ? { life: known.life } : {}),
    }
    const held = known ? stillHeld(moment, known) : []
    const earlier = found.get(drift.fingerprint)?.record.clusters ?? []
    const clusters = [...new Set([...record.clusters, ...held, ...earlier])].sort()
    found.set(drift.fingerprint, { drift, record: { ...record, clusters } })
  }
  return found
}

function lifeOfShown(moment: Moment, present: ReadonlyMap<string, Present>, { drift, record }: Present): Happening {
  const { previous, report, now } = moment
  const known = previous.open.get(record.fingerprint)
  const quiet = isQuiet(previous, record, now)
  if (!known) {
    const isSuccessor = [...previous.open.values()].some((each) => isReplacedBy(each, record, present))
    const begun = { ...record, life: inheritedLife(moment, record, present) ?? newLife(moment, record) }
    const event = eventOf(report.environment, { type: isSuccessor ? 'changed' : 'opened', time: now, drift: begun })
    const alert = isSuccessor ? changedAlert(moment, begun, drift) : openedAlert(moment, begun, drift)
    return quiet ? { events: [event] } : { events: [event], alert, about: begun }
  }
  if (known.value === record.value && known.clusters.join() === record.clusters.join()) return { events: [] }
  const events = [eventOf(report.environment, { type: 'changed', time: now, drift: record })]
  const gained = record.clusters.filter((each) => !known.clusters.includes(each))
  const isTold = known.value === record.value && gained.length === 0 && lostElsewhere(known, record.clusters, present)
  return quiet || isTold ? { events } : { events, alert: changedAlert(moment, record, drift, known) }
}

/** The life of a drift that ends because this one, the first such, takes its place. */
function inheritedLife(moment: Moment, record: DriftRecord, present: ReadonlyMap<string, Present>): string | undefined {
  const ended = [...moment.previous.open.values()].find((old) => {
    const isOver = !present.has(old.fingerprint) && stillHeld(moment, old).length === 0
    return isOver && heirOf(old, present)?.fingerprint === record.fingerprint
  })
  return ended && (ended.life ?? ended.fingerprint)
}

function heirOf(old: DriftRecord, present: ReadonlyMap<string, Present>): DriftRecord | undefined {
  return [...present.values()].find(({ record }) => isReplacedBy(old, record, present))?.record
}

function newLife({ report, now }: Moment, { fingerprint }: DriftRecord): string {
  return digest(canonical([report.environment, fingerprint, now]), 16)
}

function lifeOfMissed(moment: Moment, present: ReadonlyMap<string, Present>, known: DriftRecord): Happening {
  const { previous, report, now } = moment
  const clusters = stillHeld(moment, known)
  if (clusters.length === known.clusters.length) return { events: [] }
  const isTold = isQuiet(previous, known, now) || lostElsewhere(known, clusters, present)
  if (clusters.length > 0) {
    const record = { ...known, clusters }
    const events = [eventOf(report.environment, { type: 'changed', time: now, drift: record })]
    return isTold ? { events } : { events, alert: changedAlert(moment, record, undefined, known) }
  }
  const next = heirOf(known, present)
  const replacedBy = next ? { replacedBy: next.fingerprint } : {}
  const { fingerprint } = known
  const isLivedWith = isExcepted(moment, known)
  const how = next ? undefined : isLivedWith ? ({ by: 'exception' } as const) : endOf(moment, known)
  const told = how ? { how } : {}
  const events = [eventOf(report.environment, { type: 'resolved', time: now, fingerprint, ...replacedBy, ...told })]
  return isTold || isLivedWith ? { events } : { events, alert: resolvedAlert(moment, known, how), about: known }
}

function endOf({ evidence, members }: Moment, known: DriftRecord): Resolution | undefined {
  if (evidence === undefined) return undefined
  const hasLeft = members !== undefined && !known.clusters.some((each) => members.includes(each))
  return hasLeft ? unaskedSince(evidence.commit) : resolutionOf(known, evidence)
}

/** It is still there, but people merged an exception for it: nothing was mended, and they know. */
function isExcepted({ report }: { readonly report: ExceptedReport }, { fingerprint }: DriftRecord): boolean {
  return report.excepted?.some((each) => each.drift.fingerprint === fingerprint) === true
}

/** What was asked for when it opened stays with it: another desired value later is another reason why it ends. */
function askedAt({ evidence }: Moment, drift: Drift, known: DriftRecord | undefined): Pick<DriftRecord, 'asked'> {
  if (known?.asked) return { asked: known.asked }
  const found = evidence?.asked(drift.policy, drift.template)
  return found ? { asked: { commit: found.commit, digest: found.digest } } : {}
}

/** Clusters on which a drift that does not show may still be: they could not be seen, or not as far as that template. */
export function stillHeld(
  { report, members }: Pick<Moment, 'report' | 'members'>,
  known: DriftRecord,
): readonly string[] {
  return known.clusters.filter((cluster) => {
    if (members !== undefined && !members.includes(cluster)) return false
    const found = report.clusters.find((each) => each.name === cluster)
    if (found === undefined || found.state === 'unknown' || found.state === 'error') return true
    // A snapshot from before the drift, or from a clock that is behind, proves nothing.
    if (found.lastSeen !== null && Date.parse(found.lastSeen) < Date.parse(known.firstSeen)) return true
    const templates = known.templates ?? [known.template]
    const policies = known.policies ?? [known.policy]
    return report.notEvaluated.some((each) =>
      // A merged file that does not parse is not evaluated anywhere, and names no template.
      each.template === ''
        ? policies.includes(each.policy)
        : templates.includes(each.template) && each.cluster === cluster,
    )
  })
}

/** The same object of the same policy differs in another way now, on a cluster that no longer shows the old difference. */
function isReplacedBy(old: DriftRecord, next: DriftRecord, present: ReadonlyMap<string, Present>): boolean {
  const policies = old.policies ?? [old.policy]
  const isOfOne = (next.policies ?? [next.policy]).some((each) => policies.includes(each))
  if (old.fingerprint === next.fingerprint || !isOfOne) return false
  if (identityOf(old.object) !== identityOf(next.object)) return false
  const still = present.get(old.fingerprint)?.record.clusters ?? []
  return old.clusters.some((each) => next.clusters.includes(each) && !still.includes(each))
}

/** True where every cluster that a drift lost shows another difference of the same object: that one is told. */
function lostElsewhere(known: DriftRecord, kept: readonly string[], present: ReadonlyMap<string, Present>): boolean {
  const heirs = [...present.values()].filter(({ record }) => isReplacedBy(known, record, present))
  const inherited = new Set(heirs.flatMap(({ record }) => record.clusters))
  return known.clusters.every((each) => kept.includes(each) || inherited.has(each))
}
