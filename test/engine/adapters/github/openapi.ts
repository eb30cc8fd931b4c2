import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../../../engine/model/json.ts'

/** GitHub's published OpenAPI, the operations of the adapter alone (see slice-openapi.ts). */
const document = JSON.parse(readFileSync(join(import.meta.dirname, 'openapi.json'), 'utf8')) as JsonObject
const ajv = new Ajv({ strict: false, validateFormats: false })
ajv.addSchema(document)

export interface Operation {
  readonly id: string
  /** Of the path, by name. */
  readonly parameters: Readonly<Record<string, string>>
}

export interface Asked {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body: Json | undefined
}

/** Which operation a request is; undefined where GitHub has none such. */
export function operationOf({ method, path }: Pick<Asked, 'method' | 'path'>): Operation | undefined {
  for (const [id, operation] of Object.entries(document.operations ?? {})) {
    const names: string[] = []
    const pattern = (textAt(operation, 'path') ?? '').replaceAll(/\{([a-z_]+)\}/g, (_, name: string) => {
      names.push(name)
      return '([^/]+)'
    })
    const found = textAt(operation, 'method') === method ? new RegExp(`^${pattern}$`).exec(path) : null
    if (found) return { id, parameters: Object.fromEntries(names.map((name, i) => [name, found[i + 1] ?? ''])) }
  }
  return undefined
}

/** What is wrong in a request, by the published schemas; parameters and properties that they do not name are wrong too. */
export function faultsIn(asked: Asked, { id }: Operation): readonly string[] {
  const operation = at(document, 'operations', id) as Json
  const known = at(operation, 'query')
  const query = Object.entries(asked.query).flatMap(([name, text]) => {
    const schema = at(known, name)
    if (schema === undefined) return [`no query parameter ${name}`]
    const value = textAt(schema, 'type') === 'integer' ? Number(text) : text
    return check(['operations', id, 'query', name], value)
  })
  const schema = at(operation, 'body')
  if (schema === undefined) return asked.body === undefined ? query : [...query, 'no body expected']
  if (!isObject(asked.body)) return [...query, 'a body expected']
  const properties = [schema, ...listAt(schema, 'oneOf')].flatMap((each) =>
    Object.keys((at(each, 'properties') ?? {}) as JsonObject),
  )
  const unknown = Object.keys(asked.body).filter((each) => !properties.includes(each))
  return [...query, ...unknown.map((each) => `no property ${each}`), ...check(['operations', id, 'body'], asked.body)]
}

/** What is wrong in an answer; a status that GitHub does not document for the operation is wrong too. */
export function faultsInAnswer(id: string, status: number, body: Json): readonly string[] {
  const path = ['operations', id, 'responses', String(status)]
  return at(document, ...path) === undefined ? [`${id} never answers ${status}`] : check(path, body)
}

function check(path: readonly string[], value: Json): readonly string[] {
  const pointer = path.map((each) => encodeURIComponent(each.replaceAll('/', '~1'))).join('/')
  const validate = ajv.getSchema(`${String(document.$id)}#/${pointer}`)
  if (!validate) return [`no schema ${pointer}`]
  return validate(value) === true ? [] : (validate.errors ?? []).map((each) => `${each.instancePath} ${each.message}`)
}

/** The least that the answer of an operation holds. */
export function leastAnswer(id: string, status: number): Json {
  return leastOf(at(document, 'operations', id, 'responses', String(status)))
}

export function leastSchema(name: string): Json {
  return leastOf(at(document, 'components', 'schemas', name))
}

function leastOf(schema: Json | undefined): Json {
  const ref = textAt(schema, '$ref')
  if (ref !== undefined) return leastOf(at(document, ...ref.slice(2).split('/')))
  const [first] = [...listAt(schema, 'enum'), ...listAt(schema, 'anyOf').map(leastOf)]
  if (first !== undefined) return first
  const [choice] = listAt(schema, 'oneOf')
  if (choice !== undefined) return leastOf(choice)
  const all = listAt(schema, 'allOf')
  if (all.length > 0) return Object.assign({}, ...all.map(leastOf)) as JsonObject
  switch (textAt(schema, 'type')) {
    case 'object':
      return Object.fromEntries(
        listAt(schema, 'required').map((key) => [String(key), leastOf(at(schema, 'properties', String(key)))]),
      )
    case 'array':
      return []
    case 'string':
      return textAt(schema, 'format') === 'date-time' ? '2026-01-31T12:00:00Z' : 'https://github.example/x'
    case 'boolean':
      return false
    case 'null':
      return null
    default:
      return 1
  }
}
