import fc from 'fast-check'
import { giteaForge } from '../../../engine/adapters/gitea.ts'
import { githubForge } from '../../../engine/adapters/github.ts'
import { gitlabForge } from '../../../engine/adapters/gitlab.ts'
import type { Forge } from '../../../engine/model/forge.ts'
import type { Json } from '../../../engine/model/json.ts'
import { endsWell } from '../attempt.ts'
import { hostileText, mutatedJson, mutatedText } from '../hostile.ts'
import { target } from '../target.ts'

const COMMIT = 'c0ffee'.padEnd(40, '0')
const time = '2026-01-31T12:00:00Z'
const body = '- [x] adopt 0123abcd: x\n\n<!-- isthmus:drift/gdw -->\n<!-- isthmus-stamp:0123456789abcdef -->\n'
const user = { login: 'isthmus-bot', username: 'isthmus-bot', id: 1 }
const ref = {
  label: 'isthmus/drift-gdw',
  ref: 'isthmus/drift-gdw',
  sha: COMMIT,
  repo_id: 1,
  repo: { id: 1, full_name: 'o/r' },
}
/** One answer that has what each of the forges says of a pull request, a comment, a user, a label, a check. */
const ANSWER: Json = {
  ...user,
  number: 1,
  iid: 1,
  html_url: 'https://f.example/1',
  web_url: 'https://f.example/1',
  title: 't',
  body,
  description: body,
  note: '/isthmus adopt 0123abcd',
  user,
  author: user,
  state: 'open',
  merged: false,
  head: ref,
  base: { ...ref, ref: 'main' },
  source_branch: 'isthmus/drift-gdw',
  target_branch: 'main',
  sha: COMMIT,
  source_project_id: 1,
  target_project_id: 1,
  labels: [{ name: 'drift', id: 1 }],
  created_at: time,
  updated_at: time,
  closed_at: null,
  permission: 'write',
  access_level: 30,
  name: 'drift',
  submitted_at: time,
  commit_id: COMMIT,
}
const text = fc.oneof(
  { weight: 3, arbitrary: mutatedJson([ANSWER, [ANSWER, ANSWER], []]).map((each) => JSON.stringify(each)) },
  { weight: 1, arbitrary: mutatedText([JSON.stringify([ANSWER]), '<html>busy</html>']) },
)
const reply = fc.record({
  status: fc.constantFrom(200, 200, 200, 200, 201, 204, 304, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503),
  body: text,
  header: fc.tuple(
    fc.constantFrom(
      'link',
      'retry-after',
      'x-ratelimit-reset',
      'etag',
      'x-next-page',
      'x-total',
      'location',
      'content-type',
    ),
    hostileText,
  ),
})

type Reply = typeof reply extends fc.Arbitrary<infer T> ? T : never

/** A fetch over answers that come one after another, then over again. */
function fetchOf(replies: readonly Reply[]): typeof fetch {
  let asked = 0
  return async () => {
    const {
      status,
      body: said,
      header,
    } = replies[asked++ % replies.length] ?? { status: 500, body: '', header: ['etag', ''] as [string, string] }
    const headers = new Headers({ 'content-type': 'application/json' })
    // Other header values never pass a HTTP parser.
    if (/^[\x20-\x7e]{1,200}$/.test(header[1])) headers.set(header[0], header[1])
    const isEmpty = status === 204 || status === 304
    if (asked > 60) throw new TypeError('fetch failed')
    return new Response(isEmpty ? null : said, { status, headers })
  }
}

const draft = {
  marker: 'drift/gdw',
  branch: 'isthmus/drift-gdw',
  base: 'main',
  title: 'Drift',
  body: 'x',
  labels: ['drift'],
  reviewers: ['@ada', 'x@y.example'],
}
const VERBS: readonly ((forge: Forge) => Promise<unknown>)[] = [
  (forge) => forge.ensureProposal(draft),
  (forge) => forge.findProposal('drift/gdw'),
  (forge) => forge.closeProposal('drift/gdw', 'done'),
  (forge) => forge.openProposals(time),
  (forge) => forge.openPulls('main'),
  (forge) => forge.ensureComment(1, 'plan', 'text'),
  (forge) => forge.setCheck({ commit: COMMIT, name: 'isthmus/gate', state: 'success', summary: 's', annotations: [] }),
  (forge) => forge.approvers(1),
  (forge) => forge.conversation.read('drift/gdw'),
  (forge) => forge.conversation.answer('drift/gdw', 'text'),
  (forge) => forge.conversation.recordTick(1, { by: 'ada', at: time, item: 'adopt' }),
]

function forgesOver(fetch: typeof globalThis.fetch): readonly Forge[] {
  const common = { repository: 'o/r', now: () => time, sleep: async () => {}, fetch }
  const token = async () => 'x'.repeat(40)
  return [
    giteaForge({ ...common, url: 'https://f.example', token }),
    gitlabForge({ ...common, url: 'https://f.example', token }),
    githubForge({ ...common, url: 'https://f.example', credentials: { token } }),
  ]
}

export const answers = target({
  name: 'answers',
  holds: 'whatever a forge answers, a verb does its work or fails with a code and a remedy',
  input: fc.record({
    replies: fc.array(reply, { minLength: 1, maxLength: 5 }),
    verb: fc.nat(VERBS.length - 1),
    forge: fc.nat(2),
  }),
  few: 15,
  check: async ({ replies, verb, forge }) => {
    const chosen = forgesOver(fetchOf(replies))[forge]
    const act = VERBS[verb]
    if (chosen && act) await endsWell(() => act(chosen))
  },
})
