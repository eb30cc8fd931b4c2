import type { Json } from '../../../../engine/model/json.ts'
import { isObject } from '../../../../engine/model/json.ts'

/** True when everything in `part` is in `whole`: members of maps, items of lists in any place. */
export function isMatchOf(part: Json, whole: Json): boolean {
  if (Array.isArray(part)) {
    return (
      Array.isArray(whole) &&
      (part as readonly Json[]).every((item) => whole.some((each: Json) => isMatchOf(item, each)))
    )
  }
  if (!isObject(part)) return part === whole
  return (
    isObject(whole) &&
    Object.keys(part).every((key) => Object.hasOwn(whole, key) && isMatchOf(part[key] ?? null, whole[key] ?? null))
  )
}
