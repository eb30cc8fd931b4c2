import type { Cluster, Environment } from './environment.ts'
import { pairKey, REFERENCE_ROUND_TRIPS } from './geo-reference.ts'

/** The region that a cluster shares its fate with. */
export function regionOf(cluster: Pick<Cluster, 'cloud' | 'region'>): string {
  return `${cluster.cloud}/${cluster.region}`
}

/** Between two regions that nobody has measured and no table knows. */
export const ASSUMED_ROUND_TRIP_MS = 70
/** Inside one region. */
export const LOCAL_ROUND_TRIP_MS = 1
/** Round trips at which a stretched quorum gets slow, and too slow (rule G6). */
export const SLOW_ROUND_TRIP_MS = 80
export const TOO_SLOW_ROUND_TRIP_MS = 150

/** `observed`: read from the clusters; `stated`: spec.roundTrips; `reference`: the shipped table; `assumed`: none of these. */
export interface RoundTrip {
  readonly milliseconds: number
  readonly source: 'observed' | 'stated' | 'reference' | 'assumed' | 'same region'
}

/** Measured round trips by `pairKey` of two cluster names. */
export type ObservedRoundTrips = ReadonlyMap<string, number>

/** Rule G6: the round trip between two clusters, from the best source there is. */
export function roundTripBetween(
  environment: Environment,
  a: Cluster,
  b: Cluster,
  observed: ObservedRoundTrips = new Map(),
): RoundTrip {
  const seen = observed.get(pairKey(a.name, b.name))
  if (seen !== undefined) return { milliseconds: seen, source: 'observed' }
  if (regionOf(a) === regionOf(b)) return { milliseconds: LOCAL_ROUND_TRIP_MS, source: 'same region' }
  const stated = statedBetween(environment, a.region, b.region)
  if (stated !== undefined) return { milliseconds: stated, source: 'stated' }
  const reference = REFERENCE_ROUND_TRIPS.get(pairKey(regionOf(a), regionOf(b)))
  if (reference !== undefined) return { milliseconds: reference, source: 'reference' }
  return { milliseconds: ASSUMED_ROUND_TRIP_MS, source: 'assumed' }
}

function statedBetween(environment: Environment, a: string, b: string): number | undefined {
  const { roundTrips } = environment.spec
  if (roundTrips === undefined) return undefined
  const key = [`${a}/${b}`, `${b}/${a}`].find((each) => Object.hasOwn(roundTrips, each))
  return key === undefined ? undefined : roundTrips[key]
}

export interface Pair extends RoundTrip {
  readonly a: Cluster
  readonly b: Cluster
}

/** Every two clusters of different regions, the slowest first. */
export function pairsOf(environment: Environment, observed?: ObservedRoundTrips): readonly Pair[] {
  const { clusters } = environment.spec
  return clusters
    .flatMap((a, i) =>
      clusters
        .slice(i + 1)
        .filter((b) => regionOf(b) !== regionOf(a))
        .map((b) => ({ a, b, ...roundTripBetween(environment, a, b, observed) })),
    )
    .sort((x, y) => y.milliseconds - x.milliseconds)
}

/**
 * Rule G6: what a write waits for with its leader in one place: the round trip to the farthest of the nearest voters that
 * complete the quorum. `voters` are those that answer, with their distance; undefined where they are too few.
 */
export function commitRoundTrip(
  quorum: number,
  voters: readonly { readonly count: number; readonly milliseconds: number }[],
): number | undefined {
  let reached = 0
  for (const each of [...voters].sort((a, b) => a.milliseconds - b.milliseconds)) {
    reached += each.count
    if (each.count > 0 && reached >= quorum) return each.milliseconds
  }
  return undefined
}
