import type { DatabaseInput } from './input.ts'

export interface Replication {
  readonly goal: 'zone' | 'region'
  /** Replicas of each range. */
  readonly factor: number
  /** Replicas that what the environment must survive asks for (rule G4). */
  readonly required: number
  /** Replicas of one range that a region holds at most: as many nodes it needs. */
  readonly nodesPerRegion: number
}

/** Rule G4. The goal `region` sets five replicas; a node beside the region needs nine over three regions. */
export function replicationOf(input: DatabaseInput): Replication {
  const goal = input.settings.survivalGoal
  const regions = Math.max(1, regionsOf(input).length)
  const also = input.environment.spec.survive === 'region+node' ? 1 : 0
  const required = goal === 'zone' ? 3 : Math.max(5, leastReplicas(regions, also))
  const factor = input.settings.replicationFactor ?? (goal === 'zone' ? 3 : required)
  return { goal, factor, required, nodesPerRegion: goal === 'zone' ? 3 : Math.ceil(factor / regions) }
}

/** Regions as the database knows them: by name, however many clusters each holds. */
export function regionsOf(input: DatabaseInput): readonly string[] {
  return [...new Set(input.clusters.map((each) => each.region))]
}

/** The smallest odd number of replicas that keeps a majority after one region and `nodes` more; 27 where none does. */
function leastReplicas(regions: number, nodes: number): number {
  for (let factor = 3; factor < 27; factor += 2) {
    if (factor - Math.ceil(factor / regions) - nodes >= Math.floor(factor / 2) + 1) return factor
  }
  return 27
}
