import { describe, expect, test } from 'vitest'
import type { GithubOptions } from '../../../../engine/adapters/github/desk.ts'
import { Failure } from '../../../../engine/model/failure.ts'
import type { Forge } from '../../../../engine/model/forge.ts'
import { draft } from '../../../contracts/forge.ts'
import { noon } from '../../../contracts/scratch-repository.ts'
import type { Mishap } from './a-github.ts'
import { TOKEN } from './a-github.ts'
import { githubSubject } from './github-subject.ts'
import { COMMIT } from './kept.ts'

interface Case {
  readonly says: string
  readonly mishaps: readonly Mishap[]
  /** Absent: the proposal is opened in the end. */
  readonly code?: string
  readonly retry?: boolean
  readonly waits?: readonly number[]
  readonly more?: Partial<GithubOptions>
}

const CREATE = 'POST pulls/create'
const refused = (status: number, more: Mishap = {}): Mishap => ({ on: CREATE, status, ...more })
const times = (count: number, mishap: Mishap) => Array.from({ length: count }, () => mishap)
const unprocessable = (error: object): Mishap =>
  refused(422, { body: JSON.stringify({ message: 'Validation Failed', errors: [error] }) })
// Noon of the contract's clock is 1769860800.
const spent = (reset: string) => ({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset })

const cases: readonly Case[] = [
  { says: '401', mishaps: [refused(401)], code: 'github/unauthorized' },
  { says: '403 for want of a right', mishaps: [refused(403)], code: 'github/forbidden' },
  {
    says: '403 for want of single sign-on',
    mishaps: [refused(403, { headers: { 'x-github-sso': 'required; url=https://github.example' } })],
    code: 'github/forbidden',
  },
  {
    says: '403 of what is archived',
    mishaps: [refused(403, { body: '{"message":"Repository was archived so is read-only."}' })],
    code: 'github/archived',
  },
  { says: '404', mishaps: [refused(404)], code: 'github/not-found' },
  { says: '409, then well', mishaps: [refused(409)], waits: [500] },
  {
    says: '409 for ever',
    mishaps: times(4, refused(409)),
    code: 'github/conflict',
    retry: true,
    waits: [500, 1000, 2000],
  },
  { says: '410', mishaps: [refused(410)], code: 'github/gone' },
  { says: '422 for the base', mishaps: [unprocessable({ field: 'base', code: 'invalid' })], code: 'github/no-base' },
  {
    says: '422 for the branch',
    mishaps: [unprocessable({ field: 'head', code: 'invalid' })],
    code: 'github/no-branch',
  },
  {
    says: '422 for no difference',
    mishaps: [unprocessable({ code: 'custom', message: 'No commits between main and isthmus/drift-gdw' })],
    code: 'github/no-commits',
  },
  {
    says: '422 for whatever else',
    mishaps: [unprocessable({ field: 'title', code: 'missing_field' })],
    code: 'github/invalid',
  },
  { says: '429 with Retry-After', mishaps: [refused(429, { headers: { 'retry-after': '7' } })], waits: [7000] },
  {
    says: '429 with Retry-After as a date',
    mishaps: [refused(429, { headers: { 'retry-after': 'Sat, 31 Jan 2026 12:00:05 GMT' } })],
    waits: [5000],
  },
  { says: 'the primary limit, free soon', mishaps: [refused(403, { headers: spent('1769860829') })], waits: [30_000] },
  {
    says: 'the primary limit, free in an hour',
    mishaps: [refused(403, { headers: spent('1769864400') })],
    code: 'github/rate-limited',
    retry: true,
  },
  {
    says: 'the primary limit, with a reset that is nonsense',
    mishaps: [refused(403, { headers: spent('soon') })],
    waits: [60_000],
  },
  {
    says: 'the secondary limit',
    mishaps: [refused(403, { body: '{"message":"You have exceeded a secondary rate limit."}' })],
    waits: [60_000],
  },
  {
    says: 'limits one after the other, longer than we wait in all',
    mishaps: times(3, refused(429, { headers: { 'retry-after': '40' } })),
    code: 'github/rate-limited',
    retry: true,
    waits: [40_000, 40_000],
  },
  { says: '5xx, then well', mishaps: [refused(502), refused(503)], waits: [500, 1000] },
  {
    says: '500 for ever',
    mishaps: times(4, refused(500)),
    code: 'github/server-error',
    retry: true,
    waits: [500, 1000, 2000],
  },
  { says: 'moved', mishaps: [refused(301, { headers: { location: 'http://127.0.0.1:1/' } })], code: 'github/moved' },
  {
    says: 'a page for people',
    mishaps: [refused(200, { body: '<!doctype html>', headers: { 'content-type': 'text/html; charset=utf-8' } })],
    code: 'github/bad-answer',
  },
  { says: 'a body that breaks off once', mishaps: [{ on: CREATE, breaks: 'before' }], waits: [500] },
  {
    says: 'bodies that break off for ever',
    mishaps: times(4, { on: CREATE, breaks: 'before' }),
    code: 'github/cut-answer',
    retry: true,
    waits: [500, 1000, 2000],
  },
  { says: 'JSON that ends in the middle', mishaps: [refused(201, { body: '{"number": 1, "ht' })], waits: [500] },
  {
    says: 'JSON that is something else',
    mishaps: [refused(201, { body: '{"number": "1"}' })],
    code: 'github/bad-answer',
  },
  { says: 'a hang, then well', mishaps: [{ on: CREATE, breaks: 'hangs' }], waits: [500], more: { timeoutMs: 1_000 } },
  {
    says: 'a list that is none',
    mishaps: [{ on: 'GET pulls/list', status: 200, body: '{"__proto__":[]}' }],
    code: 'github/bad-answer',
  },
]

