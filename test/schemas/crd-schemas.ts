import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import type { Json, JsonObject } from '../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../engine/model/json.ts'
import { groupOf } from '../../engine/model/kube.ts'
import type { Strictness } from './structural-schema.ts'
import { strictSchema } from './structural-schema.ts'

/** The recorded CustomResourceDefinitions lie beside the project; users do not have them. */
export const crdFolder = join(import.meta.dirname, '..', '..', '..', 'shared', 'crds')
export const hasCrds = existsSync(crdFolder)

/** A kind that the API server would know: its schema, and whether its objects live in namespaces. */
export interface KnownKind {
  readonly schema: JsonObject
  readonly isNamespaced: boolean
}

const loaded = new Map<string, readonly Json[]>()

/** The definitions of one API group; files are named `<group>_<plural>.yaml`. */
function definitionsOf(group: string): readonly Json[] {
  const known = loaded.get(group)
  if (known) return known
  const files = hasCrds && group !== '' ? readdirSync(crdFolder).filter((file) => file.startsWith(`${group}_`)) : []
  const definitions = files.map((file) => load(readFileSync(join(crdFolder, file), 'utf8')) as Json)
  loaded.set(group, definitions)
  return definitions
}

/** The kind as its CustomResourceDefinition serves it. */
export function customKind(apiVersion: string, kind: string, strictness: Strictness): KnownKind | undefined {
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1)
  for (const definition of definitionsOf(groupOf(apiVersion))) {
    if (textAt(definition, 'spec', 'names', 'kind') !== kind) continue
    const served = listAt(definition, 'spec', 'versions').find((each) => textAt(each, 'name') === version)
    const structural = at(served, 'schema', 'openAPIV3Schema')
    if (at(served, 'served') !== true || !isObject(structural)) continue
    const schema = strictSchema(structural, strictness)
    const properties = isObject(schema.properties) ? schema.properties : {}
    return {
      isNamespaced: textAt(definition, 'spec', 'scope') === 'Namespaced',
      schema: {
        ...schema,
        required: ['apiVersion', 'kind', ...listAt(schema, 'required')],
        properties: { ...properties, apiVersion: { const: apiVersion }, kind: { const: kind }, metadata: METADATA },
      },
    }
  }
  return undefined
}

const METADATA = { $ref: '#/$defs/metadata' }
