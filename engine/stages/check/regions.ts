import type { CheckResult, Component } from '../../model/component.ts'
import type { Environment } from '../../model/environment.ts'
import { regionOf } from '../../model/geo.ts'
import { quorumOver } from '../../model/quorum.ts'
import type { StretchedService } from '../../model/stretched.ts'
import { votersPerRegion } from './voters.ts'

/** Rule G3: a stretched quorum needs an odd number of regions, three at least; one cluster is one region. */
export function checkRegions(
  environment: Environment,
  used: readonly Component[],
  services: readonly StretchedService[],
): readonly CheckResult[] {
  const regions = environment.spec.clusters.map(regionOf)
  return [
    ...countResults(new Set(regions).size, used),
    ...sharedResults(environment),
    ...services.flatMap((each) => sharedQuorum(environment, each)),
    ...hubResults(environment),
  ]
}

/** Rules G1 and G2 where clusters share a region: components count clusters, and here their regions hold more than one. */
function sharedQuorum(environment: Environment, service: StretchedService): readonly CheckResult[] {
  if (service.quorum.kind !== 'raft') return []
  const perCluster = quorumOver(service.members.map((each) => each.pods.length))
  const perRegion = quorumOver(votersPerRegion(environment, service))
  const also = environment.spec.survive === 'region+node' ? 1 : 0
  if (perCluster.toleranceAfterRegion < also || perRegion.toleranceAfterRegion >= also) return []
  const { voters, quorum, largestRegion, toleranceAfterRegion } = perRegion
  const node = toleranceAfterRegion < 0 ? 0 : also
  return [
    {
      rule: 'regions/shared-quorum',
      severity: 'error',
      pointer: service.pointer,
      message: `clusters in one region hold ${largestRegion} of ${voters} voters of ${service.name}: losing it${node > 0 ? ' and one more node' : ''} leaves ${voters - largestRegion - node}, and ${quorum} are needed`,
      hint: 'move a cluster to a region of its own, or give the clusters of one region fewer members',
    },
  ]
}

/** Rule G17 and blueprint section 1: the hub does not share its fate with a data region. */
function hubResults(environment: Environment): readonly CheckResult[] {
  const { region } = environment.spec.hub
  const shared = environment.spec.clusters.filter((each) => each.region === region)
  if (region === undefined || shared.length === 0) return []
  return [
    {
      rule: 'regions/hub-shared',
      severity: 'warning',
      pointer: '/spec/hub/region',
      message: `the hub is in ${region} like ${shared.map((each) => each.name).join(', ')}: losing 1 region takes away the cluster and whoever could change the others`,
      hint: 'run the hub in a region that holds no cluster of this environment',
    },
  ]
}

function countResults(count: number, used: readonly Component[]): readonly CheckResult[] {
  const stateful = used.filter((each) => each.stateful).map((each) => each.name)
  if (stateful.length === 0) return []
  const names = stateful.join(' and ')
  if (count < 3) {
    return [
      {
        rule: 'regions/too-few',
        severity: 'error',
        pointer: '/spec/clusters',
        message: `${count} ${count === 1 ? 'region' : 'regions'} for ${names}: whichever region holds half the voters or more takes the quorum with it`,
        hint: 'add clusters until there are three regions; the third may be a small witness that holds one voter',
      },
    ]
  }
  if (count % 2 === 1) return []
  return [
    {
      rule: 'regions/even',
      severity: 'warning',
      pointer: '/spec/clusters',
      message: `${count} regions for ${names}: an even number tolerates no more than ${count - 1} would, and a split in half stops everything`,
      hint: 'add or remove one region',
    },
  ]
}

function sharedResults(environment: Environment): readonly CheckResult[] {
  const seen = new Map<string, string>()
  return environment.spec.clusters.flatMap((cluster, index): readonly CheckResult[] => {
    const region = regionOf(cluster)
    const other = seen.get(region)
    seen.set(region, other ?? cluster.name)
    if (other === undefined) return []
    return [
      {
        rule: 'regions/shared',
        severity: 'warning',
        pointer: `/spec/clusters/${index}/region`,
        message: `${cluster.name} is in ${cluster.region} like ${other}: losing that region loses both clusters at once`,
        hint: 'put each cluster of the environment in a region of its own',
      },
    ]
  })
}
