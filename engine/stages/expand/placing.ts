import type { Environment } from '../../model/environment.ts'
import { HUB_CLUSTER_SET, LOCAL_CLUSTER_LABEL } from '../../model/labels.ts'
import type { PlacementApi } from '../../model/placement-api.ts'
import { CLUSTER_SET_LABEL } from '../../model/selection.ts'
import type { Tree } from '../../model/traced.ts'

export const HUB_SELECTOR: Tree = { matchLabels: { [LOCAL_CLUSTER_LABEL]: 'true' } }

/** Always with the cluster-set label, so that a placement never reaches another environment's clusters on the same hub. */
export function inSet(environment: Environment, expressions: readonly Tree[]): Tree {
  const set = { key: CLUSTER_SET_LABEL, operator: 'In', values: [environment.spec.hub.clusterSet] }
  return { matchExpressions: [set, ...expressions] }
}

export function namesSelector(environment: Environment, names: readonly string[], values: Tree = [...names]): Tree {
  return inSet(environment, [{ key: 'name', operator: 'In', values }])
}

/** The PlacementRule or Placement of that name with this selection. */
export function placingTree(api: PlacementApi, name: string, environment: Environment, selector: Tree): Tree {
  const metadata = { name, namespace: environment.spec.hub.namespace }
  if (api === 'PlacementRule')
    return {
      apiVersion: 'apps.open-cluster-management.io/v1',
      kind: 'PlacementRule',
      metadata,
      // No clusterConditions: a condition on availability would withdraw the policies from a region that goes dark.
      spec: { clusterSelector: selector },
    }
  const set = selector === HUB_SELECTOR ? HUB_CLUSTER_SET : environment.spec.hub.clusterSet
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

/** The PlacementBinding of the same name. `more`: what it says beside whom it binds to what. */
export function bindingTree(
  api: PlacementApi,
  name: string,
  environment: Environment,
  subjects: readonly Tree[],
  more: Readonly<Record<string, Tree>> = {},
): Tree {
  const apiGroup = api === 'Placement' ? 'cluster.open-cluster-management.io' : 'apps.open-cluster-management.io'
  return {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'PlacementBinding',
    metadata: { name, namespace: environment.spec.hub.namespace },
    ...more,
    placementRef: { apiGroup, kind: api, name },
    subjects,
  }
}
