import type { Topology, TopologyService } from '../../model/topology.ts'
import { nodesIn, regionsOf, withVotes } from '../../model/topology.ts'

/** A stateful component on a cluster that a later wave changes. */
export interface Held {
  readonly component: string
  readonly cluster: string
}

/**
 * The topology that a wave leaves: where a component waits, its nodes are those that are merged. `rendered/` records it, and
 * the gate, severities and every picture read it: a node that is only asked for does not vote.
 */
export function topologyInWave(before: Topology | undefined, planned: Topology, held: readonly Held[]): Topology {
  if (before === undefined) return planned
  const inBoth = [...planned.regions, ...before.regions].flatMap(({ cloud, name: region, clusters }) =>
    clusters.map((name) => ({ name, cloud, region })),
  )
  const regions = regionsOf([...new Map(inBoth.map((each) => [each.name, each])).values()])
  const services = planned.services.map((service) => {
    const was = before.services.find((each) => each.name === service.name)
    const waiting = held.filter((each) => each.component === service.component).map((each) => each.cluster)
    if (was === undefined || waiting.length === 0) return service
    const members = membersInWave(was, service, waiting)
    // A database's factor is no less than its voters on either side.
    const most = service.kind === 'raft' ? Number.POSITIVE_INFINITY : Math.max(was.voters, service.voters)
    return withVotes({ ...service, members }, most, regions)
  })
  return { ...planned, services }
}

function membersInWave(was: TopologyService, is: TopologyService, waiting: readonly string[]) {
  const clusters = new Set([...is.members, ...was.members].map((each) => each.cluster))
  return [...clusters]
    .map((cluster) => ({ cluster, nodes: nodesIn(waiting.includes(cluster) ? was : is, cluster) }))
    .filter((each) => each.nodes > 0)
}
