import { count } from '../../model/count.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import { lostMembersOf } from '../../model/lost-members.ts'
import { moreToLose } from '../../model/quorum.ts'
import type { StretchedService } from '../../model/stretched.ts'
import { componentOf } from '../../model/stretched.ts'
import { votesWithDown } from '../../model/votes-left.ts'

/** Stretched services as they are at one moment, and which cluster is where then. */
export interface Standing {
  readonly services: readonly StretchedService[]
  readonly clusters: readonly { readonly name: string; readonly region: string }[]
}

interface ToleranceInput extends Standing {
  readonly regions: readonly string[]
  readonly report: ExceptedReport
  readonly afterwards?: Standing
}

interface ToleranceCheck {
  readonly rule: string
  readonly isGreen: boolean
  readonly sentence: string
}

/**
 * Rules G1, G4 and G11: what is restarted is down for a while, and another region may be lost meanwhile only if a quorum stays,
 * both of the members that are there now and of those that the step leaves. Members that a drift took away are not there, whether or not
 * people live with it.
 */
export function tolerances(input: ToleranceInput): readonly ToleranceCheck[] {
  const now = input.services.map((service) => toleranceOf(service, input))
  const later = (input.afterwards?.services ?? []).map((service) =>
    toleranceOf(service, { ...input, ...input.afterwards }, ' after it'),
  )
  const worst = new Map<string, Tolerance>()
  for (const each of [...now, ...later]) {
    const known = worst.get(each.name)
    if (known === undefined || each.tolerance < known.tolerance) worst.set(each.name, each)
  }
  return [...worst.values()].map(({ rule, isGreen, sentence }) => ({ rule, isGreen, sentence }))
}

interface Tolerance extends ToleranceCheck {
  readonly name: string
  readonly tolerance: number
}

function toleranceOf(
  service: StretchedService,
  { clusters, regions, report }: Omit<ToleranceInput, 'services'>,
  when = '',
): Tolerance {
  const unseen = new Set(report.clusters.filter((each) => each.state === 'unknown').map((each) => each.name))
  const regionOf = (cluster: string) => clusters.find((each) => each.name === cluster)?.region ?? cluster
  const isAway = (cluster: string) => regions.includes(regionOf(cluster)) || unseen.has(cluster)
  const lostIn = lostMembersOf(report, componentOf(service))
  const members = service.members.map(({ cluster, pods }) => ({ cluster, nodes: pods.length }))
  const lost = members.filter((each) => !isAway(each.cluster)).reduce((sum, each) => sum + lostIn(each), 0)
  const down = (each: (typeof members)[number]) => (isAway(each.cluster) ? each.nodes : lostIn(each))
  const { voters, left, quorum } = votesWithDown(service, down, clusters)
  const tolerance = left - quorum
  const what = service.quorum.kind === 'raft' ? 'voters' : 'replicas of each range'
  const without = [
    regions.join(', '),
    ...(unseen.size > 0 ? ['what cannot be seen'] : []),
    ...(lost > 0 ? [`${count(lost, 'member')} that a drift took away`] : []),
  ].join(' and ')
  const verdict = tolerance >= 0 ? moreToLose(tolerance) : 'which is no quorum'
  return {
    name: service.name,
    tolerance,
    rule: 'gate/tolerance',
    isGreen: tolerance >= 0,
    sentence: `${service.name} has ${voters} ${what}${when} and needs ${quorum}; without ${without} ${left} remain, ${verdict}`,
  }
}
