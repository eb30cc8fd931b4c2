import type { DriftField } from '../../model/drift.ts'
import type { Json } from '../../model/json.ts'
import { isObject, listAt, textAt } from '../../model/json.ts'
import type { PlannedPolicy } from '../../model/plan.ts'
import { pointerOf, tokensOf } from '../../model/pointer.ts'
import type { Defined } from './definitions.ts'

/** Why no place in a policy can be told that asks for a field, as a sentence with what to do. */
export function unplaced(policy: PlannedPolicy, field: DriftField, definitions: readonly Defined[]): string {
  const what = field.pointer
  if (definitions.length === 0) return withoutObject(policy)
  for (const each of definitions) {
    const list = listAbove(each.object, tokensOf(what))
    if (list === undefined || !isUnclear(list.value, field.desired)) continue
    if (!isAsked(policy, each, what)) return decidedBy(policy, what)
    return `which item of ${list.pointer} is meant by ${what} cannot be told, since a cluster orders lists in its own way: change it by hand where it is asked for`
  }
  return `the repository has moved on: nothing in it asks for ${what} as the report says`
}

/** A component has no setting for everything that it renders. */
export function decidedBy({ component }: PlannedPolicy, what: string): string {
  return `no line asks for ${what}: component ${component} decides it by itself; put it back, or ignore it until a day`
}

/** Whether an input is behind the field in any of the items that may be meant. */
function isAsked({ origins }: PlannedPolicy, { definition, object }: Defined, pointer: string): boolean {
  const inputs = [...origins.keys()].filter((each) => each.startsWith(definition))
  return inAnyItem(object, tokensOf(pointer)).some((tokens) =>
    inputs.some((each) => `${definition}${pointerOf(tokens)}/`.startsWith(`${each}/`)),
  )
}

/** The places that a pointer may mean where the items of lists cannot be told apart. */
function inAnyItem(value: Json | undefined, tokens: readonly string[]): readonly (readonly string[])[] {
  const [token, ...rest] = tokens
  if (token === undefined) return [[]]
  const children: readonly (readonly [string, Json | undefined])[] = Array.isArray(value)
    ? (value as readonly Json[]).map((item, i) => [String(i), item] as const)
    : [[token, isObject(value) && Object.hasOwn(value, token) ? value[token] : undefined]]
  return children.flatMap(([key, child]) => inAnyItem(child, rest).map((each) => [key, ...each]))
}

function withoutObject(policy: PlannedPolicy): string {
  const isRaw = listAt(policy.object, 'spec', 'policy-templates').some(
    (each) => textAt(each, 'objectDefinition', 'spec', 'object-templates-raw') !== undefined,
  )
  return isRaw
    ? `policy ${policy.name} writes its objects as object-templates-raw, one text that no field is traced through: change it by hand`
    : `the repository has moved on: policy ${policy.name} no longer asks for this object`
}

interface List {
  readonly pointer: string
  readonly value: readonly Json[]
}

/** The first list that a pointer leads into and in which its item cannot be told by its place alone. */
function listAbove(object: Json, tokens: readonly string[]): List | undefined {
  let here: Json | undefined = object
  for (const [i, token] of tokens.entries()) {
    if (!Array.isArray(here)) here = isObject(here) && Object.hasOwn(here, token) ? here[token] : undefined
    else if (here.length === 1 && token === '0') here = here[0] as Json
    else return { pointer: pointerOf(tokens.slice(0, i)), value: here }
  }
  return undefined
}

/** What nobody asks for belongs to no item in particular; a value that several items ask for belongs to any of them. */
function isUnclear(list: readonly Json[], desired: Json): boolean {
  return desired === null || list.filter((item) => holds(item, desired)).length > 1
}

function holds(item: Json, value: Json): boolean {
  if (item === value) return true
  return typeof item === 'object' && item !== null && Object.values(item).some((each) => holds(each, value))
}
