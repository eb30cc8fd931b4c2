import { expect, test } from 'vitest'
import { Failure } from '../../../../engine/model/failure.ts'
import { draft } from '../../../contracts/forge.ts'
import type { AServer, Mishap } from './a-server.ts'
import type { ServedOptions, ServedSubject } from './served-subject.ts'

/** An adapter, and the names of what it does on its server. */
export interface FaultSubject {
  /** First part of its codes. */
  readonly name: string
  readonly token: string
  /** `METHOD operation` of the request that opens a pull request, of the list, and of a change. */
  readonly create: string
  readonly list: string
  readonly change: string
  /** What a refused create says in its message. */
  readonly shown: string
  readonly subject: (more?: Partial<ServedOptions> & { readonly timeoutMs?: number }) => Promise<
    // biome-ignore format: one line a member
    ServedSubject<AServer & { readonly repository: ServedSubject<never>['repository'] }>
  >
}

interface Case {
  readonly says: string
  readonly mishaps: readonly Mishap[]
  /** Absent: the proposal is opened in the end. */
  readonly code?: string
  readonly retry?: boolean
  readonly waits?: readonly number[]
  readonly timeoutMs?: number
}

const times = (count: number, mishap: Mishap) => Array.from({ length: count }, () => mishap)
const DOUBLING = [500, 1000, 2000]

function casesOf({ create, list }: FaultSubject): readonly Case[] {
  const refused = (status: number, more: Mishap = {}): Mishap => ({ on: create, status, ...more })
  const after = (value: string) => ({ headers: { 'retry-after': value } })
  return [
    { says: '401', mishaps: [refused(401)], code: 'unauthorized' },
    { says: '403', mishaps: [refused(403)], code: 'forbidden' },
    { says: '404 of the repository', mishaps: [{ on: list, status: 404 }], code: 'not-found' },
    { says: '409, then well', mishaps: [refused(409)], waits: [500] },
    { says: '409 for ever', mishaps: times(4, refused(409)), code: 'conflict', retry: true, waits: DOUBLING },
    { says: '410', mishaps: [refused(410)], code: 'gone' },
    { says: '422', mishaps: [refused(422)], code: 'invalid' },
    { says: '429 with Retry-After', mishaps: [refused(429, after('7'))], waits: [7000] },
    {
      says: '429 with Retry-After as a date',
      mishaps: [refused(429, after('Sat, 31 Jan 2026 12:00:05 GMT'))],
      waits: [5000],
    },
    { says: '429 without a word', mishaps: [refused(429)], waits: [60_000] },
    {
      says: '429 that is free soon',
      // Noon of the contract's clock is 1769860800.
      mishaps: [refused(429, { headers: { 'ratelimit-remaining': '0', 'ratelimit-reset': '1769860829' } })],
      waits: [30_000],
    },
    { says: '429 for an hour', mishaps: [refused(429, after('3600'))], code: 'rate-limited', retry: true },
    {
      says: 'limits one after the other, longer than we wait in all',
      mishaps: times(3, refused(429, after('40'))),
      code: 'rate-limited',
      retry: true,
      waits: [40_000, 40_000],
    },
    { says: '5xx, then well', mishaps: [refused(502), refused(503, after('3'))], waits: [500, 3000] },
    { says: '500 for ever', mishaps: times(4, refused(500)), code: 'server-error', retry: true, waits: DOUBLING },
    { says: 'moved', mishaps: [refused(301, { headers: { location: 'http://127.0.0.1:1/' } })], code: 'moved' },
    {
      says: 'a page for people',
      mishaps: [refused(200, { body: '<!doctype html>', headers: { 'content-type': 'text/html; charset=utf-8' } })],
      code: 'bad-answer',
    },
    { says: 'a status of no meaning', mishaps: [refused(418)], code: 'refused' },
    { says: 'a body that breaks off once', mishaps: [{ on: create, breaks: 'before' }], waits: [500] },
    {
      says: 'bodies that break off for ever',
      mishaps: times(4, { on: create, breaks: 'before' }),
      code: 'cut-answer',
      retry: true,
      waits: DOUBLING,
    },
    { says: 'JSON that ends in the middle', mishaps: [refused(201, { body: '{"number": 1, "ht' })], waits: [500] },
    { says: 'JSON that is something else', mishaps: [refused(201, { body: '{"number": "1"}' })], code: 'bad-answer' },
    { says: 'a hang, then well', mishaps: [{ on: create, breaks: 'hangs' }], waits: [500], timeoutMs: 1_000 },
    {
      says: 'a list that is none',
      mishaps: [{ on: list, status: 200, body: '{"__proto__":[]}' }],
      code: 'bad-answer',
    },
  ]
}

