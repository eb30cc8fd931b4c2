import type { Environment } from '../../model/environment.ts'
import type { Located } from '../../model/expansion.ts'
import { shorten } from '../../model/names.ts'
import type { PlannedObject, PlannedPolicy } from '../../model/plan.ts'
import type { PolicyPlacement } from '../../model/policy-placement.ts'
import type { Tree } from '../../model/traced.ts'
import { mirror } from '../../model/traced.ts'
import { plannedObject } from './planned-object.ts'

/** Name of the PolicySet of a placement. */
export function setName(placement: PolicyPlacement): string {
  return shorten(placement.metadata.name)
}

/** The PolicySet of a placement that asks for one; `members` are the policies that several clusters share, before exclusions. */
export function policySetOf(
  placement: Located<PolicyPlacement>,
  environment: Environment,
  members: readonly PlannedPolicy[],
): readonly PlannedObject[] {
  const asked = placement.value.spec.policySet
  if (!asked || members.length === 0) return []
  const said = mirror(placement.value, placement.origin).spec.policySet
  const exclusions = (asked.exclusions ?? []).flatMap((each, i) => {
    const reason: Tree = said?.exclusions?.[i]?.reason ?? each.reason
    return members
      .filter((policy) => policy.component === each.policy)
      .map((policy): Tree => {
        const clusterNames = each.clusters.filter((cluster) => policy.clusters.includes(cluster))
        return { policyName: policy.name, clusterNames, reason }
      })
  })
  const tree: Tree = {
    apiVersion: 'policy.open-cluster-management.io/v1beta1',
    kind: 'PolicySet',
    metadata: { name: setName(placement.value), namespace: environment.spec.hub.namespace },
    spec: {
      description: said?.description ?? '',
      policies: members.map((each) => each.name).sort(),
      ...(exclusions.length > 0 ? { exclusions } : {}),
    },
  }
  return [plannedObject(tree, placement.origin)]
}

/** The policies as clusters get them: without those that their placements exclude, and without a policy that is left with none. */
export function withoutExcluded(
  policies: readonly PlannedPolicy[],
  placements: readonly Located<PolicyPlacement>[],
): readonly PlannedPolicy[] {
  return policies.flatMap((policy) => {
    const placement = placements.find((each) => each.value.metadata.name === policy.placement)
    const excluded = (placement?.value.spec.policySet?.exclusions ?? [])
      .filter((each) => each.policy === policy.component)
      .flatMap((each) => each.clusters)
    if (excluded.length === 0) return [policy]
    const clusters = policy.clusters.filter((each) => !excluded.includes(each))
    return clusters.length === 0 ? [] : [{ ...policy, clusters }]
  })
}
