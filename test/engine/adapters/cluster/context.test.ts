import { readFileSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clustersOf } from '../../../../engine/adapters/cluster.ts'
import { readGiven } from '../../../../engine/adapters/files/read-given.ts'
import { parseYaml } from '../../../../engine/stages/render/yaml.ts'
import { scratchFolder } from '../../../contracts/scratch-repository.ts'
import { anAuthority, aTlsServer } from '../a-private-network.ts'

const LEASE = { namespace: 'isthmus', name: 'engine' }

/** An API server that knows one token at a time, and the kubeconfig for it. */
async function aServer() {
  const state = { token: 'first', asked: 0 }
  const authority = anAuthority()
  const answer = (response: ServerResponse, status: number, body: object) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  const port = await aTlsServer(authority, ({ headers, method }, response) => {
    state.asked++
    if (headers.authorization !== `Bearer ${state.token}`) return answer(response, 401, { message: 'no' })
    return answer(response, method === 'POST' ? 201 : 200, { metadata: { resourceVersion: '1' }, items: [] })
  })
  const file = join(scratchFolder(), 'config')
  const write = (user: object, trusted = authority) => {
    const ca = readFileSync(trusted.caFile).toString('base64')
    const cluster = { server: `https://127.0.0.1:${port}`, 'certificate-authority-data': ca }
    const contexts = [{ name: 'hub', context: { cluster: 'hub', user: 'bot' } }]
    const config = { contexts, clusters: [{ name: 'hub', cluster }], users: [{ name: 'bot', user }] }
    writeFileSync(file, JSON.stringify({ ...config, 'current-context': 'hub' }))
  }
  const clusters = () =>
    clustersOf({ read: readGiven, parse: parseYaml, files: [file] }, { timeoutMs: 5000, sleep: async () => {} })
  return { state, file, write, clusters }
}

const namespaces = { apiVersion: 'v1', kind: 'Namespace' }

test('a token that is rotated in the kubeconfig is taken once the old one is refused, for reads and writes', async () => {
  const { state, write, clusters } = await aServer()
  write({ token: 'first' })
  const opened = await clusters()
  const [api, leases] = [await opened.open('hub'), await opened.openLease('hub', LEASE)]
  await api.list(namespaces)
  state.token = 'second'
  write({ token: 'second' })
  await api.list(namespaces)
  await leases.create({ holder: 'a', seconds: 15, acquired: NOW, renewed: NOW, transitions: 0, asked: '' })
  // One refusal for each that had the old one: nothing is read again while it holds.
  expect(state.asked).toBe(4)
})

test('so is one in a file that the kubeconfig names as kubectl knows it, without the end of its line', async () => {
  const { state, write, clusters } = await aServer()
  const tokenFile = join(scratchFolder(), 'token')
  writeFileSync(tokenFile, 'first\n')
  write({ tokenFile, token: 'none' })
  const api = await (await clusters()).open('hub')
  await api.list(namespaces)
  state.token = 'second'
  writeFileSync(tokenFile, 'second')
  await api.list(namespaces)
})

test('an authority that is rotated in it is trusted once the server shows its own', async () => {
  const { write, clusters } = await aServer()
  write({ token: 'first' }, anAuthority())
  const api = await (await clusters()).open('hub')
  write({ token: 'first' })
  await api.list(namespaces)
})

test.each([
  ['one that says the same', undefined],
  ['half a file', '{"contexts": ['],
])('%s changes nothing: the refusal stands', async (_, text) => {
  const { state, file, write, clusters } = await aServer()
  write({ token: 'first' })
  const api = await (await clusters()).open('hub')
  state.token = 'second'
  if (text !== undefined) writeFileSync(file, text)
  await expect(api.list(namespaces)).rejects.toMatchObject({ code: 'cluster/unauthorized' })
  expect(state.asked).toBe(1)
})

const NOW = '2026-11-22T10:00:00.000000Z'
