import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HookSender, WebhookEvent } from '../../../engine/model/webhook.ts'
import { readDelivery } from '../../../engine/stages/webhooks.ts'
import { NOW, SECRET, signed } from './webhooks/signed.ts'

/** The package is one file of JSON. */
const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly {
  readonly name: string
  readonly examples: readonly unknown[]
}[]
const COMMIT = 'da1560886d4f094c3e6c9ef40349f7d38b5d27d7'

function eventOf(sender: HookSender, name: string, body: unknown): WebhookEvent | string {
  const read = readDelivery(signed(sender, name, body), [SECRET], NOW)
  return read.outcome === 'read' ? read.event : read.outcome
}

describe('the payloads that GitHub publishes', () => {
  const types: Readonly<Record<string, readonly WebhookEvent['type'][]>> = {
    push: ['pushed', 'other'],
    pull_request: ['pull-changed'],
    pull_request_review: ['pull-changed'],
    pull_request_review_comment: ['pull-changed'],
    issue_comment: ['commented', 'other'],
    check_run: ['checked'],
    check_suite: ['checked'],
    status: ['checked'],
    ping: ['other'],
    merge_group: ['queued', 'other'],
    release: ['other'],
  }

  test.each(Object.entries(types))('%s means %j', (name, expected) => {
    const found = examples.find((each) => each.name === name)?.examples ?? []
    expect(found.length).toBeGreaterThan(0)
    const events = found.map((each) => eventOf('github', name, each))
    expect(events.filter((each) => typeof each === 'string' || !expected.includes(each.type))).toEqual([])
  })

  test('are all read, whatever they are about', () => {
    const outcomes = examples.flatMap(({ name, examples: all }) => all.map((each) => eventOf('github', name, each)))
    expect(outcomes.length).toBeGreaterThan(200)
    expect(outcomes.filter((each) => typeof each === 'string')).toEqual([])
  })
})

const BEFORE = '- [ ] adopt `a1`\n- [ ] ignore `a1`\n- [x] put-back `b2`\n'
const AFTER = '- [x] adopt `a1`\n- [ ] ignore `a1`\n- [x] put-back `b2`\n'

