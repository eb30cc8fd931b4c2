import { spreadReplicas } from '../../model/geo-replicas.ts'
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
  const nodes = new Map<string, number>()
  for (const [cluster, count] of members) nodes.set(regionOf(cluster), (nodes.get(regionOf(cluster)) ?? 0) + count)
  const { quorum } = service
  if (quorum.kind === 'raft') return nodes
  const home = quorum.home === undefined ? undefined : regionOf(quorum.home)
  const eligible = [...nodes].filter(([region]) => home === undefined || region === home)
  const replicas = spreadReplicas(
    quorum.factor,
    eligible.map(([, count]) => count),
  )
  return new Map(eligible.map(([region], i) => [region, replicas[i] ?? 0]))
}

/** One moment; the clusters that are away restart or are dead. Replicas that do not divide evenly lie where it hurts most. */
export function pointOf(
  service: StretchedService,
  members: Members,
  regionOf: (cluster: string) => string,
  { when, away = [] }: { readonly when: string; readonly away?: readonly string[] },
): QuorumPoint {
  const votes = votesOf(service, members, regionOf)
  const quorum = quorumOver([...votes.values()])
  const most = Math.max(0, ...votes.values())
  const gone = new Map<string, number>()
  for (const cluster of away)
    if (votes.has(regionOf(cluster)))
      gone.set(regionOf(cluster), (gone.get(regionOf(cluster)) ?? 0) + (members.get(cluster) ?? 0))
  const missing = [...gone.values()].reduce(
    (sum, count) => sum + (service.quorum.kind === 'raft' ? count : Math.min(count, most)),
    0,
  )
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
