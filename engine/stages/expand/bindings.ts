import type { Capability } from '../../model/component.ts'
import type { Environment } from '../../model/environment.ts'
import type { Located } from '../../model/expansion.ts'
import { shorten } from '../../model/names.ts'
import type { PlacementApi } from '../../model/placement-api.ts'
import { apisOf } from '../../model/placement-api.ts'
import type { PlannedObject, PlannedPolicy } from '../../model/plan.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import type { PolicyPlacement } from '../../model/policy-placement.ts'
import { normalizeSelector, selectClusters } from '../../model/selection.ts'
import type { Tree } from '../../model/traced.ts'
import { derived, mirror } from '../../model/traced.ts'
import { bindingTree, HUB_SELECTOR, inSet, namesSelector, placingTree } from './placing.ts'
import { plannedObject } from './planned-object.ts'
import { policySetOf, setName } from './policy-sets.ts'

/** Ends of names that a placement gives to its other selections, and that a cluster may be called as well. */
const OWN_SUFFIXES: readonly string[] = ['hub', 'members']

/** One selection of clusters that some policies share. */
interface Reach {
  readonly suffix: string
  readonly selector: Tree
  /** Of member policies that go to all clusters of the placement alike. */
  readonly isShared: boolean
  readonly policies: readonly string[]
}

/**
 * The PlacementRules or Placements, with a PlacementBinding each, that carry a placement's policies: at most one for
 * the hub, one for all member policies, and one for each cluster that has policies of its own.
 */
export function bindingsFor(
  placement: Located<PolicyPlacement>,
  environment: Environment,
  policies: readonly PlannedPolicy[],
  capabilities: readonly Capability[],
): readonly PlannedObject[] {
  const mine = policies.filter((each) => each.placement === placement.value.metadata.name)
  const reaches = reachesOf(placement, environment, mine, capabilities.includes('cluster-labels'))
  const bound = reaches.flatMap((reach) => {
    const trees = apisOf(placement.value.spec.api).flatMap((api) => {
      const name = placementName(placement.value, reach.suffix, api)
      return [
        placingTree(api, name, environment, reach.selector),
        bindingTree(api, name, environment, subjectsOf(reach, placement.value)),
      ]
    })
    return trees.map((tree) => plannedObject(tree, placement.origin))
  })
  const shared = reaches.filter((each) => each.isShared).flatMap((each) => each.policies)
  const members = mine.filter((each) => shared.includes(each.name))
  return [...policySetOf(placement, environment, members), ...bound]
}

/** What several clusters share is bound as the placement's PolicySet where it asks for one, all else as itself. */
function subjectsOf({ isShared, policies }: Reach, placement: PolicyPlacement): readonly Tree[] {
  const apiGroup = 'policy.open-cluster-management.io'
  if (isShared && placement.spec.policySet) return [{ apiGroup, kind: 'PolicySet', name: setName(placement) }]
  return policies.map((name) => ({ apiGroup, kind: 'Policy', name }))
}

/** A Placement and a PlacementRule never share a name, so that one can replace the other without a gap (design section 5). */
function placementName(placement: PolicyPlacement, suffix: string, api: PlacementApi): string {
  const kind = api === 'Placement' ? '-placement' : ''
  return shorten(`${placement.metadata.name}${suffix}${kind}`)
}

function reachesOf(
  placement: Located<PolicyPlacement>,
  environment: Environment,
  policies: readonly PlannedPolicy[],
  hasLabels: boolean,
): readonly Reach[] {
  const selection = placement.value.spec.clusters
  const isHub = (each: PlannedPolicy) => each.clusters.length === 1 && each.clusters[0] === HUB_CLUSTER
  const hub = policies.filter(isHub)
  const members = policies.filter((each) => !isHub(each))
  const wanted = selection.hub
    ? environment.spec.clusters.map((each) => each.name)
    : [...new Set(members.flatMap((each) => each.clusters))]
  const isOne = (each: PlannedPolicy) => each.clusters.length === 1 && (each.stateful || wanted.length > 1)
  const together = members.filter((each) => !isOne(each))
  const single = [...new Set(members.filter(isOne).flatMap((each) => each.clusters))]
  const reach = (suffix: string, selector: Tree, chosen: readonly PlannedPolicy[]): readonly Reach[] =>
    chosen.length === 0
      ? []
      : [{ suffix, selector, isShared: chosen === together, policies: chosen.map((each) => each.name) }]
  return [
    ...reach(selection.hub ? '' : '-hub', HUB_SELECTOR, hub),
    ...reach(selection.hub ? '-members' : '', memberSelector(placement, environment, hasLabels), together),
    ...single.flatMap((cluster) =>
      reach(
        OWN_SUFFIXES.includes(cluster) ? `-cluster-${cluster}` : `-${cluster}`,
        namesSelector(environment, [cluster]),
        members.filter((each) => isOne(each) && each.clusters[0] === cluster),
      ),
    ),
  ]
}

function memberSelector(placement: Located<PolicyPlacement>, environment: Environment, hasLabels: boolean): Tree {
  const selection = placement.value.spec.clusters
  const traced = mirror(placement.value, placement.origin).spec.clusters
  const all = environment.spec.clusters.map((each) => each.name)
  if (selection.names) return namesSelector(environment, selection.names, derived([...selection.names], traced.names))
  // Where no component writes the labels that a selector reads, the answer is rendered, not the question.
  if (!selection.selector || !hasLabels) {
    const chosen = selection.selector ? selectClusters(environment, selection) : all
    return namesSelector(environment, chosen, derived([...chosen], traced))
  }
  const { matchLabels = {}, matchExpressions = [] } = normalizeSelector(selection.selector)
  const labels = Object.entries(matchLabels).map(([key, value]) => ({ key, operator: 'In', values: [value] }))
  return inSet(environment, [...labels, ...(matchExpressions as readonly Tree[])])
}
