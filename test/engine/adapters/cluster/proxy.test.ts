import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clustersOf } from '../../../../engine/adapters/cluster.ts'
import { readGiven } from '../../../../engine/adapters/files/read-given.ts'
import { proxyFor } from '../../../../engine/model/proxy.ts'
import { scratchFolder, write } from '../../../contracts/scratch-repository.ts'
import { anAuthority, aProxy, aTlsServer } from '../a-private-network.ts'

test('an API server is reached through the proxy of the environment, unless NO_PROXY names it', async () => {
  const authority = anAuthority()
  const port = await aTlsServer(authority, (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ metadata: { resourceVersion: '1' }, items: [{ metadata: { name: 'a' } }] }))
  })
  const proxy = await aProxy()
  const folder = scratchFolder()
  const server = `https://127.0.0.1:${port}`
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'hub',
    contexts: [{ name: 'hub', context: { cluster: 'hub', user: 'bot' } }],
    clusters: [{ name: 'hub', cluster: { server, 'certificate-authority': authority.caFile } }],
    users: [{ name: 'bot', user: { token: 't' } }],
  }
  write(folder, { config: JSON.stringify(config) })
  const names = async (variables: Readonly<Record<string, string>>) => {
    const place = { read: readGiven, files: [join(folder, 'config')], proxyFor: (url: URL) => proxyFor(url, variables) }
    const clusters = await clustersOf(place, { timeoutMs: 5000, sleep: async () => {} })
    const { objects } = await (await clusters.open('hub')).list({ apiVersion: 'v1', kind: 'Namespace' })
    return objects.length
  }
  expect(await names({ HTTPS_PROXY: proxy.url })).toBe(1)
  expect(proxy.asked.map((each) => each.target)).toEqual([`127.0.0.1:${port}`])
  expect(await names({ HTTPS_PROXY: proxy.url, NO_PROXY: '127.0.0.0/8' })).toBe(1)
  expect(proxy.asked).toHaveLength(1)
})