test.each(cases)('$says', async ({ mishaps, code, retry = false, waits = [], more = {} }) => {
  const { forge, github, waits: waited } = await githubSubject(more)
  github.mishap(...mishaps)
  const outcome = await forge.ensureProposal(draft).catch((error: unknown) => error)
  if (code === undefined) expect(outcome).toMatchObject({ outcome: 'created', proposal: { labels: draft.labels } })
  else expect(outcome).toMatchObject({ name: 'Failure', code, retry, hint: expect.stringMatching(/\w{3}/) })
  expect(waited).toEqual(waits)
  expect(github.pulls).toHaveLength(code === undefined ? 1 : 0)
})

const VERBS: Readonly<Record<string, (forge: Forge) => Promise<unknown>>> = {
  openProposals: (forge) => forge.openProposals(),
  openPulls: (forge) => forge.openPulls('main'),
  ensureComment: (forge) => forge.ensureComment(1, 'plan/gdw', '3 policies'),
  setCheck: (forge) => forge.setCheck(aCheck),
  approvers: (forge) => forge.approvers(1),
  read: (forge) => forge.conversation.read(draft.marker),
  answer: (forge) => forge.conversation.answer(draft.marker, 'done'),
  recordTick: (forge) => forge.conversation.recordTick(1, { by: 'ada', at: noon, item: 'put back' }),
  closeProposal: (forge) => forge.closeProposal(draft.marker, 'The drift is gone.'),
}
const aCheck = { name: 'isthmus/plan', commit: COMMIT, state: 'success', summary: 'x', annotations: [] } as const
const GENERAL: readonly (readonly [string, Mishap, string, boolean])[] = [
  ['401', { status: 401 }, 'github/unauthorized', false],
  ['403', { status: 403 }, 'github/forbidden', false],
  ['404', { status: 404 }, 'github/not-found', false],
  ['409', { status: 409 }, 'github/conflict', true],
  ['422', { status: 422 }, 'github/invalid', false],
  ['429', { status: 429, headers: { 'retry-after': '100' } }, 'github/rate-limited', true],
  ['500', { status: 500 }, 'github/server-error', true],
  ['nothing', { breaks: 'hangs' }, 'github/timeout', true],
  ['half a body', { breaks: 'before' }, 'github/cut-answer', true],
  ['something else', { status: 200, body: '{"__proto__":[]}' }, 'github/bad-answer', false],
]

