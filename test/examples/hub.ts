import type { Environment } from '../../engine/model/environment.ts'
import type { Json, JsonObject } from '../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../engine/model/json.ts'
import type { Plan } from '../../engine/model/plan.ts'
import { CLUSTER_SET_LABEL, labelsOf } from '../../engine/model/selection.ts'

/** A ManagedCluster as placements see it. */
export interface ManagedCluster {
  readonly name: string
  readonly labels: ReadonlyMap<string, string>
  readonly isDark?: boolean
}

export const LOCAL_CLUSTER: ManagedCluster = {
  name: 'local-cluster',
  labels: new Map([
    ['name', 'local-cluster'],
    ['local-cluster', 'true'],
    ['vendor', 'OpenShift'],
    [CLUSTER_SET_LABEL, 'default'],
  ]),
}

export function managedClusters(environment: Environment): readonly ManagedCluster[] {
  return environment.spec.clusters.map((each) => ({ name: each.name, labels: labelsOf(environment, each) }))
}

/** Clusters that differ from an environment's in name and set only: another environment's, and some in no set at all. */
export function neighbours(environment: Environment): readonly ManagedCluster[] {
  return managedClusters(environment).flatMap(({ name, labels }) => {
    const other = new Map([...labels, ['name', `other-${name}`], [CLUSTER_SET_LABEL, 'other']])
    const free = new Map([...labels, ['name', `free-${name}`]])
    free.delete(CLUSTER_SET_LABEL)
    return [
      { name: `other-${name}`, labels: other },
      { name: `free-${name}`, labels: free },
    ]
  })
}

export function objectsOf(plan: Plan): readonly JsonObject[] {
  return [...plan.support, ...plan.bindings, ...plan.policies].map((each) => each.object)
}

/** What a placement object selects, by the rules of its API (policy-api section 4). */
export function decisions(
  placement: Json,
  objects: readonly Json[],
  clusters: readonly ManagedCluster[],
): readonly string[] {
  const isChosen = textAt(placement, 'kind') === 'Placement' ? byPlacement(placement, objects) : byRule(placement)
  return clusters.filter(isChosen).map((each) => each.name)
}

/** A PlacementRule sees no taints; conditions, where it names any, must hold. */
function byRule(rule: Json): (cluster: ManagedCluster) => boolean {
  const asksAvailable = listAt(rule, 'spec', 'clusterConditions').length > 0
  return (cluster) => matches(at(rule, 'spec', 'clusterSelector'), cluster) && !(asksAvailable && cluster.isDark)
}

/** A Placement reaches clusters of sets that are bound into its namespace, and none with a taint that it does not tolerate. */
function byPlacement(placement: Json, objects: readonly Json[]): (cluster: ManagedCluster) => boolean {
  const namespace = textAt(placement, 'metadata', 'namespace')
  const bound = objects
    .filter((each) => textAt(each, 'kind') === 'ManagedClusterSetBinding')
    .filter((each) => textAt(each, 'metadata', 'namespace') === namespace)
    .map((each) => textAt(each, 'spec', 'clusterSet'))
  const sets = listAt(placement, 'spec', 'clusterSets').filter((set) => bound.includes(String(set)))
  const tolerated = listAt(placement, 'spec', 'tolerations').map((each) => textAt(each, 'key'))
  const isTolerant = ['unreachable', 'unavailable'].every((taint) =>
    tolerated.includes(`cluster.open-cluster-management.io/${taint}`),
  )
  const selectors = listAt(placement, 'spec', 'predicates').map((each) =>
    at(each, 'requiredClusterSelector', 'labelSelector'),
  )
  return (cluster) =>
    sets.includes(cluster.labels.get(CLUSTER_SET_LABEL) ?? '') &&
    selectors.some((selector) => matches(selector, cluster)) &&
    !(cluster.isDark && !isTolerant)
}

function matches(selector: Json | undefined, { labels }: ManagedCluster): boolean {
  const equal = at(selector, 'matchLabels')
  const isEqual = Object.entries(isObject(equal) ? equal : {}).every(([key, value]) => labels.get(key) === value)
  return isEqual && listAt(selector, 'matchExpressions').every((each) => holds(each, labels))
}

function holds(expression: Json, labels: ReadonlyMap<string, string>): boolean {
  const value = labels.get(textAt(expression, 'key') ?? '')
  const isListed = value !== undefined && listAt(expression, 'values').includes(value)
  switch (textAt(expression, 'operator')) {
    case 'In':
      return isListed
    case 'NotIn':
      return !isListed
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    default:
      throw new Error(`no operator: ${JSON.stringify(expression)}`)
  }
}

/** Which policy reaches which cluster, once for every binding that carries it. */
export interface Delivery {
  readonly policy: string
  readonly binding: string
  readonly clusters: readonly string[]
}

/** What the hub makes of rendered objects, given these clusters. */
export function deliveries(objects: readonly JsonObject[], clusters: readonly ManagedCluster[]): readonly Delivery[] {
  const named = (kind: string | undefined, name: string | undefined) =>
    objects.find((each) => textAt(each, 'kind') === kind && textAt(each, 'metadata', 'name') === name)
  return objects
    .filter((each) => textAt(each, 'kind') === 'PlacementBinding')
    .flatMap((binding) => {
      const name = textAt(binding, 'metadata', 'name') ?? ''
      const placement = named(textAt(binding, 'placementRef', 'kind'), textAt(binding, 'placementRef', 'name'))
      const selected = placement ? decisions(placement, objects, clusters) : []
      return listAt(binding, 'subjects').map((subject) => ({
        policy: textAt(subject, 'name') ?? '',
        binding: name,
        clusters: selected,
      }))
    })
}
