import type { Rendered } from '../../model/rendered.ts'
import { carriedBy, isDisabled } from './carried.ts'

/** What an environment was before a change, as far as the risk of a policy depends on more than the policy. */
export interface Standing {
  /** Clusters that something was asked of: what comes to a new one overwrites nothing there. */
  readonly clusters: ReadonlySet<string>
  isEnforced(cluster: string, compliance: string, object: string): boolean
}

export function standingOf({ policies, clusters }: Rendered): Standing {
  const on = policies.filter((each) => !isDisabled(each.object))
  const enforced = new Set(
    on.flatMap((policy) =>
      carriedBy(policy.object).flatMap((each) =>
        each.isEnforced ? policy.clusters.map((cluster) => keyOf(cluster, each.compliance, each.object)) : [],
      ),
    ),
  )
  return {
    clusters: new Set([...clusters.map((each) => each.name), ...on.flatMap((each) => each.clusters)]),
    isEnforced: (cluster, compliance, object) => enforced.has(keyOf(cluster, compliance, object)),
  }
}

function keyOf(cluster: string, compliance: string, object: string): string {
  return `${cluster} ${compliance} ${object}`
}