describe.each(Object.entries(VERBS))('%s', (_, verb) => {
  test.each(GENERAL)(
    'answered with %s is a failure with a remedy, and well again afterwards',
    async (_, mishap, code, retry) => {
      const clock = { ms: Date.parse(noon) }
      const now = () => new Date(clock.ms).toISOString()
      const { forge, github } = await githubSubject({ now, ...(mishap.breaks === 'hangs' ? { timeoutMs: 300 } : {}) })
      await forge.ensureProposal(draft)
      // Who we are is known by now: asking for it has a second way.
      await forge.conversation.read(draft.marker)
      github.mishap(...times(retry && mishap.headers === undefined ? 4 : 1, mishap))
      await expect(verb(forge)).rejects.toMatchObject({
        name: 'Failure',
        code,
        retry,
        hint: expect.stringMatching(/\w{3}/),
      })
      clock.ms += 101_000
      await expect(verb(forge)).resolves.not.toThrow()
    },
  )

  test('says once what it says, whichever of its answers is lost', async () => {
    for (let lost = 0; lost < 4; lost++) {
      const { forge, github } = await githubSubject()
      await forge.ensureProposal(draft)
      const before = github.log.length
      const spared = Array.from({ length: lost }, (): Mishap => ({}))
      github.mishap(...spared, { breaks: 'after' })
      await verb(forge)
      if (!github.log.slice(before).some((each) => each.endsWith(' after'))) break
      const { comments } = github.pull(1)
      expect(comments.length).toBeLessThanOrEqual(1)
    }
  })
})

test('a GitHub that never answers, or is not there, is a failure in time', async () => {
  const { forge, github } = await githubSubject({ timeoutMs: 60 })
  github.mishap(...times(4, { breaks: 'hangs' }))
  await expect(forge.findProposal('drift/gdw')).rejects.toMatchObject({ code: 'github/timeout', retry: true })
  const nowhere = await githubSubject({ url: 'http://127.0.0.1:1' })
  await expect(nowhere.forge.findProposal('drift/gdw')).rejects.toMatchObject({
    code: 'github/unreachable',
    retry: true,
  })
})

test('what GitHub repeats of the token is in no message, and nothing of its text steers a terminal', async () => {
  const { forge, github } = await githubSubject()
  const message = `${'x'.repeat(280)} ${TOKEN} \u001b[2J \u202e`
  github.mishap(refused(403, { body: JSON.stringify({ message: `${TOKEN} \u001b[2J`, errors: [{ message }] }) }))
  const failure = await forge.ensureProposal(draft).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'github/forbidden' })
  expect(failure).not.toHaveProperty('cause')
  const text = failure instanceof Failure ? `${failure.message} ${failure.stack} ${failure.hint}` : ''
  expect(text).toContain('POST /repos/platform/desired-state/pulls: 403 (token) \\u{1b}[2J')
  expect(text).not.toContain(TOKEN.slice(0, 6))
  for (const each of ['\u001b', '\u202e']) expect(text).not.toContain(each)
})

test.each(['', 'two\nlines', 'käse'])('a token that is none (%j) is not sent', async (token) => {
  const { forge, github } = await githubSubject({ credentials: { token: async () => token } })
  await expect(forge.findProposal('drift/gdw')).rejects.toMatchObject({ code: 'github/bad-token' })
  expect(github.log).toEqual([])
})

test('a token that was renewed is used from the next request on', async () => {
  const tokens = ['ghp_old', TOKEN]
  const { forge, github } = await githubSubject({ credentials: { token: async () => tokens.shift() ?? TOKEN } })
  await expect(forge.findProposal('drift/gdw')).rejects.toMatchObject({ code: 'github/unauthorized' })
  expect(await forge.findProposal('drift/gdw')).toBeUndefined()
  expect(github.log).toEqual(['GET pulls/list 401', 'GET pulls/list 200'])
})
