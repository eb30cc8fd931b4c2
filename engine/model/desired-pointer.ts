import type { Json } from './json.ts'
import { isObject } from './json.ts'
import { indexOfItem } from './list-item.ts'
import { pointerOf, tokensOf } from './pointer.ts'

/**
 * The place in the desired object that a pointer into the observed one speaks of: list items are found by their key or
 * value, since a cluster orders and fills lists in its own way. `wanted` is the desired value of that place, which finds
 * an item that the cluster has not. Ends at the nearest place that the desired object has.
 */
export function desiredPointer(
  desired: Json | undefined,
  observed: Json | undefined,
  pointer: string,
  wanted?: Json,
): string {
  const found: (string | number)[] = []
  let there: Json | undefined = desired
  let here: Json | undefined = observed
  for (const token of tokensOf(pointer)) {
    if (Array.isArray(there)) {
      const list: readonly Json[] = there
      const item: Json | undefined = Array.isArray(here) ? here[Number(token)] : undefined
      const index = matching(list, item, Number(token), wanted)
      if (index === undefined) break
      found.push(index)
      there = list[index]
      here = item
    } else if (isObject(there) && Object.hasOwn(there, token)) {
      found.push(token)
      there = there[token]
      here = isObject(here) && Object.hasOwn(here, token) ? here[token] : undefined
    } else break
  }
  return pointerOf(found)
}

function matching(
  list: readonly Json[],
  item: Json | undefined,
  index: number,
  wanted: Json | undefined,
): number | undefined {
  if (item !== undefined) {
    const same = indexOfItem(list, item)
    if (same !== undefined) return same
  }
  const asked = wanted === undefined || wanted === null ? undefined : indexOfItem(list, wanted)
  if (asked !== undefined) return asked
  // The only item, or one that has no key to be told by.
  return list.length === 1 || typeof list[index] === 'object' ? Math.min(index, list.length - 1) : undefined
}
