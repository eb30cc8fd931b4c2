import type { Sourced } from '../model/document.ts'
import type { Drift, DriftReport, DriftState } from '../model/drift.ts'
import type { ExceptedDrift, ExceptedReport, Exception } from '../model/exception.ts'
import type { Finding } from '../model/finding.ts'
import { recordOf } from '../model/history.ts'
import { identityOf } from '../model/kube.ts'
import { isPast } from '../model/way-out.ts'

/**
 * The report with every drift that an exception covers set apart: still listed, with reason and end, but not counted. An
 * exception holds through its last day (UTC), for its clusters, and only where every field that differs is one of its own.
 */
export function applyExceptions(
  report: DriftReport,
  exceptions: readonly Sourced<Exception>[],
  findings: readonly Finding[] = [],
): ExceptedReport {
  const live = exceptions.filter(
    ({ value }) => value.spec.environment === report.environment && !isPast(value.spec.until, report.observedAt),
  )
  const split = report.drifts.map((drift) => splitBy(drift, live))
  const excepted = split.flatMap((each) => each.excepted)
  const more = findings.length > 0 ? { findings } : {}
  if (excepted.length === 0) return { ...report, ...more }
  const drifts = split.flatMap((each) => each.left)
  const clusters = report.clusters.map((each) => {
    const isCleared = each.state === 'drifted' && !drifts.some((drift) => drift.clusters.includes(each.name))
    return isCleared ? { ...each, state: 'inSync' as const } : each
  })
  const cleared = clusters.filter((each, i) => each.state !== report.clusters[i]?.state).length
  const summary: Record<DriftState, number> = { ...report.summary }
  summary.drifted -= cleared
  summary.inSync += cleared
  return { ...report, summary, clusters, drifts, excepted, ...more }
}

function splitBy(
  drift: Drift,
  exceptions: readonly Sourced<Exception>[],
): { readonly left: readonly Drift[]; readonly excepted: readonly ExceptedDrift[] } {
  const excepted: ExceptedDrift[] = []
  let clusters = drift.clusters
  for (const each of exceptions) {
    const { spec, metadata } = each.value
    const covered = covers(each.value, drift) ? clusters.filter((cluster) => spec.clusters.includes(cluster)) : []
    if (covered.length === 0) continue
    const { file, line } = each.document.locate('/spec')
    const { until, because, owner } = spec
    excepted.push({
      drift: { ...drift, clusters: covered },
      exception: metadata.name,
      until,
      because,
      owner,
      source: { file, line },
    })
    clusters = clusters.filter((cluster) => !covered.includes(cluster))
  }
  return { left: clusters.length === 0 ? [] : [{ ...drift, clusters }], excepted }
}

function covers({ spec }: Exception, drift: Drift): boolean {
  if (![drift.policy, ...(drift.policies ?? [])].includes(spec.policy)) return false
  const { apiVersion, kind, name, namespace } = spec.object
  if (identityOf({ apiVersion, kind, name, namespace }) !== identityOf(drift.object)) return false
  if (spec.value !== undefined && spec.value !== recordOf(drift).value) return false
  const { pointers } = spec
  if (pointers === undefined) return true
  const isCovered = (pointer: string) => pointers.some((each) => pointer === each || pointer.startsWith(`${each}/`))
  return (
    drift.change === 'different' && drift.fields.length > 0 && drift.fields.every((each) => isCovered(each.pointer))
  )
}
