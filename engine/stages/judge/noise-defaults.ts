import { apiDefaults } from '../../model/api-defaults.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { at, isEqual, isObject, listAt, textAt } from '../../model/json.ts'
import { groupOf } from '../../model/kube.ts'
import { tokensOf } from '../../model/pointer.ts'
import { isPulledAlways } from '../../model/pull-policy.ts'
import { matchesPointer } from './noise-pointer.ts'

/** True when a value is what the server fills in at a place of an object: by the tables of known kinds, or by the recorded schema of its kind. */
export function isServerDefault(
  object: JsonObject,
  pointer: string,
  value: Json,
  objects: readonly JsonObject[],
): boolean {
  const apiVersion = textAt(object, 'apiVersion') ?? ''
  const table = apiDefaults(groupOf(apiVersion), textAt(object, 'kind') ?? '')
  const found = Object.entries(table).some(
    ([pattern, wanted]) => isEqual(wanted, value) && matchesPointer(pattern, pointer),
  )
  if (found) return true
  if (value === 'Always' && pointer.endsWith('/imagePullPolicy')) return isPulledAlways(object, pointer)
  if (!apiVersion.includes('.')) return false
  return isEqual(schemaDefault(object, pointer, objects), value)
}

function schemaDefault(object: JsonObject, pointer: string, objects: readonly JsonObject[]): Json | undefined {
  const [group, version] = (textAt(object, 'apiVersion') ?? '').split('/')
  const definition = objects.find(
    (each) =>
      each.kind === 'CustomResourceDefinition' &&
      textAt(each, 'spec', 'group') === group &&
      textAt(each, 'spec', 'names', 'kind') === object.kind,
  )
  const served = listAt(definition, 'spec', 'versions').find((each) => textAt(each, 'name') === version)
  let schema = at(served, 'schema', 'openAPIV3Schema')
  let place: Json | undefined = object
  for (const token of tokensOf(pointer)) {
    const inner: Json | undefined = Array.isArray(place)
      ? at(schema, 'items')
      : (at(schema, 'properties', token) ?? at(schema, 'additionalProperties'))
    place = at(place, token)
    schema = inner
  }
  return isObject(schema) ? schema.default : undefined
}
