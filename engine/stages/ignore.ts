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
  const isLeft = (cluster: string, policy?: string) =>
    drifts.some(
      (each) => each.clusters.includes(cluster) && (policy === undefined || policiesOf(each).includes(policy)),
    )
  const clusters = report.clusters.map((each) => (isLeft(each.name) ? each : cleared(each)))
  const policies = report.policies
    ?.map((each) => (isLeft(each.cluster, each.policy) ? each : cleared(each)))
    .filter((each) => each.state !== 'inSync')
  const summary: Record<DriftState, number> = { ...report.summary }
  for (const [i, { state }] of clusters.entries()) {
    summary[report.clusters[i]?.state ?? state] -= 1
    summary[state] += 1
  }
  return { ...report, summary, clusters, ...(policies ? { policies } : {}), drifts, excepted, ...more }
}

/** Without its drifts it is no more than what it is beside them: pending, or not seen. */
function cleared<T extends { readonly state: DriftState; readonly beside?: DriftState }>(seen: T): T {
  if (seen.state !== 'drifted') return seen
  const { beside = 'inSync', ...rest } = seen
  return { ...rest, state: beside } as T
}

function policiesOf({ policy, policies = [] }: Drift): readonly string[] {
  return [policy, ...policies]
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
  if (!policiesOf(drift).includes(spec.policy)) return false
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
