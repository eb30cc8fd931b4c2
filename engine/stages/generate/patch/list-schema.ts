import type { Json, JsonObject } from '../../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../../model/json.ts'

/** What a strategic merge needs to know about one value: how lists in it are merged. */
export interface ListSchema {
  /** Of a list: the keys that tell its elements apart, none for plain values; undefined where the list is replaced. */
  readonly mergeKeys: readonly string[] | undefined
  field(name: string): ListSchema | undefined
  elements(): ListSchema | undefined
}

/** Finds the schema of an object by its type; undefined where none is known. */
export type SchemaOf = (apiVersion: string, kind: string) => ListSchema | undefined

const GVK = 'x-kubernetes-group-version-kind'
const STRATEGY = 'x-kubernetes-patch-strategy'

/** The schemas of an OpenAPI document (`definitions` with `x-kubernetes-…` extensions); they replace the built-in ones. */
export function openApiSchemas(document: Json): SchemaOf {
  const definitions = at(document, 'definitions')
  const known = new Map<string, JsonObject>()
  for (const definition of isObject(definitions) ? Object.values(definitions) : [])
    for (const type of listAt(definition, GVK)) {
      const group = textAt(type, 'group') ?? ''
      const apiVersion = `${group === '' ? '' : `${group}/`}${textAt(type, 'version') ?? ''}`
      if (isObject(definition)) known.set(`${apiVersion} ${textAt(type, 'kind') ?? ''}`, definition)
    }
  return (apiVersion, kind) => {
    const found = known.get(`${apiVersion} ${kind}`)
    return found && openApiSchema(found, definitions)
  }
}

function openApiSchema(schema: JsonObject, definitions: Json | undefined): ListSchema {
  const resolved = (next: Json | undefined): ListSchema | undefined => {
    let here = next
    for (let step = 0; step < 64 && isObject(here); step += 1) {
      const reference = textAt(here, '$ref')
      if (reference === undefined) return openApiSchema(here, definitions)
      here = at(definitions, reference.slice(reference.lastIndexOf('/') + 1))
    }
    return undefined
  }
  return {
    mergeKeys: mergeKeysOf(schema),
    field: (name) => resolved(at(schema, 'properties', name) ?? at(schema, 'additionalProperties')),
    elements: () => (schema.type === 'array' ? resolved(schema.items) : undefined),
  }
}

function mergeKeysOf(schema: JsonObject): readonly string[] | undefined {
  const strategy = textAt(schema, STRATEGY) ?? ''
  if (!strategy.split(',').includes('merge')) return undefined
  const keys = listAt(schema, 'x-kubernetes-list-map-keys').filter((each) => typeof each === 'string')
  if (keys.length > 0) return keys
  const key = textAt(schema, 'x-kubernetes-patch-merge-key')
  return key === undefined ? [] : [key]
}
