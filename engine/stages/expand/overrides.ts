import type { Environment } from '../../model/environment.ts'
import type { Located } from '../../model/expansion.ts'
import { HUB_CLUSTER_SET, LOCAL_CLUSTER_LABEL } from '../../model/labels.ts'
import { shorten } from '../../model/names.ts'
import type { Override } from '../../model/override.ts'
import type { PlacementApi } from '../../model/placement-api.ts'
import { apisOf } from '../../model/placement-api.ts'
import type { PlannedObject, PlannedPolicy } from '../../model/plan.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import type { PolicyPlacement } from '../../model/policy-placement.ts'
import { CLUSTER_SET_LABEL } from '../../model/selection.ts'
import type { Tree } from '../../model/traced.ts'
import { mirror, settle } from '../../model/traced.ts'

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
  const metadata = { name, namespace: environment.spec.hub.namespace }
  const isHub = clusters.includes(HUB_CLUSTER)
  const set = environment.spec.hub.clusterSet
  const from = mirror(override.value, override.origin).spec
  const selector: Tree = isHub
    ? { matchLabels: { [LOCAL_CLUSTER_LABEL]: 'true' } }
    : {
        matchExpressions: [
          { key: CLUSTER_SET_LABEL, operator: 'In', values: [set] },
          { key: 'name', operator: 'In', values: [...clusters] },
        ],
      }
  const selection =
    api === 'Placement'
      ? placementTree(metadata, selector, isHub ? HUB_CLUSTER_SET : set)
      : ruleTree(metadata, selector)
  const group = api === 'Placement' ? 'cluster.open-cluster-management.io' : 'apps.open-cluster-management.io'
  const binding: Tree = {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'PlacementBinding',
    metadata,
    bindingOverrides: { remediationAction: 'enforce' },
    subFilter: 'restricted',
    placementRef: { apiGroup: group, kind: api, name },
    subjects: [{ apiGroup: 'policy.open-cluster-management.io', kind: 'Policy', name: from.policy }],
  }
  return [selection, binding].map((tree) => {
    const settled = settle(tree, { verbatim: true })
    const origins = new Map([['', [override.origin]], ...settled.origins])
    return { object: settled.value as PlannedObject['object'], origins }
  })
}

function ruleTree(metadata: Tree, selector: Tree): Tree {
  return {
    apiVersion: 'apps.open-cluster-management.io/v1',
    kind: 'PlacementRule',
    metadata,
    spec: { clusterSelector: selector },
  }
}

function placementTree(metadata: Tree, selector: Tree, set: string): Tree {
  const tolerations = ['unreachable', 'unavailable'].map((taint) => ({
    key: `cluster.open-cluster-management.io/${taint}`,
    operator: 'Exists',
  }))
  return {
    apiVersion: 'cluster.open-cluster-management.io/v1beta1',
    kind: 'Placement',
    metadata,
    spec: { clusterSets: [set], predicates: [{ requiredClusterSelector: { labelSelector: selector } }], tolerations },
  }
}
