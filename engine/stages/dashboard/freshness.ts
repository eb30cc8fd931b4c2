import type { FreshnessView } from '../../model/dashboard.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import type { ClusterObservation, Observation } from '../../model/observation.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'

/** How old what is known of each cluster is, and which parts of it are missing. */
export function freshnessViews({ clusters, hub }: Observation, report: ExceptedReport): readonly FreshnessView[] {
  return clusters.map((each) => {
    const known = report.clusters.find((one) => one.name === each.cluster)
    const time = timeOf(each) ?? known?.lastSeen ?? null
    const why = each.state === 'unknown' ? each.reason : known?.refused
    const ofHub = each.cluster === HUB_CLUSTER ? (hub?.shortfalls ?? []) : []
    return {
      cluster: each.cluster,
      kind: each.state,
      at: time,
      shortfalls: [...(each.state === 'unknown' ? [] : (each.shortfalls ?? [])), ...ofHub].map(
        ({ kind, namespace, state, message, since }) => ({ kind, namespace, state, message, since }),
      ),
      problems: each.state === 'seen' ? each.problems : [],
      ...(why === undefined ? {} : { why }),
    }
  })
}

function timeOf(each: ClusterObservation): string | null {
  return each.state === 'unknown' ? each.lastSeen : each.observedAt
}
