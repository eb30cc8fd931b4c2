import type { Json, JsonObject } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import { parseQuantity } from '../../model/quantity.ts'
import { equivalence } from './equivalence.ts'
import { goText } from './go-text.ts'

/** A desired value laid over the observed one. `missing`: it brought members that the observed value lacks. */
export interface Merged<T extends Json = Json> {
  readonly value: T
  readonly missing: boolean
}

/** musthave: what the object would be after RHACM updated it (mergeSpecsHelper of the controller). */
export function merge(desired: Json, observed: Json, zeroIsAbsent: boolean): Merged {
  if (Array.isArray(desired)) {
    const isMerged = Array.isArray(observed) && observed.length > 0
    return isMerged ? mergeLists(desired, observed, zeroIsAbsent) : { value: desired, missing: false }
  }
  if (isObject(desired)) {
    return isObject(observed) ? mergeMaps(desired, observed, zeroIsAbsent) : { value: desired, missing: false }
  }
  const isNoOpinion = desired === null && isObject(observed)
  return { value: isNoOpinion ? observed : desired, missing: false }
}

/** A list laid over another. `rewritten`: what is left of the desired list itself, which the controller writes into as it goes. */
export interface MergedList extends Merged<readonly Json[]> {
  readonly rewritten: readonly Json[]
}

export function mergeMaps(desired: JsonObject, observed: JsonObject, zeroIsAbsent: boolean): Merged<JsonObject> {
  let missing = false
  const entries: [string, Json][] = []
  for (const key of Object.keys(desired)) {
    const wanted = desired[key] ?? null
    if (Object.hasOwn(observed, key)) {
      const member = merge(wanted, observed[key] ?? null, zeroIsAbsent)
      missing ||= member.missing
      entries.push([key, member.value])
    } else {
      missing = true
      entries.push([key, wanted])
    }
  }
  for (const key of Object.keys(observed)) {
    if (!Object.hasOwn(desired, key)) entries.push([key, observed[key] ?? null])
  }
  return { value: Object.fromEntries(entries), missing }
}

/**
 * Observed items, equal ones together, each take the first free desired items that they satisfy, or that have the same
 * `name`; what no desired item asked for is appended. `missing` is that of the last comparison of two maps, as in the controller.
 * The desired list takes up what it matched until the first item is appended: from then on the controller writes into a copy.
 */
export function mergeLists(desired: readonly Json[], observed: readonly Json[], zeroIsAbsent: boolean): MergedList {
  const result = [...desired]
  const rewritten = [...desired]
  const plain = desired.map(plainKeys)
  const taken = new Set<number>()
  let missing = false
  let free = 0
  // Of the pairs that plainly differ only what the last one says can count, so only that one is compared.
  let passed: readonly [JsonObject, JsonObject] | undefined
  const catchUp = () => {
    if (passed) missing = comparedAs(passed[0], passed[1], zeroIsAbsent).missing
    passed = undefined
  }
  for (const [item, count] of countedByText(observed)) {
    let found = 0
    while (taken.has(free)) free++
    for (let i = free; i < desired.length && found < count; i++) {
      if (taken.has(i)) continue
      const wanted = desired[i] ?? null
      const pair = isObject(item) && isObject(wanted)
      if (pair && differPlainly(wanted, plain[i] ?? [], item)) {
        passed = [wanted, item]
        continue
      }
      catchUp()
      const merged: Compared = pair
        ? comparedAs(wanted, item, zeroIsAbsent)
        : comparedValue(wanted, item, missing, zeroIsAbsent)
      missing = merged.missing
      if (!merged.equal && !(pair && isSameName(wanted, item))) continue
      found++
      result[i] = merged.value
      if (result.length === desired.length) rewritten[i] = merged.value
      taken.add(i)
    }
    for (let rest = found; rest < count; rest++) result.push(item)
  }
  catchUp()
  return { value: result, missing, rewritten }
}

interface Compared extends Merged {
  readonly equal: boolean
}

function comparedValue(wanted: Json, item: Json, before: boolean, zeroIsAbsent: boolean): Compared {
  const match = equivalence(wanted, item, zeroIsAbsent)
  return { value: wanted, missing: before || match.missing, equal: match.equal }
}

function comparedAs(wanted: JsonObject, item: JsonObject, zeroIsAbsent: boolean): Compared {
  const merged = mergeMaps(wanted, item, zeroIsAbsent)
  const match = equivalence(merged.value, item, zeroIsAbsent)
  return { value: merged.value, missing: merged.missing || match.missing, equal: match.equal }
}

/** Some plain member of theirs differs: they are neither equal nor of one name. A list has millions of pairs. */
function differPlainly(wanted: JsonObject, plain: readonly string[], item: JsonObject): boolean {
  return plain.some((key) => isOther(item, key, wanted[key])) && !isSameName(wanted, item)
}

/** A text equals no absent value; an absent number or flag may be an empty one, and another type may print the same. */
function isOther(item: JsonObject, key: string, wanted: Json | undefined): boolean {
  if (!Object.hasOwn(item, key)) return typeof wanted === 'string'
  const there = item[key]
  return typeof there === typeof wanted && there !== wanted
}

/** Members that are numbers, flags, or texts that are no amounts, which may be written in several ways. */
function plainKeys(item: Json): readonly string[] {
  if (!isObject(item)) return []
  return Object.keys(item).filter((key) => {
    const value = item[key]
    return typeof value === 'string' ? parseQuantity(value) === undefined : typeof value !== 'object'
  })
}

function countedByText(list: readonly Json[]): Iterable<readonly [Json, number]> {
  const counts = new Map<string, [Json, number]>()
  for (const item of list) {
    const text = goText(item)
    const entry = counts.get(text)
    if (entry) entry[1]++
    else counts.set(text, [item, 1])
  }
  return counts.values()
}

function isSameName(a: JsonObject, b: JsonObject): boolean {
  return typeof a.name === 'string' && a.name !== '' && a.name === b.name
}
