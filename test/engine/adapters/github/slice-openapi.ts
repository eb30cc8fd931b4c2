import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Cuts the operations that the adapter uses out of GitHub's published OpenAPI, with every schema they refer to, as JSON
 * Schema without prose. The whole is 400 MB unpacked, so the cut is kept and not the package. To make it again, give the path of
 * `generated/api.github.com.json` of @octokit/openapi.
 */
const OPERATIONS = [
  'pulls/list',
  'pulls/create',
  'pulls/update',
  'issues/set-labels',
  'issues/remove-all-labels',
  'issues/list-comments',
  'issues/create-comment',
  'issues/update-comment',
  'issues/add-assignees',
  'pulls/list-reviews',
  'pulls/request-reviewers',
  'repos/get-collaborator-permission-level',
  'repos/get-combined-status-for-ref',
  'repos/create-commit-status',
  'users/get-authenticated',
  'apps/create-installation-access-token',
  'checks/create',
  'checks/update',
  'checks/list-for-ref',
]

interface Node {
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const child = (node: unknown, key: string): unknown =>
  isNode(node) && Object.hasOwn(node, key) ? node[key] : undefined
const PROSE = new Set(['description', 'example', 'examples', 'externalDocs', 'deprecated', 'nullable', 'discriminator'])

/** OpenAPI 3.0 to JSON Schema: `nullable` becomes a second type. `isMap`: the keys are names, not keywords. */
function schemaOf(value: unknown, isMap = false): unknown {
  if (Array.isArray(value)) return value.map((each) => schemaOf(each))
  if (!isNode(value)) return value
  const kept = Object.entries(value).filter(([key]) => isMap || !(PROSE.has(key) || key.startsWith('x-')))
  const schema = Object.fromEntries(kept.map(([key, each]) => [key, schemaOf(each, !isMap && key === 'properties')]))
  if (isMap || value.nullable !== true) return schema
  return { anyOf: [{ type: 'null' }, schema] }
}

function deref(document: unknown, value: unknown): unknown {
  const ref = child(value, '$ref')
  if (typeof ref !== 'string') return value
  return ref
    .slice(2)
    .split('/')
    .reduce((node: unknown, key) => child(node, key), document)
}

function jsonSchema(document: unknown, holder: unknown): unknown {
  return schemaOf(child(child(child(deref(document, holder), 'content'), 'application/json'), 'schema'))
}

function operationOf(document: Node, id: string): Node {
  for (const [path, methods] of Object.entries(isNode(document.paths) ? document.paths : {})) {
    for (const [method, operation] of Object.entries(isNode(methods) ? methods : {})) {
      if (child(operation, 'operationId') !== id) continue
      const parameters = child(operation, 'parameters')
      const query = (Array.isArray(parameters) ? parameters : [])
        .map((each) => deref(document, each))
        .filter((each) => child(each, 'in') === 'query')
        .map((each) => [String(child(each, 'name')), schemaOf(child(each, 'schema'))])
      const responses = Object.entries(child(operation, 'responses') ?? {}).map(([status, each]) => [
        status,
        jsonSchema(document, each) ?? true,
      ])
      const body = jsonSchema(document, child(operation, 'requestBody'))
      return {
        method: method.toUpperCase(),
        path,
        query: Object.fromEntries(query),
        ...(body === undefined ? {} : { body }),
        responses: Object.fromEntries(responses),
      }
    }
  }
  throw new Error(`there is no operation ${id}`)
}

function refsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn)
  if (!isNode(value)) return []
  return Object.entries(value).flatMap(([key, each]) =>
    key === '$ref' && typeof each === 'string' ? [each.replace('#/components/schemas/', '')] : refsIn(each),
  )
}

function cut(document: Node): Node {
  const operations = Object.fromEntries(OPERATIONS.map((id) => [id, operationOf(document, id)]))
  const all = child(child(document, 'components'), 'schemas')
  const schemas = new Map<string, unknown>()
  const wanted = [...refsIn(operations)]
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (schemas.has(name)) continue
    const schema = schemaOf(child(all, name))
    schemas.set(name, schema)
    wanted.push(...refsIn(schema))
  }
  const sorted = [...schemas].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    $id: 'https://api.github.com/openapi.json',
    $comment: `cut out of @octokit/openapi ${String(child(document.info, 'version'))} (MIT) by slice-openapi.ts`,
    operations,
    components: { schemas: Object.fromEntries(sorted) },
  }
}

const [source] = process.argv.slice(2)
if (source === undefined) throw new Error('give the path of generated/api.github.com.json')
const document: unknown = JSON.parse(readFileSync(source, 'utf8'))
if (!isNode(document)) throw new Error(`${source} is no OpenAPI document`)
writeFileSync(join(import.meta.dirname, 'openapi.json'), `${JSON.stringify(cut(document))}\n`)