/** The faults that every adapter for a REST API survives, by table. */
export function faultContract(about: FaultSubject): void {
  const { name, create, token } = about

  test.each(casesOf(about))('$says', async ({ mishaps, code, retry = false, waits = [], timeoutMs }) => {
    const {
      forge,
      server,
      repository,
      waits: waited,
    } = await about.subject(timeoutMs === undefined ? {} : { timeoutMs })
    server.mishap(...mishaps)
    const outcome = await forge.ensureProposal(draft).catch((error: unknown) => error)
    if (code === undefined) expect(outcome).toMatchObject({ outcome: 'created', proposal: { number: 1 } })
    else
      expect(outcome).toMatchObject({
        name: 'Failure',
        code: `${name}/${code}`,
        retry,
        hint: expect.stringMatching(/\w{3}/),
      })
    expect(waited).toEqual(waits)
    expect(repository.pulls).toHaveLength(code === undefined ? 1 : 0)
  })

  test('a server that never answers, or is not there, is a failure in time', async () => {
    const { forge, server } = await about.subject({ timeoutMs: 60 })
    server.mishap(...times(4, { breaks: 'hangs' }))
    await expect(forge.findProposal('drift/gdw')).rejects.toMatchObject({ code: `${name}/timeout`, retry: true })
    const nowhere = await about.subject({ url: 'http://127.0.0.1:1' })
    await expect(nowhere.forge.findProposal('drift/gdw')).rejects.toMatchObject({
      code: `${name}/unreachable`,
      retry: true,
    })
  })

  test('what the server repeats of the token is in no message, and nothing of its text steers a terminal', async () => {
    const { forge, server } = await about.subject()
    const message = `${token} \u001b[2J \u202e${'x'.repeat(400)} ${token}`
    server.mishap({ on: create, status: 403, body: JSON.stringify({ message }) })
    const failure = await forge.ensureProposal(draft).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: `${name}/forbidden` })
    expect(failure).not.toHaveProperty('cause')
    const text = failure instanceof Failure ? `${failure.message} ${failure.stack} ${failure.hint}` : ''
    expect(text).toContain(`${about.shown}: 403 (token) \\u{1b}[2J`)
    expect(text).not.toContain(token.slice(0, 8))
    for (const each of ['\u001b', '\u202e']) expect(text).not.toContain(each)
  })

  test.each(['', 'two\nlines', 'käse'])('a token that is none (%j) is not sent', async (none) => {
    const { forge, server } = await about.subject({ token: async () => none })
    await expect(forge.findProposal('drift/gdw')).rejects.toMatchObject({ code: `${name}/bad-token` })
    expect(server.log).toEqual([])
  })

  test('a token that was renewed is used from the next request on', async () => {
    const tokens = ['0ld']
    const { forge, server } = await about.subject({ token: async () => tokens.shift() ?? token })
    await expect(forge.findProposal('drift/gdw')).rejects.toMatchObject({ code: `${name}/unauthorized` })
    expect(await forge.findProposal('drift/gdw')).toBeUndefined()
    expect(server.log).toEqual([`${about.list} 401`, `${about.list} 200`])
  })
}
