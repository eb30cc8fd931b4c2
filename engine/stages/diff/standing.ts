import type { Rendered } from '../../model/rendered.ts'
import type { Carried } from './carried.ts'
import { carriedBy, complianceOf, isDisabled } from './carried.ts'

/** What an environment was before a change, as far as the risk of a policy depends on more than the policy. */
export interface Standing {
  /** Clusters that something was asked of: what comes to a new one overwrites nothing there. */
  readonly clusters: ReadonlySet<string>
  /** Some policy enforced the same of the same object there. */
  isEnforced(cluster: string, carried: Carried): boolean
}

export function standingOf({ policies, clusters }: Rendered): Standing {
  const on = policies.filter((each) => !isDisabled(each.object))
  const enforced = new Set(
    on.flatMap((policy) =>
      carriedBy(policy.object).flatMap((each) =>
        each.isEnforced ? policy.clusters.map((cluster) => keyOf(cluster, each)) : [],
      ),
    ),
  )
  return {
    clusters: new Set([...clusters.map((each) => each.name), ...on.flatMap((each) => each.clusters)]),
    isEnforced: (cluster, carried) => enforced.has(keyOf(cluster, carried)),
  }
}

function keyOf(cluster: string, carried: Carried): string {
  return `${cluster} ${complianceOf(carried)} ${carried.object}`
}
