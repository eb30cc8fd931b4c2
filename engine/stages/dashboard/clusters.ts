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
  const policies = countsOf(rendered.policies.flatMap((each) => each.clusters))
  const drifts = countsOf(report.drifts.flatMap((each) => each.clusters))
  const unhealthy = countsOf(report.unhealthy.map((each) => each.cluster))
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
        policies: policies.get(name) ?? 0,
        drifts: drifts.get(name) ?? 0,
        unhealthy: unhealthy.get(name) ?? 0,
      }
    })
}

/** How often each name is there: a fleet has thousands of clusters, with many policies each. */
function countsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

function placeOf({ name }: ClusterState, rank: ReadonlyMap<string, number>, last: number): number {
  return name === HUB_CLUSTER ? last : (rank.get(name) ?? last - 1)
}
