import type { ServiceView } from '../../model/dashboard.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import type { ObservedPlatform } from '../../model/observed-services.ts'
import type { StretchedService } from '../../model/stretched.ts'
import type { Topology } from '../../model/topology.ts'
import { nodesIn } from '../../model/topology.ts'
import { simulate } from '../../stages/simulate.ts'
import type { ExpandedEnvironment } from '../expand-all.ts'

/** Each stretched service with what is dark counted as lost, and what would be left of it without each further region. */
export function serviceViews(
  { plan, stretched: asked }: ExpandedEnvironment,
  merged: Topology,
  report: ExceptedReport,
  observed: ObservedPlatform,
): readonly ServiceView[] {
  const stretched = { ...asked, services: asked.services.map((each) => asMerged(each, merged)) }
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

/** Members that are asked for and not merged yet do not vote. */
function asMerged(service: StretchedService, { services }: Topology): StretchedService {
  const known = services.find((each) => each.name === service.name)
  if (known === undefined) return service
  const members = service.members.map(({ cluster, pods }) => ({
    cluster,
    pods: pods.slice(0, nodesIn(known, cluster)),
  }))
  return { ...service, members }
}
