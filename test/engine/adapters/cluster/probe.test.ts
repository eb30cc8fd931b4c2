import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { clustersOf } from '../../../../engine/adapters/cluster.ts'
import { readGiven } from '../../../../engine/adapters/files/read-given.ts'
import type { Json } from '../../../../engine/model/json.ts'
import { at, textAt } from '../../../../engine/model/json.ts'
import { scratchFolder, write } from '../../../contracts/scratch-repository.ts'

/** An API server that allows only to list; the rest of its rules it tells, too. */
async function aReviewer() {
  const asked: string[] = []
  const answer = (path: string, body: Json): readonly [status: number, answer: Json] => {
    if (path === '/version') return [200, { gitVersion: 'v1.33.1' }]
    if (path.endsWith('/selfsubjectreviews')) return [201, { status: { userInfo: { username: 'bot' } } }]
    if (path.endsWith('/selfsubjectrulesreviews'))
      return [201, { status: { resourceRules: [{ verbs: ['get'], apiGroups: [''], resources: ['secrets'] }] } }]
    if (path.endsWith('/selfsubjectaccessreviews')) {
      const attributes = at(body, 'spec', 'resourceAttributes') ?? null
      asked.push(['verb', 'resource', 'namespace', 'name'].map((key) => textAt(attributes, key) ?? '').join(' '))
      return [201, { status: { allowed: textAt(attributes, 'verb') === 'list' } }]
    }
    return path === '/apis/x.io/v1' ? [200, { resources: [{ name: 'things', kind: 'Thing' }] }] : [404, {}]
  }
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      const [status, body] = answer(
        (request.url ?? '').replace(/\?.*$/, ''),
        text === '' ? null : (JSON.parse(text) as Json),
      )
      response.writeHead(status, { date: 'Wed, 04 Mar 2026 12:00:00 GMT', 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

test('asks for each right by verb and name, lists what is granted, and what is served', async () => {
  const { url, asked } = await aReviewer()
  const folder = scratchFolder()
  const named = (name: string, more: object) => [{ name, ...more }]
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'hub',
    contexts: named('hub', { context: { cluster: 'hub', user: 'bot' } }),
    clusters: named('hub', { cluster: { server: url, 'insecure-skip-tls-verify': true } }),
    users: named('bot', { user: { token: 't' } }),
  }
  write(folder, { config: JSON.stringify(config) })
  const clusters = await clustersOf(
    { read: readGiven, files: [join(folder, 'config')] },
    { timeoutMs: 5000, sleep: async () => {} },
  )
  const right = {
    group: 'x.io',
    resource: 'things',
    verbs: ['list', 'watch'],
    namespace: 'n',
    names: ['a'],
    reason: '',
  }
  const facts = await (await clusters.openProbe('hub', () => '2026-03-04T12:00:00Z')).look({
    rights: [right],
    namespaces: ['n'],
    kinds: [
      { apiVersion: 'x.io/v1', kind: 'Thing' },
      { apiVersion: 'y.io/v1', kind: 'Thing' },
    ],
  })
  expect(facts).toMatchObject({ version: 'v1.33.1', user: 'bot', rights: [{ refused: ['watch'] }] })
  expect(facts.granted).toEqual([{ verbs: ['get'], groups: [''], resources: ['secrets'], names: [] }])
  expect(facts.served.map((each) => each.isServed)).toEqual([true, false])
  expect(facts.clock?.theirs).toBe('2026-03-04T12:00:00Z')
  expect(asked).toEqual(['list things n a', 'watch things n a'])
})
