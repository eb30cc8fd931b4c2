import type { Environment } from './environment.ts'
import { lostReplicas } from './geo-replicas.ts'
import { quorumOf } from './quorum.ts'
import type { StretchedPlatform, StretchedService } from './stretched.ts'
import { componentOf } from './stretched.ts'

/** Clusters that are lost together. */
export interface TopologyRegion {
  readonly cloud: string
  readonly name: string
  readonly clusters: readonly string[]
}

/** A service whose members vote in several clusters. */
export interface TopologyService {
  readonly name: string
  readonly component: string
  readonly kind: StretchedService['quorum']['kind']
  /** Nodes by cluster. */
  readonly members: readonly { readonly cluster: string; readonly nodes: number }[]
  /** The cluster whose region holds every voter; absent: they are spread over the regions. */
  readonly home?: string
  /** Members of its largest group that vote: all nodes of a Raft group, the replicas of one range of a database. */
  readonly voters: number
  readonly quorum: number
  /** How many more voters may be lost after the worst region; negative: that region stops the service. */
  readonly afterRegion: number
}

/** What a platform consists of and how it hangs together: what every picture of it is drawn from. */
export interface Topology {
  readonly environment: string
  readonly hub: { readonly namespace: string; readonly region?: string }
  /** Global DNS names that lead users to the clusters. */
  readonly entries: readonly string[]
  /** In the environment's order. */
  readonly regions: readonly TopologyRegion[]
  /** The tunnel, which joins each of these clusters with each other; absent where nothing does. */
  readonly links?: { readonly component: string; readonly clusters: readonly string[] }
  readonly services: readonly TopologyService[]
}

/** The topology that an environment asks for; `linkedBy` names the component that joins its clusters. */
export function topologyOf(
  environment: Environment,
  platform: Pick<StretchedPlatform, 'services' | 'entries'>,
  linkedBy: string | undefined,
): Topology {
  const { hub, clusters } = environment.spec
  const { namespace, region } = hub
  const regions = regionsOf(clusters)
  return {
    environment: environment.metadata.name,
    hub: { namespace, ...(region === undefined ? {} : { region }) },
    entries: platform.entries.flatMap((each) => each.hosts.map(({ host }) => host)),
    regions,
    ...(linkedBy === undefined || clusters.length < 2
      ? {}
      : { links: { component: linkedBy, clusters: clusters.map((each) => each.name) } }),
    services: platform.services.map((each) => topologyServiceOf(each, regions)),
  }
}

/** Clusters by the region that they share their fate with, in the order in which they are named. */
export function regionsOf(
  clusters: readonly { readonly name: string; readonly cloud: string; readonly region: string }[],
): readonly TopologyRegion[] {
  const keyOf = ({ cloud, region }: { readonly cloud: string; readonly region: string }) => `${cloud}/${region}`
  const found = new Map<string, (typeof clusters)[number][]>()
  for (const each of clusters) {
    const mine = found.get(keyOf(each))
    if (mine) mine.push(each)
    else found.set(keyOf(each), [each])
  }
  return [...found.values()].flatMap((mine) => {
    const [first] = mine
    return first ? [{ cloud: first.cloud, name: first.region, clusters: mine.map((each) => each.name) }] : []
  })
}

export function clustersOf(topology: Topology): readonly string[] {
  return topology.regions.flatMap((each) => each.clusters)
}

/** Nodes of a service in a cluster; 0 where it has none. */
export function nodesIn(service: TopologyService, cluster: string): number {
  return service.members.find((each) => each.cluster === cluster)?.nodes ?? 0
}

/** How many voters of a service go with these clusters, in the worst placement (rules G1 and G4). */
export function lostVotes(
  service: Pick<TopologyService, 'kind' | 'home' | 'members' | 'voters'>,
  regions: readonly TopologyRegion[],
  lost: readonly string[],
): number {
  return votesOfDown(service, regions, ({ cluster, nodes }) => (lost.includes(cluster) ? nodes : 0))
}

/** How many voters go with so many members of each cluster, in the worst placement. */
export function votesOfDown(
  service: Pick<TopologyService, 'kind' | 'home' | 'members' | 'voters'>,
  regions: readonly TopologyRegion[],
  downIn: (members: TopologyService['members'][number]) => number,
): number {
  const sum = (some: TopologyService['members'], of: typeof downIn) => some.reduce((all, each) => all + of(each), 0)
  if (service.kind === 'raft') return Math.min(service.voters, sum(service.members, downIn))
  const { home } = service
  const holding = regions.filter((each) => home === undefined || each.clusters.includes(home))
  return lostReplicas(
    service.voters,
    holding.map(({ clusters }) => {
      const mine = service.members.filter((each) => clusters.includes(each.cluster))
      return { members: sum(mine, (each) => each.nodes), lost: sum(mine, downIn) }
    }),
  ).lost
}

/** A service over these regions: its voters, and what the loss of the worst region leaves. */
export function topologyServiceOf(asked: StretchedService, regions: readonly TopologyRegion[]): TopologyService {
  const { kind } = asked.quorum
  const home = asked.quorum.kind === 'replication' ? asked.quorum.home : undefined
  const most = asked.quorum.kind === 'replication' ? asked.quorum.factor : Number.POSITIVE_INFINITY
  const members = asked.members.map(({ cluster, pods }) => ({ cluster, nodes: pods.length }))
  const component = componentOf(asked)
  return withVotes(
    { name: asked.name, component, kind, members, ...(home === undefined ? {} : { home }) },
    most,
    regions,
  )
}

/** The votes of these members, at most `most` of them (a replicated database has no more than its factor). */
export function withVotes(
  part: Omit<TopologyService, 'voters' | 'quorum' | 'afterRegion'>,
  most: number,
  regions: readonly TopologyRegion[],
): TopologyService {
  const { home, members, name, component, kind } = part
  const held = regions.filter((each) => home === undefined || each.clusters.includes(home))
  const nodes = members
    .filter((each) => held.some(({ clusters }) => clusters.includes(each.cluster)))
    .reduce((sum, each) => sum + each.nodes, 0)
  const voters = Math.min(most, nodes)
  const quorum = quorumOf(voters)
  const counted = { kind, members, voters, ...(home === undefined ? {} : { home }) }
  const worst = Math.max(0, ...regions.map((each) => lostVotes(counted, regions, each.clusters)))
  return { name, component, ...counted, quorum, afterRegion: voters - worst - quorum }
}
