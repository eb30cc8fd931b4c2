import type { HiddenDifferences } from '../../model/drift.ts'
import type { JsonObject } from '../../model/json.ts'
import { isObject, textAt } from '../../model/json.ts'
import { groupKindOf, keyOf } from '../../model/kube.ts'
import type { NoiseRule } from '../../model/noise-rules/noise-rule.ts'
import { escapeToken, parentOf } from '../../model/pointer.ts'
import type { FieldDifference, ObjectDifference } from '../../model/verdict.ts'
import { holds } from './noise-condition.ts'
import type { FindRule } from './noise-item.ts'
import { isItem, ruleOfRewrittenItem } from './noise-item.ts'
import { matchesGlob, matchesPointer } from './noise-pointer.ts'

/** What else was seen where a difference was found. */
export interface NoiseSurroundings {
  readonly rules: readonly NoiseRule[]
  readonly objects: readonly JsonObject[]
  readonly stateful: boolean
}

export interface Quieted {
  /** What is left of the difference; undefined where every field of it was noise. */
  readonly difference: ObjectDifference | undefined
  /** Ids of the rules that hid a field, once for each. */
  readonly hidden: readonly string[]
}

/** A difference without its noise. Only fields are ever hidden: an object that is missing, or must not be there, stays. */
export function quiet(difference: ObjectDifference, around: NoiseSurroundings): Quieted {
  const { observed: object } = difference
  if (difference.change !== 'different' || object === undefined || difference.fields.length === 0) {
    return { difference, hidden: [] }
  }
  const rules = around.rules.filter((rule) => isFor(rule, object))
  const findRule: FindRule = (field) => rules.find((each) => isNoise(each, object, field, around))?.id
  const rewriting = rules.filter((each) => each.when.is === 'rewritten')
  const findRewriting: FindRule = (field) => rewriting.find((each) => isNoise(each, object, field, around))?.id
  const quieted = difference.fields.map((field) => quietField(field, object, findRule, findRewriting))
  const hidden = quieted.flatMap((each) => each.hidden)
  const fields = quieted.flatMap((each) => each.left)
  if (hidden.length === 0) return { difference, hidden: [] }
  const ids = hidden.map((each) => each.rule)
  if (fields.length === 0) return { difference: undefined, hidden: ids }
  const gone = hidden.map((each) => each.pointer)
  return { difference: { ...difference, fields, patch: patchWithout(difference.patch, gone) }, hidden: ids }
}

interface QuietedField {
  readonly left: readonly FieldDifference[]
  readonly hidden: readonly { readonly rule: string; readonly pointer: string }[]
}

/**
 * A map that nobody asked for is taken apart where it is not noise as a whole, since a part of it may be. A list item is
 * not: it is as a whole what somebody added, however much of it is at its default.
 */
function quietField(
  field: FieldDifference,
  object: JsonObject,
  findRule: FindRule,
  findRewriting: FindRule,
): QuietedField {
  const { pointer, desired, observed } = field
  const rule = findRule(field) ?? ruleOfRewrittenItem(field, object, findRewriting)
  if (rule !== undefined) return { left: [], hidden: [{ rule, pointer }] }
  if (desired !== undefined || !isObject(observed) || isItem(pointer)) return { left: [field], hidden: [] }
  const parts = Object.entries(observed).map(([key, value]) =>
    quietField(
      { pointer: `${pointer}/${escapeToken(key)}`, desired: undefined, observed: value },
      object,
      findRule,
      findRewriting,
    ),
  )
  const hidden = parts.flatMap((each) => each.hidden)
  return hidden.length === 0 ? { left: [field], hidden } : { left: parts.flatMap((each) => each.left), hidden }
}

function isFor(rule: NoiseRule, object: JsonObject): boolean {
  const id = groupKindOf(keyOf(object))
  const isKind = rule.kinds === undefined || rule.kinds.some((each) => matchesGlob(each, id))
  const isMarked =
    rule.marked === undefined ||
    rule.marked.some((each) => {
      const found = textAt(object, 'metadata', each.in, each.key)
      return found !== undefined && (each.value === undefined || found === each.value)
    })
  return isKind && isMarked
}

function isNoise(rule: NoiseRule, object: JsonObject, field: FieldDifference, around: NoiseSurroundings): boolean {
  if (!rule.pointers.some((pattern) => matchesPointer(pattern, field.pointer))) return false
  return holds(rule.when, { object, field, objects: around.objects, stateful: around.stateful })
}

/** Without the steps that would take noise away. Steps on list items stay, since later ones count the items. */
function patchWithout(patch: ObjectDifference['patch'], gone: readonly string[]): ObjectDifference['patch'] {
  if (gone.some(isItem)) return patch
  const hidden = new Set(gone)
  return patch.filter(({ path }) => {
    for (let here = path; here !== ''; here = parentOf(here)) if (hidden.has(here)) return false
    return true
  })
}

/** How many differences each rule hid, in the order of the rules. */
export function hiddenBy(rules: readonly NoiseRule[], ids: readonly string[]): readonly HiddenDifferences[] {
  return rules.flatMap(({ id, reason }) => {
    const count = ids.filter((each) => each === id).length
    return count === 0 ? [] : [{ rule: id, reason, count }]
  })
}
