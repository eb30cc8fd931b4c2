import type { Cluster, Environment } from '../../model/environment.ts'
import type { ObservedRoundTrips, RoundTrip } from '../../model/geo.ts'
import { commitRoundTrip, LOCAL_ROUND_TRIP_MS, regionOf, roundTripBetween } from '../../model/geo.ts'
import type { StretchedService } from '../../model/stretched.ts'
import type { ServiceSurvival } from '../../model/survival.ts'

type Commit = NonNullable<ServiceSurvival['commit']> & { readonly notes: readonly string[] }

interface Voters {
  readonly cluster: Cluster
  readonly count: number
}

/** Rule G6 among those that are left: how long a write waits, wherever the leader is, and whether timeouts bear it. */
export function commitOf(
  service: StretchedService,
  environment: Environment,
  clusters: ServiceSurvival['clusters'],
  quorum: number,
  observed: ObservedRoundTrips,
): Commit | null {
  const voters = votersOf(service, environment, clusters)
  const used = new Map<RoundTrip['source'], number>()
  const waits = voters.flatMap((leader) => {
    const distances = voters.map(({ cluster, count }) => {
      if (cluster.name === leader.cluster.name) return { count, milliseconds: LOCAL_ROUND_TRIP_MS }
      const { milliseconds, source } = roundTripBetween(environment, leader.cluster, cluster, observed)
      used.set(source, Math.max(used.get(source) ?? 0, milliseconds))
      return { count, milliseconds }
    })
    const wait = commitRoundTrip(quorum, distances)
    return wait === undefined ? [] : [wait]
  })
  if (waits.length === 0) return null
  const source = [...used.keys()].sort().join(', ') || 'same region'
  const longest = Math.max(0, ...used.values())
  return {
    milliseconds: { min: Math.min(...waits), max: Math.max(...waits) },
    source,
    notes: leaseNotes(service, longest),
  }
}

function votersOf(
  service: StretchedService,
  environment: Environment,
  clusters: ServiceSurvival['clusters'],
): readonly Voters[] {
  const { quorum } = service
  const home = quorum.kind === 'raft' ? undefined : environment.spec.clusters.find((each) => each.name === quorum.home)
  const regions = new Set(environment.spec.clusters.map(regionOf)).size
  const share = quorum.kind === 'raft' ? Infinity : home === undefined ? Math.ceil(quorum.factor / regions) : Infinity
  return environment.spec.clusters.flatMap((cluster) => {
    const left = clusters.find((each) => each.cluster === cluster.name)?.left ?? 0
    if (left === 0 || (home !== undefined && regionOf(home) !== regionOf(cluster))) return []
    return [{ cluster, count: Math.min(share, left) }]
  })
}

function leaseNotes({ leaderLeaseMs }: StretchedService, longest: number): readonly string[] {
  if (leaderLeaseMs === undefined || leaderLeaseMs >= 10 * longest) return []
  return [`its lease of ${leaderLeaseMs} ms is less than ten round trips of ${longest} ms: latency alone may end it`]
}
