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

/**
 * The slowest two clusters of different regions whose round trip is stated or in the shipped table; of equally slow ones
 * the first in the environment's order. Looks at what is known only: a fleet has millions of pairs.
 */
export function slowestKnownPair(environment: Environment): Pair | undefined {
  const first = new Map<string, { readonly cluster: Cluster; readonly i: number }>()
  for (const [i, cluster] of environment.spec.clusters.entries()) {
    if (!first.has(regionOf(cluster))) first.set(regionOf(cluster), { cluster, i })
  }
  const named = (region: string) => [...first.values()].filter((each) => each.cluster.region === region)
  const stated = Object.keys(environment.spec.roundTrips ?? {}).flatMap((key) => {
    const [a = '', b = ''] = key.split('/')
    return named(a).flatMap((x) => named(b).map((y) => [x, y] as const))
  })
  const tabled = [...REFERENCE_ROUND_TRIPS.keys()].flatMap((key) => {
    const [x, y] = key.split('|').map((each) => first.get(each))
    return x && y ? [[x, y] as const] : []
  })
  const pairs = [...stated, ...tabled]
    .map(([x, y]) => (x.i < y.i ? { a: x, b: y } : { a: y, b: x }))
    .filter(({ a, b }) => regionOf(a.cluster) !== regionOf(b.cluster))
    .map(({ a, b }) => ({ a, b, trip: roundTripBetween(environment, a.cluster, b.cluster) }))
    .sort((x, y) => y.trip.milliseconds - x.trip.milliseconds || x.a.i - y.a.i || x.b.i - y.b.i)
  const [slowest] = pairs
  return slowest && { a: slowest.a.cluster, b: slowest.b.cluster, ...slowest.trip }
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
