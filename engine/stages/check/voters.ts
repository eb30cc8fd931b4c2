import type { Environment } from '../../model/environment.ts'
import { regionOf } from '../../model/geo.ts'
import { spreadReplicas } from '../../model/geo-replicas.ts'
import type { StretchedService } from '../../model/stretched.ts'

/** Members by region, which several clusters may share. */
export function membersPerRegion(environment: Environment, service: StretchedService): readonly number[] {
  const regions = new Map<string, number>()
  for (const cluster of environment.spec.clusters) {
    const pods = service.members.find((each) => each.cluster === cluster.name)?.pods.length ?? 0
    regions.set(regionOf(cluster), (regions.get(regionOf(cluster)) ?? 0) + pods)
  }
  return [...regions.values()]
}

/** Voters by region: of a replicated database those of one range, spread evenly as far as there are members for them. */
export function votersPerRegion(environment: Environment, service: StretchedService): readonly number[] {
  const { quorum } = service
  const members = membersPerRegion(environment, service)
  if (quorum.kind === 'raft') return members
  if (quorum.home !== undefined) return [quorum.factor]
  return spreadReplicas(quorum.factor, members)
}
