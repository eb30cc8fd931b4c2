import { Agent, request } from 'node:http'
import { onTestFinished } from 'vitest'
import { promMetrics } from '../../../../engine/adapters/metrics.ts'
import { listen } from '../../../../engine/adapters/web-server/listen.ts'
import { httpApp } from '../../../../engine/adapters/web-server.ts'
import { takeDelivery } from '../../../../engine/flows/serve/intake.ts'
import { newBell } from '../../../../engine/model/bell.ts'
import type { Role } from '../../../../engine/model/role.ts'
import { seenDeliveries } from '../../../../engine/model/seen-deliveries.ts'
import { fakeLog } from '../../../contracts/fake-log.ts'
import { mac, NOW, SECRET } from '../../stages/webhooks/signed.ts'

export const JSON_TYPE = { 'content-type': 'application/json' }

/** The real intake over real loopback HTTP. */
export async function aServer() {
  const [log, metrics, bell] = [fakeLog(), promMetrics(), newBell()]
  const state: { role: Role; rings: number; bug: boolean } = { role: 'writer', rings: 0, bug: false }
  const onEvent = (reason: string) => {
    state.rings++
    bell.ring(reason)
  }
  const intake = {
    senders: ['github', 'generic'] as const,
    secrets: [SECRET],
    seen: seenDeliveries(40_000),
    defaultBranch: 'main',
    now: () => NOW,
    log,
    metrics,
    onEvent,
    recordTicks: async () => {},
    patience: () => new Promise<never>(() => {}),
  }
  const app = httpApp({
    take: async (delivery) => {
      if (state.bug) throw new Error('secret detail')
      return await takeDelivery(delivery, intake)
    },
    role: () => state.role,
    metrics: metrics.text,
    onOversized: (sender) => log.warn('oversized', { sender }),
    onError: (error) => log.error('bug', { message: String(error) }),
  })
  const listening = await listen(app.fetch, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => listening.close(100))
  return { ...listening, state, log, bell, metrics }
}

export function push(i: number): { body: string; headers: Record<string, string> } {
  const body = JSON.stringify({ ref: 'refs/heads/main', after: String(i), pusher: 'x'.repeat(2_000) })
  const signature = `sha256=${mac(SECRET, body)}`
  const own = { 'x-github-event': 'push', 'x-github-delivery': `d-${i}`, 'x-hub-signature-256': signature }
  return { body, headers: { ...JSON_TYPE, ...own } }
}

export interface Flooded {
  /** Answers by status. */
  readonly statuses: Readonly<Record<number, number>>
  /** Answers that took more than a second, as a count: a machine under load may be late now and then. */
  readonly slow: number
  readonly heapBytes: number
}

/** So many pushes over fifty connections; every tenth is one that was sent before. */
export async function flood({ url }: { readonly url: string }, count: number): Promise<Flooded> {
  const statuses: Record<number, number> = {}
  const agent = new Agent({ keepAlive: true, maxSockets: 50 })
  onTestFinished(() => agent.destroy())
  const before = process.memoryUsage().heapUsed
  let [slow, next] = [0, 0]
  const send = async (i: number) => {
    const { body, headers } = push(i % 10 === 9 ? i - 1 : i)
    const began = performance.now()
    const status = await new Promise<number>((resolve, reject) => {
      const sent = request(`${url}/webhooks/github`, { method: 'POST', headers, agent }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
      })
      sent.on('error', reject).end(body)
    })
    if (performance.now() - began > 1_000) slow++
    statuses[status] = (statuses[status] ?? 0) + 1
  }
  const sender = async () => {
    while (next < count) await send(next++)
  }
  await Promise.all(Array.from({ length: 50 }, sender))
  return { statuses, slow, heapBytes: process.memoryUsage().heapUsed - before }
}
