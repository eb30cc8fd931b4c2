import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { clustersOf } from '../../../engine/adapters/cluster.ts'
import { readGiven } from '../../../engine/adapters/files/read-given.ts'
import type { Failure } from '../../../engine/model/failure.ts'
import type { JsonObject } from '../../../engine/model/json.ts'
import { textAt } from '../../../engine/model/json.ts'
import type { KubeApi, WatchEvent } from '../../../engine/model/kube-api.ts'
import type { KubeServer } from './cluster/a-kube-server.ts'
import { aKubeconfig, aKubeServer, send, statusOf } from './cluster/a-kube-server.ts'

const PODS = '/api/v1/namespaces/vault/pods'
const pods = { apiVersion: 'v1', kind: 'Pod', namespace: 'vault' }
const pod = (name: string): JsonObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'vault' } })
const namesOf = (objects: readonly JsonObject[]) => objects.map((each) => textAt(each, 'metadata', 'name'))

let server: KubeServer
let waits: number[]
let api: KubeApi

beforeEach(async () => {
  server = await aKubeServer(2)
  waits = []
  const sleep = async (ms: number) => void waits.push(ms)
  const clusters = await clustersOf(
    { read: readGiven, files: [aKubeconfig({ c1: server.url })] },
    { timeoutMs: 250, sleep },
  )
  api = await clusters.open('c1')
  for (const name of ['a', 'b', 'c', 'd', 'e']) server.put(PODS, pod(name))
})
afterEach(async () => await server.close())

