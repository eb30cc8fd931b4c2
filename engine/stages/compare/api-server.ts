import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, textAt } from '../../model/json.ts'
import { isFreeMap, isOmittedWhenEmpty } from '../../model/omitted-fields.ts'

/**
 * What answers RHACM's dry-run updates. `in-memory`: the one of its own offline `dryrun` program, which stores what it is given
 * for good, null and empty values too, and whose `default` namespace is bare. `live`: a real API server, which keeps nothing of a
 * dry run and leaves out what its types leave out when empty.
 */
export type ApiServer = 'in-memory' | 'live'

/** The object as the server gives it back. A Secret's `stringData` becomes `data` on both. */
export function stored(object: JsonObject, server: ApiServer): JsonObject {
  const folded = withoutStringData(object)
  if (server === 'in-memory') return folded
  const version = textAt(object, 'apiVersion') ?? ''
  const isBuiltIn = !version.includes('.') || version.includes('.k8s.io/')
  const kept = pruned(folded, isBuiltIn, object.kind)
  return isObject(kept) ? kept : folded
}

function pruned(value: Json, isBuiltIn: boolean, kind: Json | undefined): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => pruned(item, isBuiltIn, kind))
  if (!isObject(value)) return value
  const entries = Object.entries(value)
    .map(([key, member]): [string, Json] => [key, pruned(member, isBuiltIn && !isFreeMap(key), kind)])
    .filter(([key, member]) => member !== null && !(isBuiltIn && isOmittedWhenEmpty(kind, key, member)))
  return Object.fromEntries(entries)
}

/** A Secret's `stringData` as the server stores it: in `data`. */
export function withoutStringData(object: JsonObject): JsonObject {
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1' || !isObject(object.stringData)) return object
  const { stringData, ...rest } = object
  const encoded = Object.entries(stringData).map(([key, text]): [string, Json] => [key, encodeBase64(text)])
  return { ...rest, data: { ...(isObject(rest.data) ? rest.data : {}), ...Object.fromEntries(encoded) } }
}

function encodeBase64(text: Json): Json {
  if (typeof text !== 'string') return text
  const bytes = new TextEncoder().encode(text)
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
