import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Json, JsonObject } from '../../engine/model/json.ts'
import type { KnownKind } from './crd-schemas.ts'
import type { Strictness } from './structural-schema.ts'

/** The Kubernetes client carries the API's own description of every built-in kind: fields and types in code, required ones in types. */
const generated = join(dirname(fileURLToPath(import.meta.resolve('@kubernetes/client-node'))), 'gen')

interface Field {
  readonly baseName: string
  readonly type: string
  readonly format: string
  readonly isRequired: boolean
}

/** The kind as Kubernetes itself serves it, such as `apps/v1` `StatefulSet`; undefined for any other. */
export function builtInKind(apiVersion: string, kind: string, strictness: Strictness): KnownKind | undefined {
  const [version = '', group = ''] = apiVersion.split('/').reverse()
  if (!/^v\d\w*$/.test(version) || !/^\w+$/.test(kind) || (group.includes('.') && !group.endsWith('.k8s.io')))
    return undefined
  const area = group === '' ? 'core' : group.replace(/\.k8s\.io$/, '')
  const api = join(generated, 'apis', `${area.split('.').map(capital).join('')}${capital(version)}Api.d.ts`)
  if (!existsSync(api)) return undefined
  const create = new RegExp(`\\bcreate(Namespaced)?${kind}\\(`).exec(readFileSync(api, 'utf8'))
  const model = `${capital(version)}${kind}`
  if (create === null || fieldsOf(model) === undefined) return undefined
  const own = modelSchema(model, strictness)
  return {
    isNamespaced: create[1] !== undefined,
    schema: {
      ...own,
      required: ['apiVersion', 'kind'],
      properties: { ...(own.properties as JsonObject), apiVersion: { const: apiVersion }, kind: { const: kind } },
      $defs: definitionsFrom(model, strictness),
    },
  }
}

/** ObjectMeta, and what it refers to, as `$defs`. */
export function metadataDefinitions(strictness: Strictness): JsonObject {
  return { metadata: { $ref: '#/$defs/V1ObjectMeta' }, ...definitionsFrom('V1ObjectMeta', strictness) }
}

function definitionsFrom(model: string, strictness: Strictness): JsonObject {
  const found = new Map<string, Json>()
  const pending = [model, 'V1ObjectMeta']
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (found.has(name)) continue
    found.set(name, modelSchema(name, strictness))
    pending.push(...(fieldsOf(name) ?? []).map((field) => elementOf(field.type)).filter((each) => fieldsOf(each)))
  }
  return Object.fromEntries(found)
}

function modelSchema(model: string, strictness: Strictness): JsonObject {
  const fields = fieldsOf(model) ?? []
  const required = fields.filter((field) => field.isRequired).map((field) => field.baseName)
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(fields.map((field) => [field.baseName, typeSchema(field.type, field.format)])),
    ...(strictness === 'whole' ? { required } : {}),
  }
}

const MAP = /^\{ \[key: string\]: (.+); \}$/
const LIST = /^Array<(.+)>$/

function typeSchema(type: string, format: string): JsonObject {
  const values = MAP.exec(type)?.[1]
  if (values !== undefined) return { type: 'object', additionalProperties: typeSchema(values, format) }
  const items = LIST.exec(type)?.[1]
  if (items !== undefined) return { type: 'array', items: typeSchema(items, format) }
  if (type === 'number') return { type: format.startsWith('int') ? 'integer' : 'number' }
  if (type === 'IntOrString') return { type: ['integer', 'string'] }
  if (type === 'any') return {}
  if (type === 'string' || type === 'boolean' || type === 'object') return { type }
  return fieldsOf(type) ? { $ref: `#/$defs/${type}` } : { type: 'string' }
}

function elementOf(type: string): string {
  return MAP.exec(type)?.[1] ?? LIST.exec(type)?.[1] ?? type
}

const known = new Map<string, readonly Field[] | undefined>()

function fieldsOf(model: string): readonly Field[] | undefined {
  if (!known.has(model)) known.set(model, readFields(model))
  return known.get(model)
}

function readFields(model: string): readonly Field[] | undefined {
  const code = join(generated, 'models', `${model}.js`)
  if (!/^\w+$/.test(model) || !existsSync(code)) return undefined
  const types = readFileSync(join(generated, 'models', `${model}.d.ts`), 'utf8')
  const table = /\.attributeTypeMap = (\[[\s\S]*?\n\]);/.exec(readFileSync(code, 'utf8'))?.[1] ?? '[]'
  const fields = JSON.parse(table) as readonly (Omit<Field, 'isRequired'> & { readonly name: string })[]
  return fields.map((field) => ({ ...field, isRequired: types.includes(`\n    '${field.name}': `) }))
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