describe('GitHub and Gitea', () => {
  const pull = { number: 7, sender: { login: 'ada' }, pull_request: { number: 7, body: AFTER, merged: false } }
  const edited = { ...pull, action: 'edited', changes: { body: { from: BEFORE } } }
  const table: readonly (readonly [string, string, unknown, WebhookEvent | 'malformed'])[] = [
    ['a branch', 'push', { ref: 'refs/heads/release/1.x' }, { type: 'pushed', branch: 'release/1.x' }],
    ['a tag', 'push', { ref: 'refs/tags/v1' }, { type: 'other', what: 'push of a tag' }],
    ['a push without a ref', 'push', {}, 'malformed'],
    [
      'what a merge queue built',
      'push',
      { ref: `refs/heads/gh-readonly-queue/release/1.x/pr-7-${COMMIT}` },
      { type: 'queued', base: 'release/1.x' },
    ],
    [
      'what a merge queue took away',
      'push',
      { ref: `refs/heads/gh-readonly-queue/main/pr-7-${COMMIT}`, deleted: true },
      { type: 'other', what: 'end of a merge group' },
    ],
    [
      'a branch that only looks so',
      'push',
      { ref: 'refs/heads/gh-readonly-queue/main/x' },
      { type: 'pushed', branch: 'gh-readonly-queue/main/x' },
    ],
    [
      'a merge group that waits',
      'merge_group',
      { action: 'checks_requested', merge_group: { head_sha: COMMIT, base_ref: 'refs/heads/main' } },
      { type: 'queued', base: 'main' },
    ],
    [
      'a merge group that ended',
      'merge_group',
      { action: 'destroyed', reason: 'merged' },
      { type: 'other', what: 'end of a merge group' },
    ],
    ['a merge group without a base', 'merge_group', { action: 'checks_requested' }, 'malformed'],
    ['opened', 'pull_request', { ...pull, action: 'opened' }, { type: 'pull-changed', number: 7, change: 'opened' }],
    [
      'pushed to',
      'pull_request',
      { ...pull, action: 'synchronized' },
      { type: 'pull-changed', number: 7, change: 'updated' },
    ],
    ['closed', 'pull_request', { ...pull, action: 'closed' }, { type: 'pull-changed', number: 7, change: 'closed' }],
    [
      'merged',
      'pull_request',
      { ...pull, action: 'closed', pull_request: { merged: true } },
      { type: 'pull-changed', number: 7, change: 'merged' },
    ],
    ['a tick', 'pull_request', edited, { type: 'item-ticked', number: 7, by: 'ada', items: ['adopt `a1`'] }],
    [
      'a box cleared',
      'pull_request',
      { ...edited, changes: { body: { from: `${AFTER}- [x] more\n` } } },
      { type: 'pull-changed', number: 7, change: 'updated' },
    ],
    [
      'a new title',
      'pull_request',
      { ...pull, action: 'edited', changes: { title: { from: 'a' } } },
      { type: 'pull-changed', number: 7, change: 'updated' },
    ],
    ['no number', 'pull_request', { action: 'opened', number: '7' }, 'malformed'],
    [
      'a comment',
      'issue_comment',
      { issue: { number: 7, pull_request: {} }, sender: { login: 'ada' } },
      { type: 'commented', number: 7, by: 'ada' },
    ],
    [
      'a comment, as Gitea says it',
      'issue_comment',
      { issue: { number: 7 }, is_pull: true, sender: { login: 'ada' } },
      { type: 'commented', number: 7, by: 'ada' },
    ],
    ['on an issue', 'issue_comment', { issue: { number: 7 } }, { type: 'other', what: 'comment on an issue' }],
    ['a status', 'status', { sha: COMMIT, context: 'ci' }, { type: 'checked', commit: COMMIT, name: 'ci' }],
    ['no commit', 'status', { sha: '../..', context: 'ci' }, 'malformed'],
  ]

  test.each(table)('%s', (_, name, body, event) => {
    expect(eventOf('github', name, body)).toEqual(event)
    expect(eventOf('gitea', name, body)).toEqual(event)
  })
})

describe('GitLab', () => {
  const request = (action: string, more = {}) => ({
    object_kind: 'merge_request',
    event_type: 'merge_request',
    user: { username: 'ada', name: 'Ada' },
    object_attributes: { iid: 7, id: 99, action },
    ...more,
  })
  const table: readonly (readonly [string, unknown, WebhookEvent | 'malformed'])[] = [
    ['push', { object_kind: 'push', ref: 'refs/heads/main' }, { type: 'pushed', branch: 'main' }],
    ['tag', { object_kind: 'tag_push', ref: 'refs/tags/v1' }, { type: 'other', what: 'push of a tag' }],
    ['open', request('open'), { type: 'pull-changed', number: 7, change: 'opened' }],
    ['update', request('update'), { type: 'pull-changed', number: 7, change: 'updated' }],
    ['close', request('close'), { type: 'pull-changed', number: 7, change: 'closed' }],
    ['merge', request('merge'), { type: 'pull-changed', number: 7, change: 'merged' }],
    ['approved', request('approved'), { type: 'pull-changed', number: 7, change: 'updated' }],
    [
      'a tick',
      request('update', { changes: { description: { previous: BEFORE, current: AFTER } } }),
      { type: 'item-ticked', number: 7, by: 'ada', items: ['adopt `a1`'] },
    ],
    [
      'note on a merge request',
      {
        object_kind: 'note',
        user: { username: 'ada' },
        object_attributes: { noteable_type: 'MergeRequest', note: '/isthmus' },
        merge_request: { iid: 7 },
      },
      { type: 'commented', number: 7, by: 'ada' },
    ],
    [
      'note on a commit',
      { object_kind: 'note', object_attributes: { noteable_type: 'Commit' } },
      { type: 'other', what: 'note on Commit' },
    ],
    [
      'pipeline',
      { object_kind: 'pipeline', object_attributes: { sha: COMMIT, status: 'success' } },
      { type: 'checked', commit: COMMIT, name: 'pipeline' },
    ],
    [
      'job',
      { object_kind: 'build', sha: COMMIT, build_name: 'lint' },
      { type: 'checked', commit: COMMIT, name: 'lint' },
    ],
    ['issue', { object_kind: 'issue' }, { type: 'other', what: 'issue' }],
    ['no kind', {}, 'malformed'],
  ]

  test.each(table)('%s', (_, body, event) => {
    expect(eventOf('gitlab', 'whatever', body)).toEqual(event)
  })

  test('of an old version names deliveries by their bodies', () => {
    const read = (body: unknown) => readDelivery(signed('gitlab', '', body, { 'idempotency-key': '' }), [SECRET], NOW)
    const [one, same, other] = [{ object_kind: 'a' }, { object_kind: 'a' }, { object_kind: 'b' }].map(read)
    expect(one).toMatchObject({ outcome: 'read' })
    expect(same).toEqual(one)
    expect(other).not.toMatchObject({ id: one && 'id' in one ? one.id : '' })
  })
})

