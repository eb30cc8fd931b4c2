import type { Drift, DriftField } from '../../model/drift.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { isEqual } from '../../model/json.ts'
import { parentOf, resolvePointer } from '../../model/pointer.ts'
import { redactValue } from '../../model/redact.ts'
import type { Refused } from '../../model/way-out.ts'
import type { Defined } from './definitions.ts'

/** The drift's object as it was seen, where it was. */
export interface SeenObjects {
  readonly objectOn: (cluster: string) => JsonObject | undefined
  /** The items of an observed list that no item of the desired one asks for. */
  readonly unasked: (desired: readonly Json[], observed: readonly Json[]) => readonly Json[]
}

/**
 * What stands in the place of a list item that is not there as it is asked for. RHACM asks that the item be in the list, so one that was changed
 * shows as missing beside one that nothing asks for; adopted as missing, nothing would ask for it any more. Undefined where it is gone.
 */
export function insteadOf(
  drift: Drift,
  field: DriftField,
  { object }: Defined,
  pointer: string,
  { objectOn, unasked }: SeenObjects,
): { readonly value: Json } | Refused | undefined {
  if (field.observed !== null || field.desired === null) return undefined
  const wanted = resolvePointer(object, parentOf(pointer))
  if (!Array.isArray(wanted)) return undefined
  const list = parentOf(field.pointer)
  const inList = drift.fields.filter((each) => parentOf(each.pointer) === list)
  // Where nothing more is allowed in the list, what is more has a field of its own.
  if (inList.some((each) => each.desired === null)) return undefined
  const found = drift.clusters.map((cluster) => {
    const seen = objectOn(cluster)
    const there = resolvePointer(seen, list)
    return { seen, rest: Array.isArray(there) ? unasked(wanted, there) : [] }
  })
  const [first] = found
  if (first === undefined || found.some(({ seen }) => seen === undefined))
    return {
      refused: `what ${field.pointer} has become is not at hand: look with --from contexts, or change it by hand where it is asked for`,
    }
  if (found.every(({ rest }) => rest.length === 0)) return undefined
  const [value] = first.rest
  const isClear = inList.length === 1 && found.every(({ rest }) => rest.length === 1 && isEqual(rest[0], value))
  if (value === undefined || !isClear)
    return {
      refused: `what ${field.pointer} has become cannot be told: ${list} holds items that nothing asks for, and one that is asked for is not among them; change it by hand where it is asked for`,
    }
  if (!isEqual(redactValue(drift.object, field.pointer, value, { within: first.seen }), value))
    return { refused: 'a value is redacted, and what is secret is never written into the repository' }
  return { value }
}
