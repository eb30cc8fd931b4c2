import type { Environment } from '../../model/environment.ts'
import { regionOf } from '../../model/geo.ts'
import type { StretchedPlatform } from '../../model/stretched.ts'
import type { Survival, SurvivalCase } from '../../model/survival.ts'

/** Every single region, and every region with the node whose loss beside it is worst. */
export function survivalCases(
  environment: Environment,
  platform: StretchedPlatform,
  simulated: (words: readonly string[]) => Survival,
): readonly SurvivalCase[] {
  const { clusters, survive } = environment.spec
  return [...new Set(clusters.map(regionOf))].flatMap((region): readonly SurvivalCase[] => {
    const alone = simulated([wordFor(region, environment)])
    const nodes = nodesBeside(region, environment, platform).map((node) => simulated([...alone.lost, ...node]))
    const [worst] = nodes.sort(byDamage)
    return [
      { promised: true, survival: alone },
      ...(worst === undefined ? [] : [{ promised: survive === 'region+node', survival: worst }]),
    ]
  })
}

/** The region as people say it, with its cloud where two clouds have one of that name. */
function wordFor(region: string, environment: Environment): string {
  const name = region.slice(region.indexOf('/') + 1)
  const isShared = environment.spec.clusters.some((each) => each.region === name && regionOf(each) !== region)
  return isShared ? region : name
}

/** One node of each other cluster, with a pod of every service on it; clusters that are alike count once. */
function nodesBeside(
  region: string,
  environment: Environment,
  platform: StretchedPlatform,
): readonly (readonly string[])[] {
  const alike = new Map<string, readonly string[]>()
  for (const cluster of environment.spec.clusters.filter((each) => regionOf(each) !== region)) {
    const own = platform.services.map((service) => service.members.find((each) => each.cluster === cluster.name))
    const homes = platform.services.map(({ quorum }) => quorum.kind === 'replication' && quorum.home === cluster.name)
    const neighbours = environment.spec.clusters.filter((each) => regionOf(each) === regionOf(cluster)).length
    const pods = own.flatMap((each) => (each?.pods[0] === undefined ? [] : [`${cluster.name}/${each.pods[0]}`]))
    const profile = JSON.stringify([own.map((each) => each?.pods.length ?? 0), homes, neighbours])
    if (pods.length > 0 && !alike.has(profile)) alike.set(profile, pods)
  }
  return [...alike.values()]
}

function byDamage(a: Survival, b: Survival): number {
  const least = (each: Survival) => Math.min(Infinity, ...each.services.map((service) => service.tolerance))
  return Number(a.survives) - Number(b.survives) || least(a) - least(b) || b.total.max - a.total.max
}
