import type { ClusterView } from '../../model/dashboard.ts'
import type { ClusterState } from '../../model/drift.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import type { Rendered } from '../../model/rendered.ts'

/** The environment's clusters in its order, the hub last. */
export function clusterViews(rendered: Rendered, report: ExceptedReport): readonly ClusterView[] {
  const known = new Map(rendered.clusters.map((each) => [each.name, each]))
  const rank = new Map(rendered.clusters.map((each, i) => [each.name, i]))
  const last = Number.MAX_SAFE_INTEGER
  return [...report.clusters]
    .sort((a, b) => placeOf(a, rank, last) - placeOf(b, rank, last))
    .map((each) => {
      const { name, state, lastSeen, reason } = each
      return {
        name,
        cloud: known.get(name)?.cloud ?? '',
        region: known.get(name)?.region ?? '',
        isHub: name === HUB_CLUSTER,
        state,
        lastSeen,
        ...(reason === undefined ? {} : { reason }),
        policies: rendered.policies.filter((one) => one.clusters.includes(name)).length,
        drifts: report.drifts.filter((one) => one.clusters.includes(name)).length,
        unhealthy: report.unhealthy.filter((one) => one.cluster === name).length,
      }
    })
}

function placeOf({ name }: ClusterState, rank: ReadonlyMap<string, number>, last: number): number {
  return name === HUB_CLUSTER ? last : (rank.get(name) ?? last - 1)
}
