import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { sleep } from '../../../../engine/adapters/clock.ts'
import { clustersOf } from '../../../../engine/adapters/cluster.ts'
import { readGiven } from '../../../../engine/adapters/files/read-given.ts'
import type { Json } from '../../../../engine/model/json.ts'
import { at, textAt } from '../../../../engine/model/json.ts'
import type { LeaseDraft, LeaseStore } from '../../../../engine/model/lease.ts'
import { aKubeconfig, send, statusOf } from './a-kube-server.ts'

const PATH = '/apis/coordination.k8s.io/v1/namespaces/isthmus/leases'
const MICRO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/
const DRAFT: LeaseDraft = {
  holder: 'a',
  seconds: 15,
  acquired: '2026-03-04T12:00:00Z',
  renewed: '2026-03-04T12:00:05Z',
  transitions: 0,
  asked: '',
}

/** An API server with one Lease, optimistic concurrency, and times that have to be MicroTime. */
async function anApiServer(): Promise<{ store: () => Promise<LeaseStore>; requests: string[] }> {
  let stored: Json | undefined
  let version = 0
  const requests: string[] = []
  const http = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url?.replace(/\?$/, '')}`)
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const body = text === '' ? undefined : (JSON.parse(text) as Json)
    if (body && !MICRO.test(textAt(body, 'spec', 'renewTime') ?? ''))
      return send(response, 400, statusOf(400, 'MicroTime'))
    if (request.method === 'GET')
      return stored ? send(response, 200, stored) : send(response, 404, statusOf(404, 'none'))
    if (request.method === 'POST' && stored) return send(response, 409, statusOf(409, 'exists'))
    const metadata = at(body, 'metadata') as { readonly [key: string]: Json }
    if (request.method === 'PUT' && metadata.resourceVersion !== String(version)) {
      return send(response, 409, statusOf(409, 'the object has been modified'))
    }
    stored = { ...(body as object), metadata: { ...metadata, uid: 'u-1', resourceVersion: String(++version) } } as Json
    send(response, request.method === 'POST' ? 201 : 200, stored)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void http.close())
  const file = aKubeconfig({ hub: `http://127.0.0.1:${(http.address() as AddressInfo).port}` })
  const store = async () => {
    const clusters = await clustersOf({ read: readGiven, files: [file] }, { timeoutMs: 2_000, sleep })
    return clusters.openLease('hub', { namespace: 'isthmus', name: 'isthmus' })
  }
  return { store, requests }
}

describe('a Lease', () => {
  test('is absent, is created, and comes back as it was written', async () => {
    const { store, requests } = await anApiServer()
    const lease = await store()
    expect(await lease.read()).toBeUndefined()
    const created = await lease.create(DRAFT)
    expect(created).toMatchObject({ holder: 'a', seconds: 15, transitions: 0, asked: '', uid: 'u-1', version: '1' })
    expect(await lease.read()).toEqual(created)
    expect(requests).toEqual([`GET ${PATH}/isthmus`, `POST ${PATH}`, `GET ${PATH}/isthmus`])
  })

  test('is replaced as it was read, with what another replica asked', async () => {
    const { store } = await anApiServer()
    const lease = await store()
    const created = await lease.create(DRAFT)
    const replaced = await lease.replace({ ...created, holder: 'b', asked: '2026-03-04T12:01:00Z' })
    expect(replaced).toMatchObject({ holder: 'b', asked: '2026-03-04T12:01:00Z', version: '2' })
    expect(await lease.read()).toEqual(replaced)
  })

  test('is refused to whoever comes second', async () => {
    const { store } = await anApiServer()
    const [one, two] = [await store(), await store()]
    const created = await one.create(DRAFT)
    await expect(two.create({ ...DRAFT, holder: 'b' })).rejects.toMatchObject({ code: 'cluster/conflict' })
    await one.replace({ ...created, holder: 'a' })
    await expect(two.replace({ ...created, holder: 'b' })).rejects.toMatchObject({ code: 'cluster/conflict' })
  })

  test('is written by many at once, and by one of them only', async () => {
    const { store } = await anApiServer()
    const stores = await Promise.all([1, 2, 3, 4, 5].map(() => store()))
    const tried = await Promise.allSettled(stores.map((each, i) => each.create({ ...DRAFT, holder: `r${i}` })))
    expect(tried.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
  })
})
