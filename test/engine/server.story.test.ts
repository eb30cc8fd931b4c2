import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { platformMaker, scaleVault } from './commands/a-platform.ts'
import { isthmus, write } from './commands/a-shell.ts'
import { problems } from './model/output-schemas/problems.ts'
import { isthmusChild } from './server/a-child.ts'
import type { PlatformMaker } from './server/a-served.ts'
import { aServed, openPulls, SECRET } from './server/a-served.ts'
import { mac } from './stages/webhooks/signed.ts'

let aPlatform: PlatformMaker

beforeAll(async () => {
  aPlatform = await platformMaker()
})

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 50))
}

async function send(url: string, id: string, event: unknown): Promise<number> {
  const body = JSON.stringify(event)
  const time = String(Math.floor(Date.now() / 1000))
  const headers = {
    'content-type': 'application/json',
    'x-isthmus-id': id,
    'x-isthmus-timestamp': time,
    'x-isthmus-signature': `sha256=${mac(SECRET, `${time}.${body}`)}`,
  }
  return (await fetch(`${url}/webhooks/generic`, { method: 'POST', headers, body })).status
}

describe('a server', () => {
  test('works on a webhook, tells of it with the id of the delivery, and gives the lock back at the end', async () => {
    const { work, clusters, env, alerts, lock } = await aServed(aPlatform)
    const server = isthmusChild(work, ['serve', '--from', clusters, '--listen', '0', '--output', 'json'], env)
    const url = await server.url()
    await server.until('reconciled', (each) => each.outcome === 'done')
    expect(problems('listening', server.out())).toEqual([])
    expect(JSON.parse(server.out())).toMatchObject({ url })
    expect(lock()?.term).toBe(1)
    await scaleVault(clusters, 'cluster1', 2)
    expect(await send(url, 'd-7', { type: 'pushed', branch: 'main' })).toBe(202)
    await server.until('reconcile', (each) => String(each.because).includes('push to main (generic d-7)'))
    const proposal = await server.until('proposal', (each) => each.kind === 'drift')
    expect(proposal).toMatchObject({ outcome: 'created', environment: 'gdw' })
    await server.until('alert')
    expect(alerts().map((each) => each.event)).toEqual(['opened'])
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ready: true, role: 'writer' })
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(
      /^isthmus_drifts\{environment="gdw",severity="\w+"\} 1$/m,
    )
    server.process.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    expect(server.lines().map((each) => each.event)).toEqual(expect.arrayContaining(['stopping', 'stopped']))
    expect(Date.parse(lock()?.until ?? '')).toBeLessThan(Date.now())
    expect(server.text()).not.toContain(SECRET)
    expect(server.text()).not.toContain('s3cr3t')
  }, 90_000)
})

describe('killed with SIGKILL', () => {
  test('when a chat has its alert and nobody has written so yet, it comes once more under its id', async () => {
    const { work, clusters, env, chat, alerts } = await aServed(aPlatform)
    await scaleVault(clusters, 'cluster1', 2)
    chat.answerWith({ status: 204, hangs: true })
    const first = isthmusChild(work, ['serve', '--from', clusters, '--once'], env)
    await Promise.race([first.ended, until(() => chat.requests.length > 0)])
    first.process.kill('SIGKILL')
    expect(await first.ended).toBe('SIGKILL')
    chat.answerWith({ status: 204 })
    expect(await isthmusChild(work, ['serve', '--from', clusters, '--once'], env).ended).toBe(0)
    expect(alerts().map((each) => each.event)).toEqual(['opened', 'opened'])
    expect(new Set(alerts().map((each) => each.id)).size).toBe(1)
    expect(await openPulls(work)).toHaveLength(1)
  }, 90_000)
})

test('what cannot be is said before anything starts', async () => {
  const { work, clusters } = aPlatform()
  const serve = (...args: string[]) => isthmus(work, 'serve', ...args)
  expect((await serve('--kubeconfig', 'nowhere', '--once')).err).toContain('cluster/no-kubeconfig')
  expect((await serve('--from', clusters, '--listen', 'here')).err).toContain('usage/listen')
  expect((await serve('--from', clusters, '--every', '0')).err).toContain('usage/every')
  const configuration = readFileSync(join(work, 'isthmus.yaml'), 'utf8')
  write(work, 'isthmus.yaml', `${configuration}server: { webhook: { secret: { env: NOT_SET } } }\n`)
  expect((await serve('--from', clusters)).err).toContain('secret/missing')
})
