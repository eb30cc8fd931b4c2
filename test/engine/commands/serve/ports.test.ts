import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { paletteFor } from '../../../../engine/commands/io.ts'
import { serverPorts } from '../../../../engine/commands/serve/ports.ts'
import { aProxy } from '../../adapters/a-private-network.ts'
import { aRepository, write } from '../a-shell.ts'

const NOON = '2026-03-04T12:00:00Z'
const alert = {
  ...{ id: 'a', environment: 'gdw', title: 'T', lines: [], time: NOON },
  ...({ event: 'opened', severity: 'high' } as const),
}

test('the chats and the heartbeat of a server go out by the proxy of the network', async () => {
  const heard: string[] = []
  const server = createServer((request, response) => {
    heard.push(request.headers.host ?? '')
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const proxy = await aProxy({ 'chat.example.internal': port, 'switch.example.internal': port })
  const { work } = await aRepository()
  const configuration = {
    ...{ apiVersion: 'isthmus.dev/v1alpha1', kind: 'Configuration' },
    chats: [{ type: 'webhook', url: 'http://chat.example.internal/x' }],
    heartbeat: { url: 'http://switch.example.internal/x' },
  }
  write(work, 'isthmus.yaml', JSON.stringify(configuration))
  const env = { PATH: process.env.PATH, HOME: work, HTTP_PROXY: proxy.url }
  const io = { cwd: work, env, isTerminal: false, palette: paletteFor(false), now: () => NOON }
  const { chats, pulse } = await serverPorts({
    io: { ...io, out: () => {}, err: () => {} },
    common: { directory: work, output: 'text', environment: undefined, quiet: true, verbose: false },
    args: [],
    options: { from: 'clusters' },
  })
  await chats[0]?.send(alert)
  await pulse.heartbeat?.beat(alert)
  expect(heard).toEqual(['chat.example.internal', 'switch.example.internal'])
  expect(proxy.asked.map((each) => each.target)).toEqual(['chat.example.internal:80', 'switch.example.internal:80'])
})
