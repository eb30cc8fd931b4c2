import type { Json, JsonObject } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'

/**
 * The label selector that is meant: one as Kubernetes has it is kept as it is written; a map of labels to values becomes
 * expressions, sorted by label, an empty value meaning that the label is there. Undefined where it is neither.
 */
export function selectorOf(given: JsonObject | undefined): JsonObject | undefined {
  if (given === undefined) return { matchExpressions: [] }
  if (isLabelSelector(given)) return given
  const labels = Object.entries(given)
  if (!labels.every(([, value]) => typeof value === 'string')) return undefined
  const expressions = labels
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([key, value]): JsonObject =>
        value === '' ? { key, operator: 'Exists' } : { key, operator: 'In', values: [value] },
    )
  return { matchExpressions: expressions }
}

function isLabelSelector(given: JsonObject): boolean {
  return Object.entries(given).every(([key, value]) => {
    if (/^matchlabels$/i.test(key)) return value === null || isTextMap(value)
    if (/^matchexpressions$/i.test(key)) return value === null || (Array.isArray(value) && value.every(isRequirement))
    return false
  })
}

function isTextMap(value: Json): boolean {
  return isObject(value) && Object.values(value).every((each) => each === null || typeof each === 'string')
}

function isRequirement(value: Json): boolean {
  if (!isObject(value)) return false
  return Object.entries(value).every(([key, each]) => {
    if (each === null) return true
    if (/^(?:key|operator)$/i.test(key)) return typeof each === 'string'
    return (
      /^values$/i.test(key) && Array.isArray(each) && each.every((item) => item === null || typeof item === 'string')
    )
  })
}
