import type { Environment } from '../../model/environment.ts'
import type { Located } from '../../model/expansion.ts'
import { ANNOTATION, HUB_CLUSTER_SET } from '../../model/labels.ts'
import { shorten } from '../../model/names.ts'
import { apisOf } from '../../model/placement-api.ts'
import type { PlannedObject } from '../../model/plan.ts'
import type { PolicyPlacement } from '../../model/policy-placement.ts'
import type { Tree } from '../../model/traced.ts'
import { plannedObject } from './planned-object.ts'
import type { ValueMap } from './value-maps.ts'

/** The hub namespace and its cluster-set bindings: without a binding a Placement selects nothing and says so nowhere. */
export function hubObjects(
  environment: Environment,
  placements: readonly Located<PolicyPlacement>[],
): readonly PlannedObject[] {
  const { namespace, clusterSet } = environment.spec.hub
  const needsHubSet = placements.some((each) => apisOf(each.value.spec.api).includes('Placement'))
  const sets = needsHubSet && clusterSet !== HUB_CLUSTER_SET ? [clusterSet, HUB_CLUSTER_SET] : [clusterSet]
  const trees: readonly Tree[] = [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: { [ANNOTATION.environment]: environment.metadata.name } },
    },
    ...sets.map((set) => ({
      apiVersion: 'cluster.open-cluster-management.io/v1beta2',
      kind: 'ManagedClusterSetBinding',
      metadata: { name: set, namespace },
      spec: { clusterSet: set },
    })),
  ]
  return trees.map((tree) => plannedObject(tree))
}

/** Name of the hub ConfigMap with what a policy's clusters read in place of its hub templates. */
export function valuesName(environment: Environment, policy: string): string {
  return shorten(`${environment.metadata.name}-values-${policy}`)
}

export function valuesTree(environment: Environment, { name, data }: ValueMap): Tree {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: environment.spec.hub.namespace },
    data: { ...data },
  }
}
