import type { Json, JsonObject } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import { isSameQuantity, parseQuantity } from '../../model/quantity.ts'
import { goSortedText, goText } from './go-text.ts'

/** Whether RHACM takes two values for equal, and whether only because an empty value stands for an absent one. */
export interface Equivalence {
  readonly equal: boolean
  readonly missing: boolean
}

const SAME: Equivalence = { equal: true, missing: false }
const SAME_BUT_MISSING: Equivalence = { equal: true, missing: true }
const DIFFERENT: Equivalence = { equal: false, missing: false }

/**
 * RHACM's comparison of a desired value, laid over the observed one, with the observed one (deeplyEquivalent in
 * config-policy-controller controllers/configurationpolicy_utils.go). `zeroIsAbsent`: also `""` and `{}` equal an absent value.
 */
export function equivalence(merged: Json | undefined, observed: Json | undefined, zeroIsAbsent: boolean): Equivalence {
  if (Array.isArray(merged)) {
    if (merged.length === 0 && isAbsent(observed)) return SAME
    return Array.isArray(observed) ? lists(merged, observed) : DIFFERENT
  }
  if (isObject(merged)) return isObject(observed) ? maps(merged, observed, zeroIsAbsent) : DIFFERENT
  if (zeroIsAbsent && isAbsent(observed) !== isAbsent(merged)) {
    return isZero(isAbsent(merged) ? observed : merged) ? SAME : DIFFERENT
  }
  return goText(merged) === goText(observed) ? SAME : DIFFERENT
}

/** The observed map may lack keys whose merged value is empty, and has none that the merged map lacks. */
function maps(merged: JsonObject, observed: JsonObject, zeroIsAbsent: boolean): Equivalence {
  const keys = Object.keys(merged)
  if (keys.length < Object.keys(observed).length) return DIFFERENT
  let missing = false
  for (const key of keys) {
    const there = Object.hasOwn(observed, key) ? observed[key] : undefined
    const member = memberEquivalence(merged[key], there, zeroIsAbsent)
    if (!member.equal) return missing || member.missing ? { equal: false, missing: true } : DIFFERENT
    missing ||= member.missing
  }
  return missing ? SAME_BUT_MISSING : SAME
}

function memberEquivalence(merged: Json | undefined, observed: Json | undefined, zeroIsAbsent: boolean): Equivalence {
  if (Array.isArray(merged)) {
    if (!Array.isArray(observed)) return merged.length === 0 ? SAME_BUT_MISSING : DIFFERENT
    return lists(observed, merged)
  }
  if (isObject(merged)) {
    if (isObject(observed)) return maps(merged, observed, zeroIsAbsent)
    return zeroIsAbsent && Object.keys(merged).length === 0 ? SAME_BUT_MISSING : DIFFERENT
  }
  if (typeof merged === 'string') return isSameText(merged, observed) ? SAME : DIFFERENT
  if (merged !== null && isAbsent(observed)) return isZero(merged) ? SAME_BUT_MISSING : DIFFERENT
  return goText(merged) === goText(observed) ? SAME : DIFFERENT
}

/** Both in the order of their printed form; the first list is the one that may have fewer members in its items. */
function lists(fewer: readonly Json[], more: readonly Json[]): Equivalence {
  if (fewer.length !== more.length) return DIFFERENT
  const left = inPrintedOrder(fewer)
  const right = inPrintedOrder(more)
  let missing = false
  for (let i = 0; i < left.length; i++) {
    const item = itemEquivalence(left[i], right[i])
    if (!item.equal) return missing || item.missing ? { equal: false, missing: true } : DIFFERENT
    missing ||= item.missing
  }
  return missing ? SAME_BUT_MISSING : SAME
}

function itemEquivalence(fewer: Json | undefined, more: Json | undefined): Equivalence {
  if (isObject(fewer)) return isObject(more) ? maps(more, fewer, true) : DIFFERENT
  return fewer === more || goText(fewer) === goText(more) ? SAME : DIFFERENT
}

function inPrintedOrder(list: readonly Json[]): readonly Json[] {
  if (list.length < 2) return list
  return list
    .map((item) => ({ item, text: goSortedText(item) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ item }) => item)
}

/** A desired text that is a quantity equals any text of the same amount, and nothing that is not a text. */
function isSameText(desired: string, observed: Json | undefined): boolean {
  if (desired === observed) return true
  if (typeof observed === 'string') return isSameQuantity(desired, observed)
  return observed !== undefined && parseQuantity(desired) === undefined && goText(observed) === desired
}

function isAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null
}

function isZero(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length === 0
  if (isObject(value)) return Object.keys(value).length === 0
  return value === '' || value === 0 || value === false
}
