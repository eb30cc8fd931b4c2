import type { Node } from './node.ts'
import { isEmptyFields, isFields, textOf, writtenText } from './node.ts'

/** The values by which an element is told apart; '' for a key it does not have. A plain value is told apart by itself. */
export function keyValues(element: Node, keys: readonly string[]): readonly string[] {
  if (keys.length === 1 && keys[0] === '') return [textOf(element)]
  return keys.map((key) => (isFields(element) && Object.hasOwn(element, key) ? textOf(element[key]) : ''))
}

/** The keys that at least one of the elements has; all where none has any. */
export function namedKeys(identities: readonly (readonly string[])[], keys: readonly string[]): readonly string[] {
  const named = keys.filter((_, i) => identities.some((values) => (values[i] ?? '') !== ''))
  return named.length > 0 ? named : keys
}

/** One identity for two that agree in a key and contradict each other in none: a port with and without its protocol. */
export function matchPartly(a: readonly string[], b: readonly string[]): readonly string[] | undefined {
  if (a.length !== b.length || !a.some((value, i) => value === b[i])) return undefined
  if (a.some((value, i) => value !== b[i] && value !== '' && b[i] !== '')) return undefined
  return a.map((value, i) => (value === '' ? (b[i] ?? '') : value))
}

/**
 * Puts an element where those with these values stand, else at the end; without an element removes them. Elements that
 * are null or empty maps fall out (kyaml ElementSetter).
 */
export function setElement(
  list: Node[],
  keys: readonly string[],
  values: readonly string[],
  element: Node | undefined,
): void {
  const kept: Node[] = []
  const isByKey = (keys[0] ?? '') !== '' && (values[0] ?? '') !== ''
  let isFound = false
  for (const each of list) {
    if (isEmptyFields(each)) continue
    if (!isFields(each) && isByKey) kept.push(each)
    else if (!matches(each, keys, values)) {
      if (values.length > 0) kept.push(each)
    } else {
      isFound = true
      if (element !== undefined) kept.push(element)
    }
  }
  list.splice(0, list.length, ...kept)
  if (element !== undefined && element !== null && !isFound) list.push(element)
}

function matches(element: Node, keys: readonly string[], values: readonly string[]): boolean {
  if ((keys[0] ?? '') === '') return textOf(element) === (values[0] ?? '')
  if (!isFields(element) || values.length === 0) return false
  return keys.every((key, i) => {
    if (i >= values.length) return true
    if (!Object.hasOwn(element, key)) return false
    return values[i] === '' || writtenText(element[key]) === values[i]
  })
}
