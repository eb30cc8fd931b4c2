import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../../engine/model/json.ts'

export const PLACEMENT_LABEL = 'cluster.open-cluster-management.io/placement'
const SET_LABEL = 'cluster.open-cluster-management.io/clusterset'

/** Clusters of a PlacementRule: by the label `name` or by selector; conditions that a cluster lacks pass; no taints (policy-api 4.1). */
export function decidePlacementRule(rule: JsonObject, clusters: readonly JsonObject[]): readonly string[] {
  const named = listAt(rule, 'spec', 'clusters').map((each) => textAt(each, 'name'))
  const conditions = listAt(rule, 'spec', 'clusterConditions')
  return clusters
    .filter((each) => at(each, 'metadata', 'deletionTimestamp') === undefined)
    .filter((each) =>
      named.length > 0
        ? named.includes(textAt(each, 'metadata', 'labels', 'name'))
        : isSelected(at(rule, 'spec', 'clusterSelector'), labelsOf(each)),
    )
    .filter((each) => conditions.every((wanted) => hasCondition(each, wanted)))
    .map(nameOf)
    .sort()
}

/** Clusters of a Placement: bound sets, predicates, taints that are not tolerated (policy-api 4.2). */
export function decidePlacement(
  placement: JsonObject,
  clusters: readonly JsonObject[],
  bound: readonly string[],
): readonly string[] {
  const asked = listAt(placement, 'spec', 'clusterSets').map(String)
  const sets = asked.length === 0 ? bound : bound.filter((each) => asked.includes(each))
  const predicates = listAt(placement, 'spec', 'predicates')
  return clusters
    .filter((each) => sets.includes(String(labelsOf(each)[SET_LABEL])))
    .filter(
      (each) =>
        predicates.length === 0 ||
        predicates.some((one) => isSelected(at(one, 'requiredClusterSelector', 'labelSelector'), labelsOf(each))),
    )
    .filter((each) =>
      listAt(each, 'spec', 'taints').every((taint) => isTolerated(taint, listAt(placement, 'spec', 'tolerations'))),
    )
    .map(nameOf)
    .sort()
}

export function nameOf(object: Json): string {
  return textAt(object, 'metadata', 'name') ?? ''
}

export function labelsOf(object: Json): JsonObject {
  const labels = at(object, 'metadata', 'labels')
  return isObject(labels) ? labels : {}
}

/** A Kubernetes label selector; an absent one selects everything. */
export function isSelected(selector: Json | undefined, labels: JsonObject): boolean {
  const exact = at(selector, 'matchLabels')
  return (
    Object.entries(isObject(exact) ? exact : {}).every(([key, value]) => labels[key] === value) &&
    listAt(selector, 'matchExpressions').every((each) => {
      const value = labels[textAt(each, 'key') ?? '']
      const values = listAt(each, 'values')
      const operator = textAt(each, 'operator')
      if (operator === 'Exists') return value !== undefined
      if (operator === 'DoesNotExist') return value === undefined
      const isIn = value !== undefined && values.includes(value)
      return operator === 'In' ? isIn : !isIn
    })
  )
}

function hasCondition(cluster: JsonObject, wanted: Json): boolean {
  const found = listAt(cluster, 'status', 'conditions').find((each) => textAt(each, 'type') === textAt(wanted, 'type'))
  return found === undefined || textAt(found, 'status') === textAt(wanted, 'status')
}

function isTolerated(taint: Json, tolerations: readonly Json[]): boolean {
  if (textAt(taint, 'effect') !== 'NoSelect') return true
  return tolerations.some((each) => {
    const key = textAt(each, 'key') ?? ''
    if (key !== '' && key !== textAt(taint, 'key')) return false
    return textAt(each, 'operator') === 'Exists' || textAt(each, 'value') === textAt(taint, 'value')
  })
}
