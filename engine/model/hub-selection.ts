import type { Inventory, InventoryCluster } from './inventory.ts'
import type { Json, JsonObject } from './json.ts'
import { at, isObject, listAt, textAt } from './json.ts'
import { CLUSTER_SET_LABEL } from './selection.ts'

/** The clusters that a PlacementRule or Placement selects, and why that is not certain where it is not. */
export interface Selected {
  readonly clusters: readonly string[]
  readonly doubts: readonly string[]
}

/** What a PlacementRule selects (policy-api 4.1): named clusters by their label `name`, else a selector, else all. */
export function selectByRule(rule: JsonObject, { clusters }: Inventory): Selected {
  const spec = at(rule, 'spec') ?? {}
  const scheduler = textAt(spec, 'schedulerName') ?? ''
  if (!['', 'default', 'mcm'].includes(scheduler)) return { clusters: [], doubts: [] }
  const named = listAt(spec, 'clusters').map((each) => textAt(each, 'name') ?? '')
  const conditions = new Map(listAt(spec, 'clusterConditions').map((each) => [textAt(each, 'type') ?? '', each]))
  const chosen = clusters.filter((cluster) => {
    if (cluster.isTerminating) return false
    const isNamed = named.includes(cluster.labels.name ?? '')
    const isWanted = named.length > 0 ? isNamed : matchesLabels(cluster.labels, at(spec, 'clusterSelector'))
    // A cluster that lacks the condition passes.
    return isWanted && [...conditions].every(([type, each]) => hasCondition(cluster, type, textAt(each, 'status')))
  })
  const identity = textAt(rule, 'metadata', 'annotations', 'open-cluster-management.io/user-identity')
  const doubts = identity === undefined ? [] : ['it selects by the rights of the user in its annotation user-identity']
  return limited(chosen, at(spec, 'clusterReplicas'), doubts)
}

function hasCondition(cluster: InventoryCluster, type: string, wanted: string | undefined): boolean {
  const status = cluster.conditions[type]
  return status === undefined || status === wanted
}

/** What a Placement selects (policy-api 4.2) in a namespace to which these cluster sets are bound. */
export function selectByPlacement(placement: JsonObject, inventory: Inventory, bound: readonly string[]): Selected {
  const spec = at(placement, 'spec') ?? {}
  const wanted = listAt(spec, 'clusterSets')
  const sets = bound.filter((each) => wanted.length === 0 || wanted.includes(each))
  const predicates = listAt(spec, 'predicates').map((each) => at(each, 'requiredClusterSelector') ?? {})
  const tolerations = listAt(spec, 'tolerations')
  const chosen = inventory.clusters.filter(
    (cluster) =>
      !cluster.isTerminating &&
      sets.some((set) => isInSet(cluster, set, inventory)) &&
      (predicates.length === 0 || predicates.some((each) => holds(each, cluster))) &&
      cluster.taints.every((taint) => taint.effect === 'PreferNoSelect' || isTolerated(taint, tolerations)),
  )
  const cel = predicates.some((each) => listAt(each, 'celSelector', 'celExpressions').length > 0)
  const doubts = cel ? ['its CEL expressions are not evaluated here'] : []
  return limited(chosen, at(spec, 'numberOfClusters'), doubts)
}

export function isInSet({ labels }: InventoryCluster, set: string, { sets }: Inventory): boolean {
  const selector = sets.get(set)
  return selector === undefined ? labels[CLUSTER_SET_LABEL] === set : matchesLabels(labels, selector)
}

function holds(selector: Json, { labels, claims }: InventoryCluster): boolean {
  const byClaim = { matchExpressions: listAt(selector, 'claimSelector', 'matchExpressions') }
  return matchesLabels(labels, at(selector, 'labelSelector')) && matchesLabels(claims, byClaim)
}

function isTolerated(taint: InventoryCluster['taints'][number], tolerations: readonly Json[]): boolean {
  return tolerations.some((each) => {
    const key = textAt(each, 'key') ?? ''
    const effect = textAt(each, 'effect') ?? ''
    if (effect !== '' && effect !== taint.effect) return false
    if (textAt(each, 'operator') === 'Exists') return key === '' || key === taint.key
    return key === taint.key && (textAt(each, 'value') ?? '') === taint.value
  })
}

function limited(chosen: readonly InventoryCluster[], limit: Json | undefined, doubts: readonly string[]): Selected {
  const clusters = chosen.map((each) => each.name)
  if (typeof limit !== 'number' || limit >= clusters.length) return { clusters, doubts }
  if (limit <= 0) return { clusters: [], doubts }
  return { clusters, doubts: [...doubts, `it takes ${limit} of these, and which ones only the hub decides`] }
}

/** A Kubernetes label selector; an absent or empty one matches everything, an unknown operator nothing. */
export function matchesLabels(labels: Readonly<Record<string, string>>, selector: Json | undefined): boolean {
  const wanted = at(selector, 'matchLabels')
  const own = (key: string) => (Object.hasOwn(labels, key) ? labels[key] : undefined)
  const exact = Object.entries(isObject(wanted) ? wanted : {}).every(([key, value]) => own(key) === value)
  return (
    exact &&
    listAt(selector, 'matchExpressions').every((each) => {
      const value = own(textAt(each, 'key') ?? '')
      const isListed = value !== undefined && listAt(each, 'values').includes(value)
      switch (textAt(each, 'operator')) {
        case 'In':
          return isListed
        case 'NotIn':
          return !isListed
        case 'Exists':
          return value !== undefined
        case 'DoesNotExist':
          return value === undefined
        default:
          return false
      }
    })
  )
}
