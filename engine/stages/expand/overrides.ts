import type { Environment } from '../../model/environment.ts'
import type { Located } from '../../model/expansion.ts'
import { shorten } from '../../model/names.ts'
import type { Override } from '../../model/override.ts'
import type { PlacementApi } from '../../model/placement-api.ts'
import { apisOf } from '../../model/placement-api.ts'
import type { PlannedObject, PlannedPolicy } from '../../model/plan.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import type { PolicyPlacement } from '../../model/policy-placement.ts'
import { mirror } from '../../model/traced.ts'
import { bindingTree, HUB_SELECTOR, namesSelector, placingTree } from './placing.ts'
import { plannedObject } from './planned-object.ts'

/**
 * What enforces a policy on some of its clusters: a selection of these, and a binding that places nothing (`subFilter:
 * restricted`) but overrides the remediation where another binding placed the policy (policy-api 3.1). The hub is selected
 * by an object of its own. Rendered for as long as the Override stands in the repository, so that the same input gives the
 * same output on any day; that it has run out is for whoever knows the date.
 */
export function overrideObjects(
  override: Located<Override>,
  environment: Environment,
  policies: readonly PlannedPolicy[],
  placements: readonly Located<PolicyPlacement>[],
): readonly PlannedObject[] {
  const { spec } = override.value
  const policy = policies.find((each) => each.name === spec.policy)
  if (!policy) return []
  const clusters = spec.clusters.filter((each) => policy.clusters.includes(each))
  const placement = placements.find((each) => each.value.metadata.name === policy.placement)
  const api = placement?.value.spec.api ?? 'PlacementRule'
  const hub = clusters.filter((each) => each === HUB_CLUSTER)
  const members = clusters.filter((each) => each !== HUB_CLUSTER)
  return apisOf(api).flatMap((each) => [
    ...objectsFor(override, environment, each, members, ''),
    ...objectsFor(override, environment, each, hub, members.length > 0 ? '-hub' : ''),
  ])
}

function objectsFor(
  override: Located<Override>,
  environment: Environment,
  api: PlacementApi,
  clusters: readonly string[],
  suffix: string,
): readonly PlannedObject[] {
  if (clusters.length === 0) return []
  const name = shorten(`${override.value.metadata.name}${suffix}${api === 'Placement' ? '-placement' : ''}`)
  const selector = clusters.includes(HUB_CLUSTER) ? HUB_SELECTOR : namesSelector(environment, clusters)
  const policy = mirror(override.value, override.origin).spec.policy
  const subject = { apiGroup: 'policy.open-cluster-management.io', kind: 'Policy', name: policy }
  const binding = bindingTree(api, name, environment, [subject], {
    bindingOverrides: { remediationAction: 'enforce' },
    subFilter: 'restricted',
  })
  return [placingTree(api, name, environment, selector), binding].map((tree) => plannedObject(tree, override.origin))
}
