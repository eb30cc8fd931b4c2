import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, textAt } from '../../model/json.ts'

/**
 * `fieldsV1` of everything in an object, as a server-side apply by one manager leaves it: named list items are owned
 * by key, other lists as a whole.
 */
export function fieldsOf(value: Json): JsonObject {
  if (!isObject(value)) return {}
  return Object.fromEntries(
    Object.entries(value).map(([key, child]): [string, Json] => [
      `f:${key}`,
      Array.isArray(child) ? itemsOf(child) : fieldsOf(child),
    ]),
  )
}

function itemsOf(list: readonly Json[]): JsonObject {
  const isNamed = list.length > 0 && list.every((item) => textAt(item, 'name') !== undefined)
  if (!isNamed) return {}
  return Object.fromEntries(
    list.map((item): [string, Json] => [
      `k:${JSON.stringify({ name: textAt(item, 'name') ?? '' })}`,
      { '.': {}, ...fieldsOf(item) },
    ]),
  )
}

/** An object as the API server returns it after one manager wrote all of it. */
export function appliedBy(manager: string, time: string, object: JsonObject): JsonObject {
  const { apiVersion = '', kind = '', metadata, ...rest } = object
  const { name: _name, namespace: _namespace, ...meta } = isObject(metadata) ? metadata : {}
  const owned = fieldsOf({ ...(Object.keys(meta).length > 0 ? { metadata: meta } : {}), ...rest })
  const entry = { manager, operation: 'Update', apiVersion, time, fieldsType: 'FieldsV1', fieldsV1: owned }
  return { apiVersion, kind, metadata: { ...(isObject(metadata) ? metadata : {}), managedFields: [entry] }, ...rest }
}

/** The same after a tool changed one field: that field is the tool's own from then on. `path` are plain keys. */
export function changedBy(
  manager: string,
  time: string,
  object: JsonObject,
  path: readonly string[],
  value: Json,
): JsonObject {
  const changed = setAt(object, path, value) as JsonObject
  const metadata = isObject(changed.metadata) ? changed.metadata : {}
  const before = Array.isArray(metadata.managedFields) ? metadata.managedFields : []
  const keys = path.map((key) => `f:${key}`)
  const released = before.map((each) =>
    isObject(each) ? { ...each, fieldsV1: without(each.fieldsV1 ?? {}, keys) } : each,
  )
  const owned = keys.reduceRight<JsonObject>((inner, key) => ({ [key]: inner }), {})
  const entry = {
    manager,
    operation: 'Update',
    apiVersion: object.apiVersion ?? '',
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: owned,
  }
  return { ...changed, metadata: { ...metadata, managedFields: [...released, entry] } }
}

function setAt(value: Json | undefined, path: readonly string[], leaf: Json): Json {
  const [key, ...rest] = path
  if (key === undefined) return leaf
  const object = isObject(value) ? value : {}
  return { ...object, [key]: setAt(object[key], rest, leaf) }
}

function without(fields: Json, keys: readonly string[]): Json {
  const [key, ...rest] = keys
  if (key === undefined || !isObject(fields)) return fields
  const { [key]: inner, ...others } = fields
  return rest.length === 0 || inner === undefined ? others : { ...others, [key]: without(inner, rest) }
}
