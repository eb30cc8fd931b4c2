import { pairKey } from '../../model/geo-reference.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { listAt, textAt } from '../../model/json.ts'
import { groupOf } from '../../model/kube.ts'
import type { Observation } from '../../model/observation.ts'
import type { ObservedPlatform, ObservedService } from '../../model/observed-services.ts'
import { PROBE_MAX_AGE_SECONDS, PROBE_TIME } from '../../model/probe.ts'
import type { ProbeReading, StretchedPlatform } from '../../model/stretched.ts'

interface ClusterObjects {
  readonly cluster: string
  readonly objects: readonly JsonObject[]
}

/** What a snapshot of the clusters tells about voters and round trips; what is older than a probe may be is unknown. */
export function readObserved(platform: StretchedPlatform, observation: Observation, now: string): ObservedPlatform {
  const seen = observation.clusters.flatMap((each) =>
    each.state === 'seen' ? [{ cluster: each.cluster, objects: each.objects }] : [],
  )
  const notes: string[] = []
  const services = new Map<string, ObservedService>()
  for (const { name, probe } of platform.services) {
    const latest = probe === undefined ? undefined : latestOf(probe, seen, now)
    if (probe === undefined || latest === undefined) notes.push(`${name}: no result of a probe, assumed`)
    else if (latest.ageSeconds < -PROBE_MAX_AGE_SECONDS)
      notes.push(`${name}: the result of probe ${probe.name} is from the future, assumed`)
    else if (latest.ageSeconds > PROBE_MAX_AGE_SECONDS)
      notes.push(
        `${name}: the result of probe ${probe.name} is ${latest.ageSeconds} s old, more than ${PROBE_MAX_AGE_SECONDS} s: unknown, assumed`,
      )
    else services.set(name, { ...latest, ageSeconds: Math.max(0, latest.ageSeconds) })
  }
  const roundTrips = roundTripsOf(seen)
  if (roundTrips.size > 0)
    notes.push(
      `round trips: ${roundTrips.size} ${roundTrips.size === 1 ? 'pair' : 'pairs'} as the tunnel’s gateways saw them`,
    )
  return { services, roundTrips, notes }
}

function latestOf(probe: ProbeReading, seen: readonly ClusterObjects[], now: string): ObservedService | undefined {
  return seen
    .flatMap(({ objects }) => objects)
    .filter(
      (each) =>
        each.kind === 'ConfigMap' &&
        textAt(each, 'metadata', 'name') === probe.name &&
        textAt(each, 'metadata', 'namespace') === probe.namespace,
    )
    .flatMap((each): readonly ObservedService[] => {
      const written = Date.parse(textAt(each, 'data', PROBE_TIME) ?? '')
      if (Number.isNaN(written)) return []
      const ageSeconds = Math.round((Date.parse(now) - written) / 1000)
      return [
        {
          ageSeconds,
          ...numberAt('voters', each, probe.voters),
          ...numberAt('tolerance', each, probe.tolerance),
          ...numberAt('live', each, probe.live),
        },
      ]
    })
    .filter((each) => Object.keys(each).length > 1)
    .sort((a, b) => a.ageSeconds - b.ageSeconds)[0]
}

function numberAt(member: string, object: Json, key: string | undefined): { readonly [member: string]: number } {
  const text = key === undefined ? undefined : textAt(object, 'data', key)
  return text !== undefined && /^\d{1,4}$/.test(text) ? { [member]: Number(text) } : {}
}

/** Submariner's gateways measure the round trip to every other cluster; the slower direction counts. */
function roundTripsOf(seen: readonly ClusterObjects[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const { cluster, objects } of seen) {
    for (const gateway of objects.filter(
      (each) => each.kind === 'Gateway' && groupOf(textAt(each, 'apiVersion') ?? '') === 'submariner.io',
    )) {
      for (const connection of listAt(gateway, 'status', 'connections')) {
        const other = textAt(connection, 'endpoint', 'cluster_id')
        const milliseconds = millisecondsOf(textAt(connection, 'latencyRTT', 'average') ?? '')
        if (other === undefined || other === cluster || milliseconds === undefined) continue
        const key = pairKey(cluster, other)
        found.set(key, Math.max(found.get(key) ?? 0, milliseconds))
      }
    }
  }
  return found
}

const UNITS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
}

/** A Go duration such as `68.3ms` or `1m0.5s`; undefined for anything else and for none at all. */
export function millisecondsOf(text: string): number | undefined {
  if (text.length > 32 || !/^(?:\d+(?:\.\d+)?(?:ms|us|µs|ns|h|m|s))+$/.test(text)) return undefined
  let sum = 0
  for (const [, figure, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|us|µs|ns|h|m|s)/g))
    sum += Number(figure) * (UNITS[unit ?? ''] ?? 0)
  return sum > 0 ? Math.round(sum * 10) / 10 : undefined
}
