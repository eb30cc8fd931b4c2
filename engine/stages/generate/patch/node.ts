import type { Json } from '../../../model/json.ts'

/** A JSON value that a merge changes in place: elements keep their identity while lists are put together. */
export type Node = null | boolean | number | string | Node[] | Fields
export interface Fields {
  [key: string]: Node
}
/** A node that may be missing; null is one that is there and says null. */
export type Place = Node | undefined

export const DIRECTIVE = '$patch'

export function isFields(node: Place): node is Fields {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
}

export function isMissing(node: Place): node is null | undefined {
  return node === undefined || node === null
}

export function isEmptyFields(node: Place): boolean {
  return isMissing(node) || (isFields(node) && Object.keys(node).length === 0)
}

/** The text of a scalar, which is what elements are told apart by; '' for anything else. */
export function textOf(node: Place): string {
  return isMissing(node) || typeof node === 'object' ? '' : String(node)
}

/** The text of a scalar as it is written: null is a word too. */
export function writtenText(node: Place): string {
  return node === null ? 'null' : textOf(node)
}

/** A copy that may be changed, with values shared through aliases taken apart. */
export function copyOf(value: Json): Node {
  if (Array.isArray(value)) return value.map(copyOf)
  if (typeof value !== 'object' || value === null) return value as Node
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, copyOf(child)]))
}
