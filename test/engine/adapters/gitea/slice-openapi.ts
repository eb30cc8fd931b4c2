import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Cuts the operations that the adapter uses out of Gitea's published Swagger 2.0, with every schema they refer to, as JSON
 * Schema without prose. To make it again, give the path of `templates/swagger/v1_json.tmpl` of the module code.gitea.io/gitea.
 */
const OPERATIONS = [
  'userGetCurrent',
  'repoGetBranch',
  'repoListPullRequests',
  'repoGetPullRequest',
  'repoCreatePullRequest',
  'repoEditPullRequest',
  'repoListPullReviews',
  'repoCreatePullReviewRequests',
  'repoGetReviewers',
  'repoGetAssignees',
  'repoGetRepoPermissions',
  'repoGetCombinedStatusByRef',
  'repoCreateStatus',
  'issueCreateLabel',
  'issueReplaceLabels',
  'issueClearLabels',
  'issueGetComments',
  'issueCreateComment',
  'issueEditComment',
]

interface Node {
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const child = (node: unknown, key: string): unknown =>
  isNode(node) && Object.hasOwn(node, key) ? node[key] : undefined
const PROSE = new Set([
  'description',
  'example',
  'title',
  'format',
  'in',
  'name',
  'required',
  'x-go-name',
  'x-go-package',
])
const REF = '#/components/schemas/'

/** Swagger has no null: Gitea sends it for every pointer and list that is empty. `isMap`: the keys are names, not keywords. */
function schemaOf(value: unknown, isMap = false): unknown {
  if (Array.isArray(value)) return value.map((each) => schemaOf(each))
  if (!isNode(value)) return value
  const kept = Object.entries(value).filter(
    ([key, each]) => isMap || !PROSE.has(key) || (key === 'required' && Array.isArray(each)),
  )
  const schema = Object.fromEntries(
    kept.map(([key, each]) => {
      if (key === '$ref' && typeof each === 'string') return [key, each.replace('#/definitions/', REF)]
      if (isMap) return [key, { anyOf: [{ type: 'null' }, schemaOf(each)] }]
      return [key, schemaOf(each, key === 'properties')]
    }),
  )
  return schema
}

function listOf(node: unknown, key: string): readonly unknown[] {
  const found = child(node, key)
  return Array.isArray(found) ? found : []
}

function operationOf(document: Node, id: string): Node {
  for (const [path, methods] of Object.entries(isNode(document.paths) ? document.paths : {})) {
    for (const [method, operation] of Object.entries(isNode(methods) ? methods : {})) {
      if (child(operation, 'operationId') !== id) continue
      const parameters = listOf(operation, 'parameters')
      const query = parameters.filter((each) => child(each, 'in') === 'query')
      const body = child(
        parameters.find((each) => child(each, 'in') === 'body'),
        'schema',
      )
      const responses = Object.entries(child(operation, 'responses') ?? {}).map(([status, each]) => {
        const ref = child(each, '$ref')
        const response = typeof ref === 'string' ? child(document.responses, ref.replace('#/responses/', '')) : each
        return [status, schemaOf(child(response, 'schema')) ?? true]
      })
      return {
        method: method.toUpperCase(),
        path,
        query: Object.fromEntries(query.map((each) => [String(child(each, 'name')), schemaOf(each)])),
        ...(body === undefined ? {} : { body: schemaOf(body) }),
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
    key === '$ref' && typeof each === 'string' ? [each.replace(REF, '')] : refsIn(each),
  )
}

function cut(document: Node, version: string): Node {
  const operations = Object.fromEntries(OPERATIONS.map((id) => [id, operationOf(document, id)]))
  const schemas = new Map<string, unknown>()
  const wanted = [...refsIn(operations)]
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (schemas.has(name)) continue
    const schema = schemaOf(child(document.definitions, name))
    schemas.set(name, schema)
    wanted.push(...refsIn(schema))
  }
  return {
    $id: 'https://gitea.example/openapi.json',
    $comment: `cut out of code.gitea.io/gitea ${version} (MIT) by slice-openapi.ts`,
    operations,
    components: { schemas: Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1))) },
  }
}

const [source] = process.argv.slice(2)
if (source === undefined) throw new Error('give the path of templates/swagger/v1_json.tmpl')
const document: unknown = JSON.parse(readFileSync(source, 'utf8').replaceAll(/\{\{[^}]*\}\}/g, ''))
if (!isNode(document)) throw new Error(`${source} is no Swagger document`)
const version = /gitea@(v[0-9.]+)/.exec(source)?.[1] ?? ''
writeFileSync(join(import.meta.dirname, 'openapi.json'), `${JSON.stringify(cut(document, version))}\n`)
