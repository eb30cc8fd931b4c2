import type { Json } from '../../model/json.ts'
import { isEqual, isObject, textAt } from '../../model/json.ts'
import { escapeToken } from '../../model/pointer.ts'

/** A value at a path; undefined where there is none. */
export interface ChangedValue {
  readonly path: string
  readonly before: Json | undefined
  readonly after: Json | undefined
}

/** Leaf changes between two values. List items that have a `name` are matched by it and shown as `[name]`; other lists of maps by position where they are equally long. Of all others what goes is `/-` and what comes `/+`. */
export function fieldChanges(before: Json | undefined, after: Json | undefined, path = ''): readonly ChangedValue[] {
  if (isEqual(before, after)) return []
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    return keys.flatMap((key) => fieldChanges(own(before, key), own(after, key), `${path}/${escapeToken(key)}`))
  }
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after, path)
  return [{ path, before, after }]
}

function own(object: { readonly [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

function listChanges(before: readonly Json[], after: readonly Json[], path: string): readonly ChangedValue[] {
  const old = byName(before)
  const now = byName(after)
  if (old && now) {
    return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) =>
      fieldChanges(old.get(name), now.get(name), `${path}/[${name}]`),
    )
  }
  const isPlain = [...before, ...after].every((each) => typeof each !== 'object')
  if (isPlain || before.length !== after.length) return itemChanges(before, after, path)
  return before.flatMap((item, i) => fieldChanges(item, after[i], `${path}/${i}`))
}

/** Of a list whose items have no names only what comes and goes is worth reading. */
function itemChanges(before: readonly Json[], after: readonly Json[], path: string): readonly ChangedValue[] {
  const removed = before.filter((each) => !after.some((other) => isEqual(each, other)))
  const added = after.filter((each) => !before.some((other) => isEqual(each, other)))
  if (removed.length + added.length === 0) return [{ path, before, after }]
  return [
    ...removed.map((value) => ({ path: `${path}/-`, before: value, after: undefined })),
    ...added.map((value) => ({ path: `${path}/+`, before: undefined, after: value })),
  ]
}

/** Items by their `name`, when every item has one and no two share it. */
function byName(list: readonly Json[]): ReadonlyMap<string, Json> | undefined {
  const named = new Map<string, Json>()
  for (const item of list) {
    const name = textAt(item, 'name') ?? textAt(item, 'objectDefinition', 'metadata', 'name')
    if (name === undefined || named.has(name)) return undefined
    named.set(name, item)
  }
  return named
}
