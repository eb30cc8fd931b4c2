import type { DriftReport } from '../../model/drift.ts'
import type { DrillSample, WriteReading } from '../../model/drill.ts'
import type { JsonObject } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'
import type { Observation } from '../../model/observation.ts'
import { PROBE_TIME } from '../../model/probe.ts'
import type { ProbeReading, StretchedService } from '../../model/stretched.ts'

/** One look, as far as a drill asks. The region that is lost says nothing of writes: what it sees is its own. */
export function sampleOf(
  report: DriftReport,
  observation: Observation,
  lost: readonly string[],
  services: readonly StretchedService[],
): DrillSample {
  const sick = new Set(report.unhealthy.map((each) => each.cluster))
  const stateOf = (cluster: string) => report.clusters.find((each) => each.name === cluster)?.state ?? 'unknown'
  const isWhole = (cluster: string) => /^(?:inSync|reverted)$/.test(stateOf(cluster)) && !sick.has(cluster)
  const isDark = lost.some((each) => stateOf(each) === 'unknown')
  return {
    at: report.observedAt,
    region: isDark ? 'dark' : lost.every(isWhole) ? 'whole' : 'hit',
    others: report.clusters.map((each) => each.name).filter((each) => !lost.includes(each) && !isWhole(each)),
    readings: observation.clusters.flatMap((each) =>
      each.state === 'seen' && !lost.includes(each.cluster)
        ? services.flatMap((service) => readingOf(service, each.cluster, each.objects))
        : [],
    ),
  }
}

function readingOf(
  service: StretchedService,
  cluster: string,
  objects: readonly JsonObject[],
): readonly WriteReading[] {
  const { probe } = service
  if (probe?.writes === undefined) return []
  const result = objects.find((each) => isResult(each, probe))
  const time = textAt(result, 'data', PROBE_TIME) ?? ''
  if (result === undefined || Number.isNaN(Date.parse(time))) return []
  const canWrite = probe.writes.every(({ key, min = 0, max = Number.MAX_SAFE_INTEGER }) => {
    const text = textAt(result, 'data', key) ?? ''
    return /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max
  })
  return [{ service: service.name, cluster, time, canWrite }]
}

function isResult(object: JsonObject, probe: ProbeReading): boolean {
  return (
    object.kind === 'ConfigMap' &&
    textAt(object, 'metadata', 'name') === probe.name &&
    textAt(object, 'metadata', 'namespace') === probe.namespace
  )
}
