import type { Attribution } from './drift.ts'
import type { Json, JsonObject } from './json.ts'
import { at, isEqual, isObject, listAt, parsedJson, textAt } from './json.ts'
import { parentOf, tokensOf } from './pointer.ts'

const NOBODY: Attribution = { manager: null, operation: null, time: null }

/**
 * Who wrote a field last, by `metadata.managedFields` (FieldsV1: `f:` field, `k:` list item by key, `v:` by value, `i:` by index).
 * The manager of exactly that field, else of the nearest field around it; of several the latest, where an entry without
 * a time (subresource `scale` writes such) counts as oldest. For the whole object (`''`): who wrote any of it last, status aside.
 */
export function attributionOf(object: JsonObject, pointer: string): Attribution {
  const entries = listAt(object, 'metadata', 'managedFields')
  if (pointer === '')
    return entries
      .filter((entry) => !isSubresource(entry))
      .map(attribution)
      .reduce(later, NOBODY)
  for (let here = pointer; here !== ''; here = parentOf(here)) {
    const owners = entries.filter((entry) => owns(at(entry, 'fieldsV1'), object, tokensOf(here)))
    if (owners.length > 0) return owners.map(attribution).reduce(later)
  }
  return NOBODY
}

/**
 * Who took away what is not there. Nobody is recorded for a removed key; only where it stood in something that is owned as
 * a whole (an atomic list or map: an empty set) its owner wrote what is left.
 */
export function removerOf(object: JsonObject, pointer: string): Attribution {
  const entries = listAt(object, 'metadata', 'managedFields')
  for (let here = parentOf(pointer); here !== ''; here = parentOf(here)) {
    const owners = entries.filter((entry) => isEmptySet(fieldSetAt(at(entry, 'fieldsV1'), object, tokensOf(here))))
    if (owners.length > 0) return owners.map(attribution).reduce(later)
  }
  return NOBODY
}

function isEmptySet(set: Json | undefined): boolean {
  return isObject(set) && Object.keys(set).length === 0
}

function isSubresource(entry: Json): boolean {
  return (textAt(entry, 'subresource') ?? '') !== ''
}

function attribution(entry: Json): Attribution {
  return {
    manager: textAt(entry, 'manager') ?? null,
    operation: textAt(entry, 'operation') ?? null,
    time: textAt(entry, 'time') ?? null,
  }
}

/** RFC 3339 in UTC sorts as text. */
function later(a: Attribution, b: Attribution): Attribution {
  return a === NOBODY || (b.time ?? '') > (a.time ?? '') ? b : a
}

function owns(fields: Json | undefined, object: Json, tokens: readonly string[]): boolean {
  return fieldSetAt(fields, object, tokens) !== undefined
}

function fieldSetAt(fields: Json | undefined, object: Json, tokens: readonly string[]): Json | undefined {
  let set: Json | undefined = fields
  let value: Json | undefined = object
  for (const token of tokens) {
    const list: readonly Json[] | undefined = Array.isArray(value) ? value : undefined
    const item: Json | undefined = list ? list[Number(token)] : at(value, token)
    set = list ? itemSet(set, item, token) : at(set, `f:${token}`)
    if (set === undefined) return undefined
    value = item
  }
  return set
}

/** The set of a list item: found by its key members, by its value, or by its place. */
function itemSet(set: Json | undefined, item: Json | undefined, index: string): Json | undefined {
  if (!isObject(set)) return undefined
  const name = Object.keys(set).find((each) => {
    if (each.startsWith('k:')) return hasMembers(item, parsedJson(each.slice(2)))
    if (each.startsWith('v:')) return isEqual(parsedJson(each.slice(2)), item)
    return each === `i:${index}`
  })
  return name === undefined ? undefined : set[name]
}

function hasMembers(item: Json | undefined, members: Json | undefined): boolean {
  if (!isObject(item) || !isObject(members)) return false
  return Object.keys(members).every((key) => isEqual(members[key], at(item, key)))
}
