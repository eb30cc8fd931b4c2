import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { httpClient } from '../../../engine/adapters/http.ts'
import type { WebhookOptions } from '../../../engine/adapters/webhook.ts'
import { webhook } from '../../../engine/adapters/webhook.ts'
import { alert } from '../../contracts/chat.ts'
import type { Receiver, ReceiverAnswer } from '../../contracts/receiver.ts'
import { receiver } from '../../contracts/receiver.ts'
import { noon } from '../../contracts/scratch-repository.ts'

const secret = 'a key that nobody may read'

function chatFor(place: Pick<Receiver, 'url'>, more: Partial<WebhookOptions> = {}) {
  const waits: number[] = []
  const sleep = async (milliseconds: number) => void waits.push(milliseconds)
  return { waits, chat: webhook({ url: place.url, secret, now: () => noon, sleep, http: httpClient(), ...more }) }
}
const once = { attempts: 1, firstWaitMs: 1, patienceMs: 1 }

test('a message is JSON, signed over time and body', async () => {
  const place = await receiver()
  await chatFor(place).chat.send(alert)
  const [request] = place.requests
  const timestamp = String(Date.parse(noon) / 1000)
  const signature = createHmac('sha256', secret).update(`${timestamp}.${request?.body}`).digest('hex')
  expect(request).toMatchObject({
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-isthmus-id': alert.id,
      'x-isthmus-timestamp': timestamp,
      'x-isthmus-signature': `sha256=${signature}`,
    },
  })
  expect(JSON.parse(request?.body ?? '')).toEqual({ version: 1, type: 'alert', ...alert })
})

test('without a secret nothing is signed', async () => {
  const place = await receiver()
  await webhook({ url: place.url, now: () => noon, sleep: async () => {}, http: httpClient() }).send(alert)
  expect(place.requests[0]?.headers).not.toHaveProperty('x-isthmus-signature')
})

interface Case {
  readonly says: string
  readonly answers: readonly ReceiverAnswer[]
  readonly requests: number
  readonly waits: readonly number[]
  readonly code?: string
}

const busy = (retryAfter?: string): ReceiverAnswer => ({
  status: 429,
  ...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
})
const cases: readonly Case[] = [
  {
    says: '5xx, then well',
    answers: [{ status: 503 }, { status: 500 }, { status: 200 }],
    requests: 3,
    waits: [500, 1000],
  },
  { says: '5xx for ever', answers: [{ status: 502 }], requests: 4, waits: [500, 1000, 2000], code: 'webhook/busy' },
  { says: 'Retry-After in seconds', answers: [busy('7'), { status: 204 }], requests: 2, waits: [7000] },
  {
    says: 'Retry-After as a date',
    answers: [busy('Sat, 31 Jan 2026 12:00:05 GMT'), { status: 204 }],
    requests: 2,
    waits: [5000],
  },
  {
    says: 'Retry-After in the past',
    answers: [busy('Sat, 31 Jan 2026 11:00:00 GMT'), { status: 204 }],
    requests: 2,
    waits: [0],
  },
  { says: 'Retry-After that is nonsense', answers: [busy('soon'), { status: 204 }], requests: 2, waits: [500] },
  { says: 'Retry-After longer than we wait', answers: [busy('3600')], requests: 1, waits: [], code: 'webhook/busy' },
  { says: 'refused', answers: [{ status: 401, body: secret }], requests: 1, waits: [], code: 'webhook/unauthorized' },
  {
    says: 'sent elsewhere',
    answers: [{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
    requests: 1,
    waits: [],
    code: 'webhook/redirected',
  },
]

test.each(cases)('$says', async ({ answers, requests, waits, code }) => {
  const place = await receiver()
  place.answerWith(...answers)
  const { chat, waits: waited } = chatFor(place)
  const outcome = await chat.send(alert).then(
    () => undefined,
    (error: { readonly code: string }) => error.code,
  )
  expect(outcome).toBe(code)
  expect(place.requests).toHaveLength(requests)
  expect(waited).toEqual(waits)
  expect(new Set(place.requests.map((each) => each.headers['x-isthmus-id']))).toEqual(new Set([alert.id]))
})

test('a receiver that is not there', async () => {
  const { chat } = chatFor({ url: 'http://127.0.0.1:1/hook?key=s3cr3t' }, { patience: once })
  await expect(chat.send(alert)).rejects.toMatchObject({
    code: 'webhook/unreachable',
    message: expect.stringContaining('127.0.0.1:1'),
  })
})

test('no error repeats the secret or more of the address than its host', async () => {
  const place = await receiver()
  place.answerWith({ status: 403, body: secret })
  const errors = await Promise.all([
    chatFor(place)
      .chat.send(alert)
      .catch((error: unknown) => error),
    chatFor({ url: 'http://127.0.0.1:1/s3cr3t' }, { patience: once })
      .chat.send(alert)
      .catch((error: unknown) => error),
  ])
  for (const error of errors) {
    const { message, hint, stack } = error as { message: string; hint: string; stack: string }
    expect(`${message} ${hint} ${stack}`).not.toMatch(/s3cr3t|nobody may read/)
  }
})

test.each(['ftp://x/', 'not an address', 'https://name:s3cr3t@host/', 'file:///etc/passwd'])(
  '%s is no address',
  (url) => {
    const refused = expect.objectContaining({
      code: 'webhook/bad-address',
      message: expect.not.stringContaining('s3cr3t'),
    })
    expect(() => chatFor({ url })).toThrow(refused)
  },
)
