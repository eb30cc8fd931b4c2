import { appendFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { clustersOf } from '../../../../engine/adapters/cluster.ts'
import { readGiven } from '../../../../engine/adapters/files/read-given.ts'
import { scratchFolder, write } from '../../../contracts/scratch-repository.ts'
import { anAuthority, aTlsServer } from '../a-private-network.ts'

/** An API server with one empty kind, and the connections that it was asked over. */
async function aServer(answer: (request: IncomingMessage, response: ServerResponse) => boolean = () => false) {
  const authority = anAuthority()
  const sockets = new Set<Socket>()
  const port = await aTlsServer(authority, (request, response) => {
    sockets.add(request.socket)
    if (answer(request, response)) return
    response.writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ metadata: { resourceVersion: '1' }, items: [] }))
  })
  const folder = scratchFolder()
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'hub',
    contexts: [{ name: 'hub', context: { cluster: 'hub', user: 'bot' } }],
    clusters: [
      { name: 'hub', cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority': authority.caFile } },
    ],
    users: [{ name: 'bot', user: { token: 't' } }],
  }
  write(folder, { config: JSON.stringify(config) })
  const clusters = await clustersOf(
    { read: readGiven, files: [join(folder, 'config')] },
    { timeoutMs: 5000, sleep: async () => {} },
  )
  const api = await clusters.open('hub')
  return { clusters, sockets, authority, list: () => api.list({ apiVersion: 'v1', kind: 'Namespace' }) }
}

describe('connections to an API server', () => {
  test('one after the other, GETs share one', async () => {
    const { sockets, list } = await aServer()
    for (let i = 0; i < 5; i++) await list()
    expect(sockets.size).toBe(1)
  })

  test('a write has one of its own, since whether it was done could not be told when a kept one closes', async () => {
    const { sockets, clusters } = await aServer()
    const store = await clusters.openLease('hub', { namespace: 'isthmus', name: 'engine' })
    const draft = { holder: 'a', seconds: 15, acquired: NOW, renewed: NOW, transitions: 0, asked: '' }
    await store.read()
    await store.create(draft)
    await store.read()
    expect(sockets.size).toBe(2)
  })

  test('one that the server closed meanwhile costs another try, not the look', async () => {
    let asked = 0
    const { sockets, list } = await aServer((request) => {
      asked++
      if (asked !== 3) return false
      request.socket.destroy()
      return true
    })
    for (let i = 0; i < 4; i++) await list()
    expect(sockets.size).toBe(2)
  })

  test('another certificate of the authority in the file is another connection', async () => {
    const { sockets, authority, list } = await aServer()
    await list()
    appendFileSync(authority.caFile, authority.cert)
    await list()
    expect(sockets.size).toBe(2)
  })
})

const NOW = '2026-11-22T10:00:00.000000Z'