describe('a kubeconfig that nobody could connect with fails, and shows no credential', () => {
  const token = 'zQ7hGfTrewPLmnbVcxsdkAQ9'
  const config = (cluster: string, user: string, more = '') =>
    `clusters: [{ name: c, cluster: { ${cluster} } }]\nusers: [{ name: u, user: { ${user} } }${more}]\ncontexts: [{ name: c, context: { cluster: c, user: u } }]\n`
  const here = 'server: "https://127.0.0.1:1"'
  test.each<[string, string, string]>([
    ['a server that is no address', config('server: nowhere', `token: ${token}`), 'cluster/bad-context'],
    ['another protocol', config('server: "ftp://127.0.0.1"', `token: ${token}`), 'cluster/bad-context'],
    ['a token of two lines', config(here, `token: "${token}\\nX: 1"`), 'cluster/bad-context'],
    [
      'a certificate that is none',
      config(here, `client-certificate-data: ${token}, client-key-data: ${token}`),
      'cluster/bad-context',
    ],
    ['a proxy that is none', config(`${here}, proxy-url: "::"`, `token: ${token}`), 'cluster/unauthorized'],
    ['a token that YAML takes for an alias', config(here, `token: *${token}`), 'cluster/no-kubeconfig'],
    ['two users of one name', config(here, `token: ${token}`, ', { name: u }'), 'cluster/no-kubeconfig'],
    [
      'a name of the server that is no text',
      config(`${here}, tls-server-name: [a]`, `token: ${token}`),
      'cluster/no-kubeconfig',
    ],
    ['a name that is no text', config(here, `token: ${token}`).replaceAll('name: c', 'name: 1'), 'cluster/no-context'],
    ['more than people write', `# ${'x'.repeat(17 * 2 ** 20)}`, 'cluster/no-kubeconfig'],
  ])('%s', async (_, text, code) => {
    const folder = mkdtempSync(join(tmpdir(), 'isthmus-kubeconfig-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    writeFileSync(join(folder, 'config'), text)
    const options = { timeoutMs: 250, sleep: async () => {} }
    const look = async () =>
      (await (await clustersOf({ read: readGiven, files: [join(folder, 'config')] }, options)).open('c')).list(pods)
    const failure: unknown = await look().catch((error: unknown) => error)
    expect(failure).toMatchObject({ code })
    expect(`${String(failure)} ${(failure as Failure).hint}`).not.toContain('zQ7')
  })
})

describe('lists', () => {
  test('reads every page, and gives items the type that the list leaves out', async () => {
    const { objects, cut, resourceVersion } = await api.list(pods)
    expect(namesOf(objects)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(objects[0]).toMatchObject({ apiVersion: 'v1', kind: 'Pod' })
    expect([cut, resourceVersion]).toEqual([undefined, '105'])
    expect(server.requests).toEqual([`GET ${PODS}`, `GET ${PODS}`, `GET ${PODS}`])
  })

  test('starts again once where the continue token has expired', async () => {
    server.misbehave = ({ count }, response) => {
      if (count === 2) send(response, 410, statusOf(410, 'the continue token is too old'))
      return count === 2
    }
    const { objects, cut } = await api.list(pods)
    expect([namesOf(objects), cut]).toEqual([['a', 'b', 'c', 'd', 'e'], undefined])
    expect(server.requests).toHaveLength(5)
  })

  test('keeps what it has read where a later page never comes, and says so', async () => {
    server.misbehave = ({ query }, response) => {
      const isLate = query.get('continue') === '4'
      if (isLate) send(response, 500, statusOf(500, 'etcd is away'))
      return isLate
    }
    const { objects, cut } = await api.list(pods)
    expect(namesOf(objects)).toEqual(['a', 'b', 'c', 'd'])
    expect(cut).toMatchObject({ code: 'cluster/server-error' })
  })

  test('waits as long as a throttled server asks, then goes on', async () => {
    server.misbehave = ({ count }, response) => {
      if (count === 1) send(response, 429, statusOf(429, 'slow down'), { 'Retry-After': '7' })
      return count === 1
    }
    expect(namesOf((await api.list(pods)).objects)).toHaveLength(5)
    expect(waits).toEqual([7000])
  })

  test('one that always asks for a while is not waited for longer than a look can bear', async () => {
    server.misbehave = (_request, response) => {
      send(response, 429, statusOf(429, 'slow down'), { 'Retry-After': '9' })
      return true
    }
    await expect(api.list(pods)).rejects.toMatchObject({ code: 'cluster/throttled' })
    expect(waits).toEqual([9000, 9000])
  })

  test.each([
    ['an expired token', 401, 'cluster/unauthorized', 1],
    ['a missing right', 403, 'cluster/forbidden', 1],
    ['a kind that is not served', 404, 'cluster/not-served', 1],
    ['a server in trouble', 503, 'cluster/server-error', 4],
    ['a server that wants a longer wait than a look can bear', 429, 'cluster/throttled', 1],
    ['no API server at all', 302, 'cluster/bad-answer', 1],
  ])('%s: %i is %s', async (_, code, expected, tries) => {
    server.misbehave = (_request, response) => {
      send(response, code, statusOf(code, 'no\u001b[31m'), { 'Retry-After': code === 429 ? '3600' : '0' })
      return true
    }
    const error = await api.list(pods).catch((each: unknown) => each)
    expect(error).toMatchObject({ code: expected })
    expect(String(error)).not.toContain('\u001b')
    expect(server.requests).toHaveLength(tries)
  })

  test('gives up on a server that answers byte by byte', async () => {
    server.misbehave = (_request, response) => {
      response.writeHead(200)
      response.write('{')
      const timer = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(timer))
      return true
    }
    await expect(api.list(pods)).rejects.toMatchObject({ code: 'cluster/timeout' })
  })

  test.each(['not json', '[]', '{"items":{"__proto__":1}}'])('refuses %s', async (body) => {
    server.misbehave = (_request, response) => {
      response.end(body)
      return true
    }
    await expect(api.list(pods)).rejects.toMatchObject({ code: 'cluster/bad-answer' })
  })

  test('says so where nobody listens, and where the kubeconfig has no such context', async () => {
    const closed = await aKubeServer()
    await closed.close()
    const clusters = await clustersOf(
      { read: readGiven, files: [aKubeconfig({ c9: closed.url })] },
      { timeoutMs: 250, sleep: async () => {} },
    )
    await expect((await clusters.open('c9')).list(pods)).rejects.toMatchObject({ code: 'cluster/unreachable' })
    await expect(clusters.open('c1')).rejects.toMatchObject({ code: 'cluster/no-context' })
    await expect(
      clustersOf({ read: readGiven, files: ['/nowhere/config'] }, { timeoutMs: 1, sleep: async () => {} }),
    ).rejects.toMatchObject({
      code: 'cluster/no-kubeconfig',
    })
  })

  test('asks the server for the resource of a kind that is not built in', async () => {
    server.misbehave = ({ path }, response) => {
      if (path !== '/apis/example.org/v1') return false
      const resources = [
        { name: 'oddments/scale', kind: 'Oddity', namespaced: true },
        { name: 'oddments', kind: 'Oddity', namespaced: true },
      ]
      send(response, 200, { kind: 'APIResourceList', resources })
      return true
    }
    const oddity = { apiVersion: 'example.org/v1', kind: 'Oddity' }
    server.put('/apis/example.org/v1/namespaces/x/oddments', { ...oddity, metadata: { name: 'o', namespace: 'x' } })
    expect(namesOf((await api.list({ ...oddity, namespace: 'x' })).objects)).toEqual(['o'])
    expect(await api.typeOf('example.org/v1', 'Other')).toBeUndefined()
    await expect(api.list({ apiVersion: 'example.org/v1', kind: 'Other' })).rejects.toMatchObject({
      code: 'cluster/not-served',
    })
  })

  test('finds a kind that is served later, and asks again where the server was down', async () => {
    const answers = [404, 500, 500, 500, 500, 200]
    server.misbehave = ({ path }, response) => {
      if (path !== '/apis/example.org/v1') return false
      const status = answers.shift() ?? 200
      const resources = [{ name: 'oddments', kind: 'Oddity', namespaced: true }]
      send(response, status, status === 200 ? { kind: 'APIResourceList', resources } : statusOf(status, 'down'))
      return true
    }
    const oddity = { apiVersion: 'example.org/v1', kind: 'Oddity', namespace: 'x' }
    server.put('/apis/example.org/v1/namespaces/x/oddments', { ...oddity, metadata: { name: 'o', namespace: 'x' } })
    await expect(api.list(oddity)).rejects.toMatchObject({ code: 'cluster/not-served' })
    await expect(api.list(oddity)).rejects.toMatchObject({ code: 'cluster/server-error' })
    expect(namesOf((await api.list(oddity)).objects)).toEqual(['o'])
  })

  test('sends the bearer token of the context, and never anything but GET', async () => {
    let token: string | undefined
    server.misbehave = (_request, response) => {
      token = response.req.headers.authorization
      return false
    }
    await api.list(pods)
    expect(token).toBe('Bearer token-of-c1')
    expect(server.requests.every((each) => each.startsWith('GET '))).toBe(true)
  })
})

describe('watches', () => {
  async function take(count: number, resourceVersion: string): Promise<readonly WatchEvent[]> {
    const events: WatchEvent[] = []
    const stop = new AbortController()
    for await (const event of api.watch(pods, resourceVersion, stop.signal)) {
      events.push(event)
      if (events.length === count) break
    }
    return events
  }
  const shown = (events: readonly WatchEvent[]) =>
    events.map((each) => `${each.type} ${each.type === 'BOOKMARK' ? each.resourceVersion : namesOf([each.object])}`)

  test('go on from a version, with what happened meanwhile and what comes', async () => {
    server.put(PODS, pod('f'))
    const pending = take(3, '105')
    await expect.poll(server.watching).toBe(1)
    server.put(PODS, pod('f'))
    server.remove(PODS, 'a')
    expect(shown(await pending)).toEqual(['ADDED f', 'MODIFIED f', 'DELETED a'])
    await expect.poll(server.watching).toBe(0)
  })

  test('say that a version is too old, and that the connection was cut', async () => {
    server.compact()
    await expect(take(1, '50')).rejects.toMatchObject({ code: 'cluster/expired' })
    const pending = take(2, '105')
    await expect.poll(server.watching).toBe(1)
    server.cutWatches()
    await expect(pending).rejects.toMatchObject({ code: 'cluster/unreachable' })
  })

  test('read bookmarks, events in several chunks, and refuse an event that is no JSON', async () => {
    const bookmark = JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '900' } } })
    server.misbehave = (_request, response) => {
      response.writeHead(200)
      response.write(bookmark.slice(0, 10))
      setTimeout(() => response.end(`${bookmark.slice(10)}\n\n{"type":\n`), 10)
      return true
    }
    expect(shown(await take(1, '1'))).toEqual(['BOOKMARK 900'])
    await expect(take(2, '1')).rejects.toMatchObject({ code: 'cluster/bad-answer' })
  })
})
