import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, listAt, textAt } from '../../model/json.ts'
import { textsOf } from './metadata.ts'

export type LabelSelector = { readonly error: string } | { readonly matches: (labels: JsonObject) => boolean }

type Requirement = { readonly error: string } | ((labels: JsonObject) => boolean)

/** A Kubernetes label selector: all of matchLabels and matchExpressions; an empty one matches everything. */
export function labelSelector(selector: Json | undefined): LabelSelector {
  const wanted = isObject(selector) && isObject(selector.matchLabels) ? Object.entries(selector.matchLabels) : []
  const exact = wanted.map(
    ([key, value]) =>
      (labels: JsonObject) =>
        labelOf(labels, key) === value,
  )
  const requirements: readonly Requirement[] = [...exact, ...listAt(selector, 'matchExpressions').map(requirement)]
  const tests: ((labels: JsonObject) => boolean)[] = []
  for (const each of requirements) {
    if (typeof each !== 'function') return { error: each.error }
    tests.push(each)
  }
  return { matches: (labels) => tests.every((test) => test(labels)) }
}

export function labelsOf(object: JsonObject): JsonObject {
  return textsOf(isObject(object.metadata) ? object.metadata.labels : undefined)
}

function requirement(expression: Json): Requirement {
  const key = textAt(expression, 'key') ?? ''
  const operator = textAt(expression, 'operator') ?? ''
  const values = listAt(expression, 'values')
  if (operator === 'Exists') return (labels) => labelOf(labels, key) !== undefined
  if (operator === 'DoesNotExist') return (labels) => labelOf(labels, key) === undefined
  if (operator !== 'In' && operator !== 'NotIn') {
    return { error: `${JSON.stringify(operator)} is not a valid label selector operator` }
  }
  if (values.length === 0) {
    return { error: "values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty" }
  }
  const isIn = (labels: JsonObject) => values.some((value) => value === labelOf(labels, key))
  return operator === 'In' ? isIn : (labels) => !isIn(labels)
}

function labelOf(labels: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined
}
