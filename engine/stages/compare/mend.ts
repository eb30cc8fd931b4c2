import type { Json, JsonObject } from '../../model/json.ts'
import { canonical, isEqual, isObject } from '../../model/json.ts'
import { escapeToken } from '../../model/pointer.ts'
import type { FieldDifference } from '../../model/verdict.ts'
import { equivalence } from './equivalence.ts'

/** An observed value changed only where it must be, and the places where that is. */
export interface Mended {
  readonly value: Json
  readonly fields: readonly FieldDifference[]
}

/** How alike two values must be to be left alone: the same, or what RHACM takes for the same. */
export type Likeness = 'identical' | 'equivalent'

/**
 * Brings an observed value to its target, keeping the observed order of lists, whose items are paired by equality, then by
 * `name`, then by place. Items to be added get the places behind the last observed one.
 */
export function mend(observed: Json, target: Json, likeness: Likeness, pointer = ''): Mended {
  if (isAlike(observed, target, likeness)) return { value: observed, fields: [] }
  if (isObject(observed) && isObject(target)) return mendMap(observed, target, likeness, pointer)
  if (Array.isArray(observed) && Array.isArray(target)) return mendList(observed, target, likeness, pointer)
  return { value: target, fields: leaves(pointer, target, observed) }
}

function isAlike(observed: Json, target: Json, likeness: Likeness): boolean {
  if (isEqual(observed, target)) return true
  if (likeness === 'identical') return false
  // Wrapped, since the rule for amounts holds for members of maps only.
  const match = equivalence({ it: target }, { it: observed }, false)
  return match.equal && !match.missing
}

function mendMap(observed: JsonObject, target: JsonObject, likeness: Likeness, pointer: string): Mended {
  const fields: FieldDifference[] = []
  const entries: [string, Json][] = []
  for (const [key, there] of Object.entries(observed)) {
    const at = `${pointer}/${escapeToken(key)}`
    if (Object.hasOwn(target, key)) {
      const mended = mend(there, target[key] ?? null, likeness, at)
      fields.push(...mended.fields)
      entries.push([key, mended.value])
    } else {
      fields.push({ pointer: at, desired: undefined, observed: there })
    }
  }
  for (const [key, wanted] of Object.entries(target)) {
    if (Object.hasOwn(observed, key)) continue
    fields.push(...leaves(`${pointer}/${escapeToken(key)}`, wanted, undefined))
    entries.push([key, wanted])
  }
  return { value: Object.fromEntries(entries), fields }
}

function mendList(observed: readonly Json[], target: readonly Json[], likeness: Likeness, pointer: string): Mended {
  const pairs = pair(observed, target)
  const paired = new Set(pairs.values())
  const fields: FieldDifference[] = []
  const items: Json[] = []
  observed.forEach((there, i) => {
    const wanted = pairs.get(i)
    if (wanted === undefined) {
      fields.push({ pointer: `${pointer}/${i}`, desired: undefined, observed: there })
      return
    }
    const mended = mend(there, target[wanted] ?? null, likeness, `${pointer}/${i}`)
    fields.push(...mended.fields)
    items.push(mended.value)
  })
  const added = target.filter((_, i) => !paired.has(i))
  added.forEach((wanted, i) => {
    fields.push({ pointer: `${pointer}/${observed.length + i}`, desired: wanted, observed: undefined })
    items.push(wanted)
  })
  return { value: items, fields }
}

/** Observed index to target index. */
function pair(observed: readonly Json[], target: readonly Json[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>()
  const taken = new Set<number>()
  for (const key of [canonical, nameKey, placeKey]) {
    const free = new Map<string, number[]>()
    target.forEach((item, i) => {
      const text = taken.has(i) ? undefined : key(item)
      if (text !== undefined) free.set(text, [...(free.get(text) ?? []), i])
    })
    observed.forEach((item, i) => {
      const text = pairs.has(i) ? undefined : key(item)
      const found = text === undefined ? undefined : free.get(text)?.shift()
      if (found === undefined) return
      pairs.set(i, found)
      taken.add(found)
    })
  }
  return pairs
}

function nameKey(item: Json): string | undefined {
  return isObject(item) && typeof item.name === 'string' && item.name !== '' ? item.name : undefined
}

/** What is left pairs in order, but never a map with a scalar, nor two items of different names. */
function placeKey(item: Json): string | undefined {
  if (nameKey(item) !== undefined) return undefined
  return Array.isArray(item) ? 'list' : typeof item
}

/** A value that has no counterpart, taken apart into its leaves where it is a map. */
function leaves(pointer: string, desired: Json, observed: Json | undefined): readonly FieldDifference[] {
  if (observed !== undefined || !isObject(desired) || Object.keys(desired).length === 0) {
    return [{ pointer, desired, observed }]
  }
  return Object.entries(desired).flatMap(([key, member]) => leaves(`${pointer}/${escapeToken(key)}`, member, undefined))
}
