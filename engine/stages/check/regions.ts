import type { CheckResult, Component } from '../../model/component.ts'
import type { Environment } from '../../model/environment.ts'

/** Rule G3: a stretched quorum needs an odd number of regions, three at least; one cluster is one region. */
export function checkRegions(environment: Environment, used: readonly Component[]): readonly CheckResult[] {
  const regions = environment.spec.clusters.map((each) => `${each.cloud}/${each.region}`)
  return [...countResults(new Set(regions).size, used), ...sharedResults(environment)]
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
    const region = `${cluster.cloud}/${cluster.region}`
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
