import type { Json } from './json.ts'
import { at, isEqual, isObject } from './json.ts'

/** Members by which Kubernetes' APIs tell list items apart, the most telling first (their list-map keys, and what people look for). */
const KEYS: readonly (readonly string[])[] = [
  ['name'],
  ['key'],
  ['mountPath'],
  ['devicePath'],
  ['containerPort'],
  ['ipBlock', 'cidr'],
  ['cidr'],
  ['hostname'],
  ['host'],
  ['ip'],
  ['topologyKey'],
  ['type'],
  ['port'],
  ['id'],
  ['uid'],
  ['metadata', 'name'],
  ['kind'],
]

/** The key of a list item, such as `vault` or `8200`; a short text or number is its own. Undefined where it has none. */
export function itemKey(item: Json | undefined): string | undefined {
  if (typeof item === 'string' || typeof item === 'number') return String(item)
  if (!isObject(item)) return undefined
  for (const path of KEYS) {
    const value = at(item, ...path)
    if (typeof value === 'number' || (typeof value === 'string' && value !== '')) return String(value)
  }
  return undefined
}

/** Index in `list` of the item that `item` is a version of: equal, else of the same key if only one has it; undefined for none. */
export function indexOfItem(list: readonly Json[], item: Json): number | undefined {
  const equal = list.findIndex((each) => isEqual(each, item))
  if (equal >= 0) return equal
  const key = itemKey(item)
  if (key === undefined) return undefined
  const same = list.flatMap((each, i) => (itemKey(each) === key ? [i] : []))
  return same.length === 1 ? same[0] : undefined
}
