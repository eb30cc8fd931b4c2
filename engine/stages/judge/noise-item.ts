import type { Json, JsonObject } from '../../model/json.ts'
import { isEqual, isObject } from '../../model/json.ts'
import { escapeToken, parentOf, resolvePointer } from '../../model/pointer.ts'
import type { FieldDifference } from '../../model/verdict.ts'

/** Id of the rule that takes a difference for noise. */
export type FindRule = (field: FieldDifference) => string | undefined

/** Every missing item is held against every observed one; longer lists are told as they are. */
const LONGEST_LIST = 100

export function isItem(pointer: string): boolean {
  return /\/\d+$/.test(pointer)
}

/**
 * RHACM takes a list item that was written in another way for a missing one (musthave pairs nothing but equal items).
 * The rule by which some observed item is the missing one, written anew; undefined where there is none.
 */
export function ruleOfRewrittenItem(
  field: FieldDifference,
  object: JsonObject,
  findRule: FindRule,
): string | undefined {
  const { pointer, desired, observed } = field
  if (desired === undefined || observed !== undefined || !isItem(pointer)) return undefined
  const parent = parentOf(pointer)
  const list = resolvePointer(object, parent)
  if (!Array.isArray(list) || list.length > LONGEST_LIST) return undefined
  for (const [i, item] of (list as readonly Json[]).entries()) {
    const rules = differences(`${parent}/${i}`, desired, item).map(findRule)
    if (rules.length > 0 && rules.every((rule) => rule !== undefined)) return rules[0]
  }
  return undefined
}

/** What a desired value asks for that an observed one does not give; more than that may be there. */
function differences(pointer: string, desired: Json, observed: Json | undefined): readonly FieldDifference[] {
  if (isEqual(desired, observed)) return []
  if (isObject(desired) && isObject(observed)) {
    return Object.entries(desired).flatMap(([key, value]) =>
      differences(`${pointer}/${escapeToken(key)}`, value, Object.hasOwn(observed, key) ? observed[key] : undefined),
    )
  }
  if (Array.isArray(desired) && Array.isArray(observed) && desired.length === observed.length) {
    return (desired as readonly Json[]).flatMap((each, i) => differences(`${pointer}/${i}`, each, observed[i]))
  }
  return [{ pointer, desired, observed }]
}
