import type { ClusterState, DriftReport } from '../drift.ts'
import type { ExceptedReport } from '../exception.ts'
import { lostMembersOf } from '../lost-members.ts'
import type { Topology } from '../topology.ts'
import { votesOfDown } from '../topology.ts'

/** How one cluster stands: its state, and how many drifts and unmet health checks it has. */
export interface ClusterStanding extends Pick<ClusterState, 'name' | 'state' | 'lastSeen'> {
  readonly drifts: number
  readonly unhealthy: number
}

/** How a stretched service stands: voters that are left, and how many more may be lost; negative: it has stopped. */
export interface ServiceStanding {
  readonly name: string
  readonly left: number
  readonly tolerance: number
}

/** How things stand, to be laid over a topology. */
export interface TopologyState {
  readonly clusters: readonly ClusterStanding[]
  readonly services: readonly ServiceStanding[]
  /** Links of the tunnel that do not work, each once. */
  readonly broken: readonly (readonly [a: string, b: string])[]
}

/** What a drift report says about a topology. What cannot be seen counts as lost, since nobody knows better, and so do members that a drift took away. */
export function stateOf(topology: Topology, report: ExceptedReport): TopologyState {
  const dark = report.clusters.flatMap((each) => (each.state === 'unknown' ? [each.name] : []))
  return {
    clusters: report.clusters.map(({ name, state, lastSeen }) => ({
      name,
      state,
      lastSeen,
      drifts: report.drifts.filter((each) => each.clusters.includes(name)).length,
      unhealthy: report.unhealthy.filter((each) => each.cluster === name).length,
    })),
    services: topology.services.map((service) => {
      const lostIn = lostMembersOf(report, service.component)
      const left =
        service.voters -
        votesOfDown(service, topology.regions, (each) => (dark.includes(each.cluster) ? each.nodes : lostIn(each)))
      return { name: service.name, left, tolerance: left - service.quorum }
    }),
    broken: brokenLinks(topology, report, dark),
  }
}

/** A cluster is well when it is connected to every other, so a link is broken only where neither end is well. */
function brokenLinks(
  { links }: Topology,
  { unhealthy }: DriftReport,
  dark: readonly string[],
): TopologyState['broken'] {
  const sick = new Set(unhealthy.filter((each) => each.component === links?.component).map((each) => each.cluster))
  const ends = (links?.clusters ?? []).filter((each) => sick.has(each) || dark.includes(each))
  return ends.flatMap((a, i) => ends.slice(i + 1).flatMap((b) => (sick.has(a) || sick.has(b) ? [[a, b] as const] : [])))
}
