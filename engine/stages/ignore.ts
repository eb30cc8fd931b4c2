import type { Sourced } from '../model/document.ts'
import type { Drift, DriftReport, DriftState } from '../model/drift.ts'
import type { ExceptedDrift, ExceptedReport, Exception } from '../model/exception.ts'
import type { Finding } from '../model/finding.ts'
import { recordOf } from '../model/history.ts'
import { identityOf } from '../model/kube.ts'
import { isPast } from '../model/way-out.ts'

/**
 * The report with every drift that an exception covers set apart: still listed, with reason and end, but not counted. An
 * exception holds through its last day (UTC), for its clusters, and only where every field that differs is one of its own, or of
 * another exception that holds there as well: then the drift is back as soon as the first of them ends.
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
    const { spec } = each.value
    const covered = covers(each.value, drift) ? clusters.filter((cluster) => spec.clusters.includes(cluster)) : []
    if (covered.length === 0) continue
    excepted.push(exceptedBy(each, drift, covered))
    clusters = clusters.filter((cluster) => !covered.includes(cluster))
  }
  const together = new Map<Sourced<Exception>, readonly string[]>()
  for (const cluster of clusters) {
    const first = firstOfParts(drift, cluster, exceptions)
    if (first) together.set(first, [...(together.get(first) ?? []), cluster])
  }
  for (const [each, covered] of together) excepted.push(exceptedBy(each, drift, covered))
  const isTogether = (cluster: string) => [...together.values()].some((each) => each.includes(cluster))
  clusters = clusters.filter((cluster) => !isTogether(cluster))
  return { left: clusters.length === 0 ? [] : [{ ...drift, clusters }], excepted }
}

function exceptedBy({ value, document }: Sourced<Exception>, drift: Drift, clusters: readonly string[]): ExceptedDrift {
  const { until, because, owner } = value.spec
  const { file, line } = document.locate('/spec')
  return {
    drift: { ...drift, clusters },
    exception: value.metadata.name,
    until,
    because,
    owner,
    source: { file, line },
  }
}

/** Of exceptions that cover a drift's fields on a cluster only together, the one that ends first. */
function firstOfParts(
  drift: Drift,
  cluster: string,
  exceptions: readonly Sourced<Exception>[],
): Sourced<Exception> | undefined {
  const parts = exceptions.filter(
    ({ value }) => value.spec.clusters.includes(cluster) && isAbout(value, drift) && isPartOf(value, drift),
  )
  if (
    !areCovered(
      drift,
      parts.flatMap(({ value }) => value.spec.pointers ?? []),
    )
  )
    return undefined
  return parts.reduce((first, each) => (each.value.spec.until < first.value.spec.until ? each : first))
}

/** Whether it names one of the fields that differ, and no value: that would be a value of all of them. */
function isPartOf({ spec }: Exception, drift: Drift): boolean {
  const { pointers = [], value } = spec
  return value === undefined && drift.fields.some((field) => isBelow(field.pointer, pointers))
}

function covers(exception: Exception, drift: Drift): boolean {
  const { pointers, value } = exception.spec
  if (!isAbout(exception, drift)) return false
  if (value !== undefined && value !== recordOf(drift).value) return false
  return pointers === undefined || areCovered(drift, pointers)
}

function isAbout({ spec }: Exception, drift: Drift): boolean {
  const { apiVersion, kind, name, namespace } = spec.object
  return (
    policiesOf(drift).includes(spec.policy) &&
    identityOf({ apiVersion, kind, name, namespace }) === identityOf(drift.object)
  )
}

function areCovered({ change, fields }: Drift, pointers: readonly string[]): boolean {
  return change === 'different' && fields.length > 0 && fields.every((each) => isBelow(each.pointer, pointers))
}

function isBelow(pointer: string, pointers: readonly string[]): boolean {
  return pointers.some((each) => pointer === each || pointer.startsWith(`${each}/`))
}
