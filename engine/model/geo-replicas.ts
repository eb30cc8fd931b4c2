/** Members of one region before and after a loss. */
export interface RegionMembers {
  readonly members: number
  readonly lost: number
}

/** Replicas of one range by region: spread evenly, no two on one member; those that do not divide evenly go to the first. */
export function spreadReplicas(factor: number, members: readonly number[]): readonly number[] {
  const replicas = members.map(() => 0)
  for (let open = factor; open > 0; ) {
    const free = members.flatMap((count, i) => ((replicas[i] ?? 0) < count ? [i] : []))
    if (free.length === 0) break
    for (const i of free.slice(0, open)) replicas[i] = (replicas[i] ?? 0) + 1
    open -= Math.min(open, free.length)
  }
  return replicas
}

/**
 * Replicas of one range that are lost in the worst placement (rule G4): `factor` replicas are spread evenly over the
 * regions, no two on one member, and those that do not divide evenly lie where it hurts most.
 */
export function lostReplicas(factor: number, regions: readonly RegionMembers[]): { placed: number; lost: number } {
  const placed = Math.min(
    factor,
    regions.reduce((sum, each) => sum + each.members, 0),
  )
  const even = regions.map(() => 0)
  let open = placed
  for (;;) {
    const free = regions.flatMap((region, i) => ((even[i] ?? 0) < region.members ? [i] : []))
    if (free.length === 0 || open < free.length) break
    for (const i of free) even[i] = (even[i] ?? 0) + 1
    open -= free.length
  }
  const hit = regions.map((region, i) => Math.min(region.lost, even[i] ?? 0))
  const couldHitMore = regions.filter((region, i) => {
    const replicas = even[i] ?? 0
    return replicas < region.members && region.lost > replicas
  }).length
  return { placed, lost: hit.reduce((sum, each) => sum + each, 0) + Math.min(open, couldHitMore) }
}
