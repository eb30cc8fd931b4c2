import { describe, expect, test } from 'vitest'
import type { IntakeInput, Ticked } from '../../../../engine/flows/serve/intake.ts'
import { reasonFor, takeDelivery } from '../../../../engine/flows/serve/intake.ts'
import { Failure } from '../../../../engine/model/failure.ts'
import { seenDeliveries } from '../../../../engine/model/seen-deliveries.ts'
import type { HookSender } from '../../../../engine/model/webhook.ts'
import { fakeLog } from '../../../contracts/fake-log.ts'
import { fakeMetrics } from '../../../contracts/fake-metrics.ts'
import { NOW, SECRET, signed, signedAt } from '../../stages/webhooks/signed.ts'

const PUSH = { ref: 'refs/heads/main' }
const TICK = {
  action: 'edited',
  number: 2,
  sender: { login: 'ada' },
  changes: { body: { from: '- [ ] adopt' } },
  pull_request: { body: '- [x] adopt' },
}

function desk(more: Partial<IntakeInput> = {}) {
  const [log, metrics] = [fakeLog(), fakeMetrics()]
  const [reasons, ticks]: [string[], Ticked[]] = [[], []]
  const input: IntakeInput = {
    senders: ['github', 'generic'],
    secrets: [SECRET],
    seen: seenDeliveries(100),
    defaultBranch: 'main',
    now: () => NOW,
    log,
    metrics,
    onEvent: (reason) => void reasons.push(reason),
    recordTicks: async (event) => void ticks.push(event),
    patience: () => new Promise(() => {}),
    ...more,
  }
  return { input, log, metrics, reasons, ticks }
}

describe('a delivery', () => {
  test('queues work, and its id leads from the log to the work', async () => {
    const { input, reasons, log } = desk()
    expect(await takeDelivery(signed('github', 'push', PUSH), input)).toEqual({ status: 202, body: { queued: true } })
    expect(reasons).toEqual(['push to main (github d-1)'])
    expect(log.lines[0]).toMatchObject({ event: 'webhook', fields: { delivery: 'd-1', type: 'pushed' } })
  })

  test('that comes again is known, under the same id or with the same body under another', async () => {
    const { input, reasons, metrics } = desk()
    await takeDelivery(signed('github', 'push', PUSH), input)
    for (const id of ['d-1', 'd-2']) {
      const again = signed('github', 'push', PUSH, { 'x-github-delivery': id })
      expect(await takeDelivery(again, input)).toEqual({ status: 200, body: { duplicate: true } })
    }
    expect(reasons).toHaveLength(1)
    expect(metrics.value('isthmus_webhooks_total', { sender: 'github', outcome: 'duplicate' })).toBe(2)
  })

  test('in our own form says the same of each push: only a replay, with the time that was signed, is known', async () => {
    const { input, reasons } = desk()
    const push = (id: string, at: string) => signedAt(at, { type: 'pushed', branch: 'main' }, { 'x-isthmus-id': id })
    expect(await takeDelivery(push('d-1', NOW), input)).toMatchObject({ status: 202 })
    expect(await takeDelivery(push('d-2', '2026-03-04T12:01:00Z'), input)).toMatchObject({ status: 202 })
    expect(await takeDelivery(push('d-3', NOW), input)).toEqual({ status: 200, body: { duplicate: true } })
    expect(reasons).toHaveLength(2)
  })

  test('that is forged queues nothing, and does not use up the id of the true one', async () => {
    const { input, reasons, log } = desk()
    const forged = signed('github', 'push', PUSH, { 'x-hub-signature-256': 'sha256=00' })
    expect(await takeDelivery(forged, input)).toMatchObject({ status: 401 })
    expect(log.lines[0]).toMatchObject({ event: 'webhook-refused', fields: { outcome: 'forged' } })
    expect(await takeDelivery(signed('github', 'push', PUSH), input)).toMatchObject({ status: 202 })
    expect(reasons).toHaveLength(1)
  })

  test.each<[string, HookSender, Partial<IntakeInput>]>([
    ['of a forge that is not ours', 'gitlab', {}],
    ['where no secret is configured', 'github', { secrets: [] }],
  ])('%s is not taken', async (_, sender, more) => {
    const { input, reasons } = desk(more)
    expect(await takeDelivery(signed(sender, 'push', PUSH), input)).toMatchObject({ status: 404 })
    expect(reasons).toEqual([])
  })

  test('replayed after the window is late', async () => {
    const { input } = desk({ now: () => '2026-03-04T12:06:00Z' })
    expect(await takeDelivery(signed('generic', '', { type: 'ping' }), input)).toMatchObject({ status: 401 })
  })
})

describe('a tick', () => {
  const tick = () => signed('github', 'pull_request', TICK)

  test('is kept before the sender is told that it was taken', async () => {
    const { input, ticks, reasons } = desk()
    expect(await takeDelivery(tick(), input)).toMatchObject({ status: 202 })
    expect(ticks).toEqual([{ type: 'item-ticked', number: 2, by: 'ada', items: ['adopt'] }])
    expect(reasons).toHaveLength(1)
  })

  test('that cannot be kept is refused, and may be sent again', async () => {
    let isDown = true
    const recordTicks = async () => {
      if (isDown) throw new Failure('lock/lost', 'another hub writes', { hint: 'Wait.', retry: true })
    }
    const { input, log } = desk({ recordTicks })
    expect(await takeDelivery(tick(), input)).toMatchObject({ status: 503 })
    expect(log.events()).toContain('tick-not-kept')
    isDown = false
    expect(await takeDelivery(tick(), input)).toMatchObject({ status: 202 })
  })

  test('that takes the forge long does not keep the sender waiting', async () => {
    const { input, reasons } = desk({ recordTicks: () => new Promise(() => {}), patience: async () => 'late' })
    expect(await takeDelivery(tick(), input)).toMatchObject({ status: 202 })
    expect(reasons).toHaveLength(1)
  })
})

test.each([
  [{ type: 'pushed', branch: 'main' } as const, 'push to main'],
  [{ type: 'pushed', branch: 'isthmus/history' } as const, undefined],
  [{ type: 'pushed', branch: 'feature' } as const, undefined],
  [{ type: 'checked', commit: 'a', name: 'isthmus/gate' } as const, undefined],
  [{ type: 'checked', commit: 'a', name: 'isthmus-shop/gate' } as const, undefined],
  [{ type: 'checked', commit: 'a', name: 'ci' } as const, 'a check'],
  [{ type: 'queued', base: 'main' } as const, 'merge queue of main'],
  [{ type: 'queued', base: 'release' } as const, undefined],
  [{ type: 'commented', number: 2, by: 'ada' } as const, 'comment on 2'],
  [{ type: 'other', what: 'ping' } as const, undefined],
])('%j means %s', (event, reason) => {
  expect(reasonFor(event, 'main')).toBe(reason)
})