describe('our own form', () => {
  test.each<[unknown, WebhookEvent | 'malformed']>([
    [
      { type: 'pushed', branch: 'main' },
      { type: 'pushed', branch: 'main' },
    ],
    [
      { type: 'pull-changed', number: 7, change: 'merged' },
      { type: 'pull-changed', number: 7, change: 'merged' },
    ],
    [{ type: 'pull-changed', number: 7, change: 'lost' }, 'malformed'],
    [
      { type: 'commented', number: 7, by: 'ada' },
      { type: 'commented', number: 7, by: 'ada' },
    ],
    [
      { type: 'item-ticked', number: 7, by: 'ada', items: ['a', 5] },
      { type: 'item-ticked', number: 7, by: 'ada', items: ['a'] },
    ],
    [{ type: 'item-ticked', number: 7, by: '', items: ['a'] }, 'malformed'],
    [
      { type: 'checked', commit: COMMIT, name: 'ci' },
      { type: 'checked', commit: COMMIT, name: 'ci' },
    ],
    [{ type: 'ping' }, { type: 'other', what: 'ping' }],
    [{ type: 'alert' }, 'malformed'],
  ])('%j', (body, event) => {
    expect(eventOf('generic', '', body)).toEqual(event)
  })
})

describe('what is signed and yet not readable', () => {
  test.each(['', '{', '[]', 'null', '"text"', '\u0000'])('%j is malformed', (text) => {
    expect(eventOf('github', 'push', text)).toBe('malformed')
  })

  test('without an id, or with one that is no id, is malformed', () => {
    for (const id of ['', 'a b', 'x'.repeat(101), 'a\u001b[2J']) {
      const read = readDelivery(
        signed('github', 'push', { ref: 'refs/heads/main' }, { 'x-github-delivery': id }),
        [SECRET],
        NOW,
      )
      expect(read).toMatchObject({ outcome: 'malformed' })
    }
  })

  test('nothing that is sent makes it throw', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('github', 'gitea', 'gitlab', 'generic'),
        fc.string(),
        fc.json(),
        (sender, name, body) => {
          expect(() => readDelivery(signed(sender, name, body), [SECRET], NOW)).not.toThrow()
        },
      ),
    )
  })

  test('what is forged is not parsed: a wrong signature wins over a broken body', () => {
    const delivery = signed('github', 'push', '{', { 'x-hub-signature-256': 'sha256=00' })
    expect(readDelivery(delivery, [SECRET], NOW)).toMatchObject({ outcome: 'forged' })
  })
})
