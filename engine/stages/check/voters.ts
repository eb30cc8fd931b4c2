import type { Environment } from '../../model/environment.ts'
import { regionOf } from '../../model/geo.ts'
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
  const voters = members.map(() => 0)
  for (let open = quorum.factor; open > 0; open--) {
    const free = members.flatMap((count, i) => ((voters[i] ?? 0) < count ? [i] : []))
    const [first, ...rest] = free
    if (first === undefined) break
    const next = rest.reduce((least, i) => ((voters[i] ?? 0) < (voters[least] ?? 0) ? i : least), first)
    voters[next] = (voters[next] ?? 0) + 1
  }
  return voters
}
