import { expect, test } from 'vitest'
import { httpClient } from '../../engine/adapters/http.ts'
import type { Alert, Chat } from '../../engine/model/chat.ts'
import type { Line } from '../../engine/model/exchange.ts'
import { Failure } from '../../engine/model/failure.ts'
import type { Http } from '../../engine/model/http.ts'
import type { Receiver, ReceiverAnswer } from './receiver.ts'
import { noon } from './scratch-repository.ts'

export interface ChatSubject {
  readonly chat: Chat
  /** Texts that arrived, as whoever reads them sees them. */
  arrived(): readonly string[]
  /** From now on the place does not take messages; absent where it cannot fail. */
  breakDown?(): Promise<void>
  /** Only where a life is one message: what its thread shows, the first message as it is now foremost. */
  readonly threads?: {
    course(): readonly string[]
    /** Somebody deletes the first message. */
    deleteFirst(): void
  }
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
  life: 'fedcba9876543210',
  about: 'drift',
  since: '2026-01-31T12:00:00Z',
}

const changed: Alert = { ...alert, id: '1'.repeat(16), event: 'changed', time: '2026-01-31T12:05:00Z' }
const resolved: Alert = { ...alert, id: '2'.repeat(16), event: 'resolved', time: '2026-01-31T12:09:00Z' }

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
    const events = ['opened', 'changed', 'resolved', 'stale', 'escalated', 'alive'] as const
    for (const [i, event] of events.entries()) {
      const { url: _, ...rest } = alert
      await chat.send({ ...rest, id: String(i), life: `life ${i}`, event, lines: [] })
    }
    expect(arrived()).toHaveLength(events.length)
  })

  test('an alert of an older history is taken too', async () => {
    const { chat, arrived } = await subject()
    const { life: _, about: __, since: ___, ...old } = alert
    await chat.send(old)
    expect(arrived()).toHaveLength(1)
  })

  test.each<[string, Partial<Alert>]>([
    ['of a thousand long lines', { lines: Array.from({ length: 1000 }, (_, i) => `${i} ${'x'.repeat(700)}`) }],
    [
      'of signs of four bytes',
      { title: '🌋'.repeat(2000), lines: Array.from({ length: 300 }, () => '🌋'.repeat(100)) },
    ],
    [
      'of quotes and backslashes',
      { title: '"\\'.repeat(2000), lines: Array.from({ length: 300 }, () => '"\\'.repeat(99)) },
    ],
    ['with a long title and a local address', { title: 'y'.repeat(5000), url: 'file:///tmp/pulls/7.json' }],
    ['of nothing', { title: '', lines: [''], url: 'not an address' }],
    ['with half a character', { title: 'a\uD800', lines: ['\uDC00'] }],
  ])('a message %s keeps within the limits of the place', async (_, more) => {
    const { chat, arrived } = await subject()
    await chat.send({ ...alert, ...more })
    expect(arrived()).toHaveLength(1)
  })

  test('a handle that it did not make does no harm', async () => {
    const { chat, arrived } = await subject()
    for (const thread of ['', '../../etc', 'C1/x', '{"ok":true}']) await chat.send({ ...alert, id: thread }, thread)
    expect(arrived()).toHaveLength(4)
  })

  test('a life is one message, kept up to date, with its course below, where the place can do that', async () => {
    const { chat, arrived, threads } = await subject()
    const first = await chat.send(alert)
    const second = await chat.send(changed, first)
    if (!threads) return expect(second ?? arrived()).toHaveLength(2)
    expect(second).toBe(first)
    await chat.send(resolved, second)
    const [root, ...course] = threads.course()
    expect(root).toContain(resolved.id)
    expect(course.map((each) => [changed.id, resolved.id].find((id) => each.includes(id)))).toEqual([
      changed.id,
      resolved.id,
    ])
  })

  test('a message that somebody deleted is begun anew', async () => {
    const { chat, arrived, threads } = await subject()
    const first = await chat.send(alert)
    threads?.deleteFirst()
    const next = await chat.send(changed, first)
    expect(arrived().at(-1)).toContain(changed.id)
    if (threads) expect(next).not.toBe(undefined)
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

/** A service on loopback, and the chat that speaks to it. */
export interface ServedSubject {
  readonly place: Receiver
  chat(line: Line): Chat
  /** An answer that it takes for well done. */
  readonly good: ReceiverAnswer
  /** True where the body says whether it worked: one that breaks off says nothing. */
  readonly needsBody: boolean
  /** Parts of its settings that no message may show. */
  readonly secrets: readonly string[]
}

interface Fault {
  readonly says: string
  /** `silence`: nothing comes back in time. */
  readonly answers: readonly (ReceiverAnswer | 'good' | 'silence')[]
  readonly requests: number
  readonly waits: readonly number[]
  /** What comes after the slash of the code; undefined: it works in the end. */
  readonly code?: RegExp
  readonly retry?: boolean
}

const FAULTS: readonly Fault[] = [
  { says: '401', answers: [{ status: 401 }], requests: 1, waits: [], code: /^unauthorized$/, retry: false },
  { says: '403', answers: [{ status: 403 }], requests: 1, waits: [], code: /^forbidden$/, retry: false },
  { says: '404', answers: [{ status: 404 }], requests: 1, waits: [], code: /^not-found$/, retry: false },
  { says: '400', answers: [{ status: 400 }], requests: 1, waits: [], code: /^refused$/, retry: false },
  {
    says: '302',
    answers: [{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
    requests: 1,
    waits: [],
    code: /^redirected$/,
  },
  {
    says: '429 with Retry-After',
    answers: [{ status: 429, headers: { 'retry-after': '7' } }, 'good'],
    requests: 2,
    waits: [7000],
  },
  {
    says: '429 for longer than we wait',
    answers: [{ status: 429, headers: { 'retry-after': '3600' } }],
    requests: 1,
    waits: [],
    code: /^busy$/,
    retry: true,
  },
  { says: '500, then well', answers: [{ status: 500 }, { status: 503 }, 'good'], requests: 3, waits: [500, 1000] },
  {
    says: '500 for ever',
    answers: [{ status: 500 }],
    requests: 4,
    waits: [500, 1000, 2000],
    code: /^busy$/,
    retry: true,
  },
  {
    says: 'silence',
    answers: ['silence'],
    requests: 4,
    waits: [500, 1000, 2000],
    code: /^timeout$/,
    retry: true,
  },
  { says: 'silence, then well', answers: ['silence', 'good'], requests: 2, waits: [500] },
]

/** What every Chat of a service does when that does not do its part. */
export function servedContract(subject: () => Promise<ServedSubject>): void {
  const sendOver = async ({ chat, secrets }: ServedSubject, http: Http) => {
    const waits: number[] = []
    const sleep = async (milliseconds: number) => void waits.push(milliseconds)
    const outcome = await chat({ http, sleep, now: () => noon })
      .send(alert)
      .then(
        () => undefined,
        (error: unknown) => error,
      )
    for (const secret of [...secrets, 's3cr3t']) {
      const { message = '', hint = '', stack = '' } = (outcome ?? {}) as Partial<Failure>
      expect(`${message} ${hint} ${stack}`).not.toContain(secret)
    }
    return { outcome, waits }
  }

  test.each(FAULTS)('$says', async ({ answers, requests, waits, code, retry }) => {
    const served = await subject()
    const given = answers.map((each) => (each === 'good' ? served.good : each))
    const { http, count } = answering(given, served.place)
    const sent = await sendOver(served, http)
    expect({ requests: count(), waits: sent.waits }).toEqual({ requests, waits })
    if (code === undefined) return expect(sent.outcome).toBeUndefined()
    expect(sent.outcome).toBeInstanceOf(Failure)
    const { code: told, retry: mayPass, hint } = sent.outcome as Failure
    expect(told.split('/')[1]).toMatch(code)
    if (retry !== undefined) expect(mayPass).toBe(retry)
    expect(hint).toMatch(/\w/)
  })

  test('an answer that breaks off', async () => {
    const served = await subject()
    const { good } = served
    served.place.answerWith({ ...good, body: good.body?.slice(0, 5) ?? '', isCut: true }, good)
    const { outcome } = await sendOver(served, httpClient())
    expect(outcome).toBeUndefined()
    expect(served.place.requests.length).toBe(served.needsBody ? 2 : 1)
  })

  test('nobody there', async () => {
    const served = await subject()
    const refused = async () => {
      throw new Failure('http/unreachable', '127.0.0.1:1 cannot be reached (ECONNREFUSED)', {
        hint: 'See.',
        retry: true,
      })
    }
    const chat = served.chat({ http: refused, sleep: async () => {}, now: () => noon })
    await expect(chat.send(alert)).rejects.toMatchObject({ code: expect.stringMatching(/^(?!http)\w+\/unreachable$/) })
  })
}

/** Real exchanges, but for a silence, which takes no time here; `http.test.ts` waits for a real one. */
function answering(
  answers: readonly (ReceiverAnswer | 'silence')[],
  place: Receiver,
): { readonly http: Http; readonly count: () => number } {
  const asked: string[] = []
  const http: Http = async (request) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? 'silence'
    asked.push(request.url.href)
    if (answer === 'silence') {
      throw new Failure('http/timeout', `${request.url.host} did not answer in time`, { hint: 'See.', retry: true })
    }
    place.answerWith(answer)
    return await httpClient()(request)
  }
  return { http, count: () => asked.length }
}
