import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { JsonObject } from '../../../../engine/model/json.ts'
import { describedApi } from './described-api.ts'

const apiOf = (forge: string) =>
  describedApi(
    JSON.parse(readFileSync(join(import.meta.dirname, `../../adapters/${forge}/openapi.json`), 'utf8')) as JsonObject,
  )

const gitea = {
  api: apiOf('gitea'),
  create: { method: 'POST', path: '/repos/a/b/pulls', body: { title: 'x', head: 'y', base: 'main' } },
  list: { method: 'GET', path: '/repos/a/b/pulls', query: { state: 'open', limit: '50' } },
}
const gitlab = {
  api: apiOf('gitlab'),
  create: {
    method: 'POST',
    path: '/projects/a%2Fb/merge_requests',
    body: { title: 'x', source_branch: 'y', target_branch: 'main' },
  },
  list: { method: 'GET', path: '/projects/a%2Fb/merge_requests', query: { state: 'opened', per_page: '100' } },
}

test.each([
  ['gitea', gitea],
  ['gitlab', gitlab],
])('the description of %s bites', (_, { api, create, list }) => {
  const faults = (more: object, given: { readonly method: string; readonly path: string } = create) => {
    const asked = { query: {}, body: undefined, ...given, ...more }
    const operation = api.operationOf(asked)
    return operation ? api.faultsIn(asked, operation) : ['no operation']
  }
  expect(faults({})).toEqual([])
  expect(faults({}, list)).toEqual([])
  expect(faults({ body: { ...create.body, invented: 1 } })).toEqual(['no property invented'])
  expect(faults({ body: { ...create.body, title: 1 } })).not.toEqual([])
  expect(faults({ body: undefined })).toEqual(['a body expected'])
  expect(faults({ query: { invented: 'x' } }, list)).toEqual(['no query parameter invented'])
  expect(faults({ query: { state: 'ajar' } }, list)).not.toEqual([])
  expect(faults({ path: `${create.path}/1/invented` })).toEqual(['no operation'])
  const id = api.operationOf(create)?.id ?? ''
  expect(api.faultsInAnswer(id, 299, {})).toEqual([`${id} never answers 299`])
  expect(api.faultsInAnswer(id, 201, { title: 1 })).not.toEqual([])
})
