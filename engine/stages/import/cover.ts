import type { Json } from '../../model/json.ts'
import { isEqual, isObject, textAt } from '../../model/json.ts'
import { escapeToken } from '../../model/pointer.ts'
import { fieldsOf } from './ownership.ts'

/** Pointers of the observed fields that a desired (compliant) value speaks of. */
export function covered(desired: Json | undefined, observed: Json, pointer = ''): readonly string[] {
  if (desired === undefined) return []
  if (isObject(desired) && isObject(observed)) {
    const inside = Object.keys(desired).flatMap((key) =>
      Object.hasOwn(observed, key)
        ? covered(desired[key], observed[key] ?? null, `${pointer}/${escapeToken(key)}`)
        : [],
    )
    return Object.keys(observed).length === 0 ? [pointer] : inside
  }
  if (Array.isArray(desired) && Array.isArray(observed)) {
    const inside = (desired as readonly Json[]).flatMap((item, i) => {
      const index = counterpart(item, observed, i)
      return index < 0 ? [] : covered(item, observed[index] ?? null, `${pointer}/${index}`)
    })
    return observed.length === 0 ? [pointer] : inside
  }
  // A compliant scalar speaks of the whole field, also where a template or another spelling stands for its value.
  if (!isObject(desired) && !Array.isArray(desired)) {
    if (!isObject(observed) && !Array.isArray(observed)) return [pointer]
    return fieldsOf({ value: observed }).map(([each]) => `${pointer}${each.slice('/value'.length)}`)
  }
  return []
}

/** The observed list item that a desired one stands for: equal, of the same name, or in the same place. */
function counterpart(item: Json, observed: readonly Json[], index: number): number {
  const equal = observed.findIndex((each) => isEqual(each, item))
  if (equal >= 0) return equal
  const name = textAt(item, 'name')
  const named = name === undefined ? -1 : observed.findIndex((each) => textAt(each, 'name') === name)
  return named >= 0 ? named : index < observed.length ? index : -1
}
