/**
 * Round trips between cloud regions in milliseconds, median, rounded up (rule G6). Figures to begin with: a measurement
 * in spec.roundTrips always counts more.
 */
const TABLE: readonly (readonly [a: string, b: string, milliseconds: number])[] = [
  ['aws/us-east-1', 'aws/us-east-2', 16],
  ['aws/us-east-2', 'aws/us-west-2', 53],
  ['aws/us-east-1', 'aws/us-west-2', 70],
  ['aws/ca-central-1', 'aws/us-east-1', 16],
  ['aws/eu-west-2', 'aws/eu-west-3', 10],
  ['aws/eu-central-1', 'aws/eu-west-1', 26],
  ['aws/eu-west-1', 'aws/us-east-1', 68],
]

/** The same key whichever of the two comes first. */
export function pairKey(a: string, b: string): string {
  return a < b ? `${a}|${b}` : `${b}|${a}`
}

/** By `pairKey` of two `cloud/region`. */
export const REFERENCE_ROUND_TRIPS: ReadonlyMap<string, number> = new Map(
  TABLE.map(([a, b, milliseconds]) => [pairKey(a, b), milliseconds]),
)
