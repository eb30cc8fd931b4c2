import type { ServiceView } from '../../model/dashboard.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import type { ObservedPlatform } from '../../model/observed-services.ts'
import { simulate } from '../../stages/simulate.ts'
import type { ExpandedEnvironment } from '../expand-all.ts'

/** Each stretched service with what is dark counted as lost, and what would be left of it without each further region. */
export function serviceViews(
  { plan, stretched }: ExpandedEnvironment,
  report: ExceptedReport,
  observed: ObservedPlatform,
): readonly ServiceView[] {
  const members = plan.environment.spec.clusters
  const dark = report.clusters.filter((each) => each.state === 'unknown').map((each) => each.name)
  const losing = (clusters: readonly string[]) =>
    simulate(plan.environment, stretched, { asked: clusters, clusters: new Set(clusters), pods: new Set() }, observed)
  const left = members.filter((each) => !dark.includes(each.name))
  const regions = [...new Set(left.map((each) => each.region))].map((region) => {
    const gone = members.filter((each) => each.region === region).map((each) => each.name)
    return { region, services: losing([...dark, ...gone]).services }
  })
  return losing(dark).services.map((now) => ({
    now,
    without: regions.flatMap(({ region, services }) => {
      const after = services.find((each) => each.name === now.name)
      return after ? [{ region, tolerance: after.tolerance, survives: after.survives }] : []
    }),
  }))
}
