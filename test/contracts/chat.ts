import { expect, test } from 'vitest'
import type { Alert, Chat } from '../../engine/model/chat.ts'
import { Failure } from '../../engine/model/failure.ts'

export interface ChatSubject {
  readonly chat: Chat
  /** Texts that arrived, as whoever reads them sees them. */
  arrived(): readonly string[]
  /** From now on the place does not take messages; absent where it cannot fail. */
  breakDown?(): Promise<void>
}

export const alert: Alert = {
  id: '0123456789abcdef',
  event: 'opened',
  environment: 'gdw',
  severity: 'critical',
  title: 'gdw: NetworkPolicy vault/vault differs on cluster2',
  lines: [
    '/spec/ingress/0/from: should be [], is [{"ipBlock":{"cidr":"0.0.0.0/0"}}]',
    'Asked for by environments/gdw.yaml:42',
  ],
  url: 'https://git.example.com/pulls/7',
  time: '2026-01-31T12:00:00Z',
}

/** What every Chat does. */
export function chatContract(subject: () => Promise<ChatSubject>): void {
  test('a message arrives once, with its id, title, lines and address', async () => {
    const { chat, arrived } = await subject()
    expect(chat.name).not.toBe('')
    await chat.send(alert)
    const [text, ...more] = arrived()
    expect(more).toEqual([])
    for (const part of [alert.id, alert.title, 'vault/vault', 'environments/gdw.yaml:42', alert.url ?? '']) {
      expect(text).toContain(part)
    }
  })

  test('every kind of event is taken, also one without address and lines', async () => {
    const { chat, arrived } = await subject()
    for (const event of ['opened', 'changed', 'resolved', 'stale'] as const) {
      const { url: _, ...rest } = alert
      await chat.send({ ...rest, event, lines: [] })
    }
    expect(arrived()).toHaveLength(4)
  })

  test('a place that takes nothing makes a Failure with a remedy', async () => {
    const { chat, arrived, breakDown } = await subject()
    await breakDown?.()
    const error = await chat.send(alert).catch((thrown: unknown) => thrown)
    if (!breakDown) return expect(arrived()).toHaveLength(1)
    expect(error).toBeInstanceOf(Failure)
    expect(error).toMatchObject({ hint: expect.stringMatching(/\w/), code: expect.stringMatching(/^\w+\/\w+/) })
  })
}
