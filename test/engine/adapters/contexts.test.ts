import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { clustersOf } from '../../../engine/adapters/cluster.ts'
import { contextsSource } from '../../../engine/adapters/contexts.ts'
import { readGiven } from '../../../engine/adapters/files/read-given.ts'
import type { JsonObject } from '../../../engine/model/json.ts'
import { textAt } from '../../../engine/model/json.ts'
import type { ClusterObservation } from '../../../engine/model/observation.ts'
import { wantedOf } from '../../../engine/model/wanted.ts'
import { aRendered, configMap, NOW, rootPolicy, template } from '../stages/judge/status-a-hub.ts'
import type { KubeServer } from './cluster/a-kube-server.ts'
import { aKubeconfig, aKubeServer, send, statusOf } from './cluster/a-kube-server.ts'

const CONFIG_MAPS = '/api/v1/namespaces/shop/configmaps'
const SECRETS = '/api/v1/namespaces/shop/secrets'
const SETS = '/apis/apps/v1/namespaces/shop/statefulsets'

const secret = (name: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: 'shop' },
})
const set: JsonObject = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db', namespace: 'shop' } }
const rendered = aRendered([
  rootPolicy('shop', [template({ name: 'settings', objects: [configMap('settings'), secret('login')] })]),
  rootPolicy('db', [template({ name: 'db', objects: [set] })]),
])

let servers: Record<'c1' | 'c2', KubeServer>
beforeEach(async () => {
  servers = { c1: await aKubeServer(), c2: await aKubeServer() }
  for (const server of Object.values(servers)) {
    server.put(CONFIG_MAPS, configMap('settings'))
    server.put(CONFIG_MAPS, configMap('other'))
    server.put(SECRETS, secret('login'))
    server.put(SECRETS, secret('not-ours'))
    server.put(SETS, set)
  }
})
afterEach(async () => void (await Promise.all(Object.values(servers).map((each) => each.close()))))

async function look(names: readonly ('c1' | 'c2')[] = ['c1', 'c2']): Promise<readonly ClusterObservation[]> {
  const file = aKubeconfig(Object.fromEntries(names.map((each) => [each, servers[each].url])))
  const clusters = await clustersOf({ read: readGiven, files: [file] }, { timeoutMs: 300, sleep: async () => {} })
  const source = contextsSource({ name: 'contexts', open: clusters.open })
  return (await source.observe(['c1', 'c2'], NOW, wantedOf(rendered))).clusters
}
const shown = (seen: ClusterObservation | undefined) =>
  seen?.state === 'seen'
    ? seen.objects.map((each) => `${String(each.kind)} ${textAt(each, 'metadata', 'name')}`).sort()
    : []

describe('clusters through their contexts', () => {
  test('lists each kind once and only where policies speak of it; Secrets only by name', async () => {
    const [c1, c2] = await look()
    expect(shown(c1)).toEqual(['ConfigMap other', 'ConfigMap settings', 'Secret login', 'StatefulSet db'])
    expect(shown(c2)).toEqual(shown(c1))
    expect([...servers.c1.requests].sort()).toEqual([CONFIG_MAPS, SECRETS, SETS].map((each) => `GET ${each}`).sort())
    const asked = servers.c1.queries.map((each) => each.get('fieldSelector'))
    expect(asked.filter((each) => each !== null)).toEqual(['metadata.name=login'])
    expect(c1).not.toHaveProperty('shortfalls')
  })

  test('a cluster without a context is unknown, the others are seen', async () => {
    const [c1, c2] = await look(['c2'])
    expect(c1).toMatchObject({ state: 'unknown', reason: 'the kubeconfig has no context c1' })
    expect(shown(c2)).toHaveLength(4)
  })

  test('what answers 404 to everything is no cluster without objects', async () => {
    servers.c1.misbehave = (_request, response) => {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('default backend - 404')
      return true
    }
    const [c1] = await look()
    expect(c1).toMatchObject({ state: 'unknown', reason: expect.stringMatching(/no Kubernetes API server/) })
    expect(c1).not.toHaveProperty('isRefused')
  })

  test('a refused kind is said by itself', async () => {
    servers.c1.misbehave = ({ path }, response) => {
      if (path === SECRETS) send(response, 403, statusOf(403, 'secrets is forbidden'))
      return path === SECRETS
    }
    const [c1] = await look()
    expect(shown(c1)).toEqual(['ConfigMap other', 'ConfigMap settings', 'StatefulSet db'])
    expect(c1).toMatchObject({ shortfalls: [{ kind: 'Secret', namespace: 'shop', state: 'forbidden', since: null }] })
  })

  test('a token that expires in mid-run leaves what was read before', async () => {
    servers.c1.misbehave = (_request, response) => {
      const isLate = servers.c1.requests.length > 2
      if (isLate) send(response, 401, statusOf(401, 'Unauthorized'))
      return isLate
    }
    const [c1] = await look()
    expect(c1).toMatchObject({ state: 'seen', shortfalls: [{ state: 'forbidden' }] })
    expect(shown(c1).length).toBeGreaterThan(0)
  })

  test.each([
    [401, 'Unauthorized'],
    [500, 'etcd is away'],
  ])('a cluster that answers everything with %i is unknown', async (code, message) => {
    servers.c2.misbehave = (_request, response) => {
      send(response, code, statusOf(code, message))
      return true
    }
    const [c1, c2] = await look()
    expect(c1?.state).toBe('seen')
    expect(c2).toMatchObject({ state: 'unknown', lastSeen: null, reason: expect.stringContaining(message) })
  })

  test('a server that went away is unknown', async () => {
    await servers.c2.close()
    servers.c2 = { ...servers.c2, close: async () => {} }
    expect((await look())[1]).toMatchObject({ state: 'unknown', reason: expect.stringContaining('cannot be reached') })
  })

  test('a server that does not answer is not asked for every kind in turn', async () => {
    servers.c2.misbehave = (_request, response) => {
      response.destroy()
      return true
    }
    const [, c2] = await look()
    expect(c2).toMatchObject({ state: 'unknown', reason: expect.stringContaining('cannot be reached') })
    expect(new Set(servers.c2.requests).size).toBe(2)
  })

  test('a refused login is told from an outage, with what to do about it', async () => {
    servers.c2.misbehave = (_request, response) => {
      send(response, 401, statusOf(401, 'Unauthorized'))
      return true
    }
    const [, c2] = await look()
    expect(c2).toMatchObject({ state: 'unknown', isRefused: true, reason: expect.stringMatching(/401.*log in again/) })
  })

  test('a kind that the cluster does not serve has no objects, and that is seen', async () => {
    servers.c1.misbehave = ({ path }, response) => {
      if (path === SETS) send(response, 404, statusOf(404, 'the server could not find the requested resource'))
      return path === SETS
    }
    const [c1] = await look()
    expect(c1).not.toHaveProperty('shortfalls')
    expect(shown(c1)).not.toContain('StatefulSet db')
  })
})

test('tells how many clusters have answered, those without a context among them', async () => {
  const steps: unknown[] = []
  const progress = { step: (done: number, total: number) => void steps.push(`${done}/${total}`), end() {} }
  const file = aKubeconfig({ c1: servers.c1.url })
  const { open } = await clustersOf({ read: readGiven, files: [file] }, { timeoutMs: 300, sleep: async () => {} })
  await contextsSource({ name: 'contexts', open, progress }).observe(['c1', 'c2'], NOW, wantedOf(rendered))
  expect(steps).toEqual(['0/2', '0/2', '1/2', '2/2'])
})
