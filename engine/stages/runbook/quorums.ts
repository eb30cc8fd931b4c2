import { lostReplicas, spreadReplicas } from '../../model/geo-replicas.ts'
import { quorumOver } from '../../model/quorum.ts'
import type { QuorumPoint, RegionCluster } from '../../model/runbook.ts'
import type { StretchedService } from '../../model/stretched.ts'

/** Members of one service by cluster; those that left the list are not in it. */
export type Members = ReadonlyMap<string, number>

export function membersIn(service: StretchedService): Members {
  return new Map(service.members.map((each) => [each.cluster, each.pods.length]))
}

/**
 * Votes by region. A Raft group: every member. A replicated database: the replicas of one range, spread evenly over the
 * regions, no two on one member, all in one region where its goal is a zone (rule G4).
 */
export function votesOf(
  service: StretchedService,
  members: Members,
  regionOf: (cluster: string) => string,
): ReadonlyMap<string, number> {
  const { quorum } = service
  const nodes = [...nodesIn(service, members, regionOf)]
  if (quorum.kind === 'raft') return new Map(nodes)
  const replicas = spreadReplicas(
    quorum.factor,
    nodes.map(([, count]) => count),
  )
  return new Map(nodes.map(([region], i) => [region, replicas[i] ?? 0]))
}

/** Members by region, of those regions that hold votes. */
function nodesIn(
  { quorum }: StretchedService,
  members: Members,
  regionOf: (cluster: string) => string,
): ReadonlyMap<string, number> {
  const home = quorum.kind === 'raft' || quorum.home === undefined ? undefined : regionOf(quorum.home)
  const nodes = new Map<string, number>()
  for (const [cluster, count] of members) {
    const region = regionOf(cluster)
    if (home === undefined || region === home) nodes.set(region, (nodes.get(region) ?? 0) + count)
  }
  return nodes
}

/** One moment; the clusters that are away restart or are dead. Replicas that do not divide evenly lie where it hurts most. */
export function pointOf(
  service: StretchedService,
  members: Members,
  regionOf: (cluster: string) => string,
  { when, away = [] }: { readonly when: string; readonly away?: readonly string[] },
): QuorumPoint {
  const quorum = quorumOver([...votesOf(service, members, regionOf).values()])
  const gone = nodesIn(service, new Map([...members].filter(([cluster]) => away.includes(cluster))), regionOf)
  const regions = [...nodesIn(service, members, regionOf)].map(([region, count]) => {
    return { members: count, lost: gone.get(region) ?? 0 }
  })
  const missing =
    service.quorum.kind === 'raft'
      ? regions.reduce((sum, each) => sum + each.lost, 0)
      : lostReplicas(service.quorum.factor, regions).lost
  const tolerance = quorum.voters - missing - quorum.quorum
  return { service: service.name, when, ...quorum, away: missing, tolerance }
}

/** Members that leave one after the other, the last pod first: the state after each. */
export function leavingOneByOne(members: Members, clusters: readonly RegionCluster[]): readonly Members[] {
  const states: Members[] = []
  let now = members
  for (const { name } of clusters) {
    for (let left = (now.get(name) ?? 0) - 1; left >= 0; left--) {
      now = new Map([...now].flatMap(([key, count]) => (key !== name ? [[key, count]] : left > 0 ? [[key, left]] : [])))
      states.push(now)
    }
  }
  return states
}

/** Members that come one after the other: the state after each. */
export function joiningOneByOne(
  members: Members,
  service: StretchedService,
  clusters: readonly RegionCluster[],
): readonly Members[] {
  const wanted = membersIn(service)
  const states: Members[] = []
  let now = members
  for (const { name } of clusters) {
    for (let count = (now.get(name) ?? 0) + 1; count <= (wanted.get(name) ?? 0); count++) {
      now = new Map([...now, [name, count]])
      states.push(now)
    }
  }
  return states
}
