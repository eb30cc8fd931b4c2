import type { Json, JsonObject } from '../../../../../engine/model/json.ts'
import { isObject, listAt, textAt } from '../../../../../engine/model/json.ts'
import type { Path } from './tree.ts'
import { get, set } from './tree.ts'

/** The field set that owns a place: named items by their name, any other list as a whole. `whole`: the list it ends at. */
function ownedPath(object: JsonObject, path: Path): { readonly keys: readonly string[]; readonly isInList: boolean } {
  const keys: string[] = []
  for (const [i, key] of path.entries()) {
    const holder = get(object, path.slice(0, i))
    if (!Array.isArray(holder)) {
      keys.push(`f:${key}`)
      continue
    }
    const name = textAt((holder as readonly Json[])[Number(key)], 'name')
    const isNamed = (holder as readonly Json[]).every((each) => textAt(each, 'name') !== undefined)
    if (!isNamed || name === undefined) return { keys, isInList: true }
    keys.push(`k:${JSON.stringify({ name })}`)
  }
  return { keys, isInList: false }
}

/** managedFields after a tool wrote one place: it is the tool's, and nobody else's, from then on. */
export function ownedBy(manager: string, time: string, object: JsonObject, path: Path): JsonObject {
  const { keys, isInList } = ownedPath(object, path)
  const leaf = isInList ? null : get(object, path)
  const owned = keys.reduceRight<Json>((inner, key) => ({ [key]: inner }), isObject(leaf) ? setOf(leaf) : {})
  const entries = listAt(object, 'metadata', 'managedFields')
  const released = entries.map(
    (each): Json =>
      get(each, ['fieldsV1', ...keys]) === undefined ? each : set(each, ['fieldsV1', ...keys], undefined),
  )
  const entry = {
    manager,
    operation: manager === 'terraform' ? 'Apply' : 'Update',
    apiVersion: object.apiVersion ?? '',
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: owned,
  }
  return set(object, ['metadata', 'managedFields'], [...released, entry]) as JsonObject
}

/** Nobody is recorded for what is taken away, unless it stood in a list that is owned as a whole. */
export function isRemoverRecorded(object: JsonObject, path: Path): boolean {
  return ownedPath(object, path).isInList
}

function setOf(value: JsonObject): Json {
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [`f:${key}`, isObject(child) ? setOf(child) : {}]),
  )
}
