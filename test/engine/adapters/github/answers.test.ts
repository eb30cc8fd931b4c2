import { expect, test } from 'vitest'
import { tickRecord } from '../../../../engine/model/conversation.ts'
import type { Check } from '../../../../engine/model/review.ts'
import { draft } from '../../../contracts/forge.ts'
import { commentAs, SELF } from './answers-deeds.ts'
import { githubSubject } from './github-subject.ts'
import { COMMIT, keptAs } from './kept.ts'

const check: Check = { name: 'isthmus/plan', commit: COMMIT, state: 'success', summary: '3 policies', annotations: [] }

test('our comment is found behind 250 others, and what somebody wrote into it is put right', async () => {
  const { forge, github } = await githubSubject()
  github.pulls.push(keptAs(1))
  for (let i = 0; i < 250; i++) commentAs(github, github.pull(1), 'ada', `Comment ${i}`)
  expect(await forge.ensureComment(1, 'plan/gdw', '3 policies')).toBe('created')
  const comment = github.pull(1).comments.at(-1)
  Object.assign(comment ?? {}, { body: `nothing at all\n<!-- isthmus:plan/gdw -->` })
  expect(await forge.ensureComment(1, 'plan/gdw', '3 policies')).toBe('updated')
  expect(comment?.body).toMatch(/^3 policies/)
  expect(github.pull(1).comments).toHaveLength(251)
})

test('a lost answer does not make a second comment, and does not keep a tick twice', async () => {
  const { forge, github, tickFirst } = await githubSubject()
  await forge.ensureProposal(draft)
  await tickFirst(1)
  const tick = { by: 'ada', at: '2026-01-31T12:00:00Z', item: 'put back' }
  github.mishap({ on: 'POST issues/create-comment', breaks: 'after' })
  expect(await forge.ensureComment(1, 'foreign/x', 'Left alone.')).toMatch(/created|unchanged/)
  github.mishap({ on: 'POST issues/create-comment', breaks: 'after' })
  await forge.conversation.recordTick(1, tick)
  expect(github.pull(1).comments).toHaveLength(2)
  expect((await forge.conversation.read(draft.marker))?.ticks).toHaveLength(1)
})

test('a record that somebody wrote, or edited, is no tick', async () => {
  const { forge, github, tickFirst } = await githubSubject()
  await forge.ensureProposal(draft)
  await tickFirst(1)
  const record = tickRecord({ by: 'ada', at: '2026-01-31T12:00:00Z', item: 'put back' })
  commentAs(github, github.pull(1), 'mallory', record)
  commentAs(github, github.pull(1), SELF, record).isEdited = true
  expect(await forge.conversation.read(draft.marker)).toMatchObject({ ticks: [], unsigned: ['put back'] })
})

test('rights are those of now, asked once a reading and person; an account that is gone has none', async () => {
  const { forge, github } = await githubSubject()
  await forge.ensureProposal(draft)
  for (const by of ['ada', 'ada', 'grace', 'gone']) commentAs(github, github.pull(1), by, '/isthmus adopt 0123')
  github.people.set('grace', 'read')
  const rights = async () => (await forge.conversation.read(draft.marker))?.comments.map((each) => each.mayWrite)
  expect(await rights()).toEqual([true, true, false, false])
  const asked = github.log.filter((each) => each.includes('permission'))
  expect(asked).toHaveLength(3)
  github.people.set('grace', 'admin').set('ada', 'none')
  expect(await rights()).toEqual([false, false, true, false])
})

test('approval counts as the last word of who may write, on the commit that is the head', async () => {
  const { forge, github } = await githubSubject()
  await forge.ensureProposal(draft)
  github.people.set('grace', 'write').set('reader', 'read').set('bob', 'write').set('cem', 'write')
  const review = (by: string, state: string, commit_id = COMMIT) =>
    github.pull(1).reviews.push({ by, state, commit_id })
  review('ada', 'APPROVED')
  review('ada', 'COMMENTED')
  review('grace', 'APPROVED')
  review('grace', 'CHANGES_REQUESTED')
  review('bob', 'APPROVED', 'f'.repeat(40))
  review('cem', 'CHANGES_REQUESTED')
  review('cem', 'APPROVED')
  review('reader', 'APPROVED')
  expect(await forge.approvers(1)).toEqual(['ada', 'cem'])
  github.pull(1).sha = 'd'.repeat(40)
  expect(await forge.approvers(1)).toEqual([])
})

test('a commit status is cut to what GitHub takes, and the same again writes nothing', async () => {
  const { forge, github } = await githubSubject()
  github.pulls.push(keptAs(1))
  const long = { ...check, summary: `${'x'.repeat(139)}😀`, url: 'https://isthmus.example/plan' }
  for (let i = 0; i < 3; i++) await forge.setCheck(long)
  expect(github.statuses).toEqual([
    {
      sha: COMMIT,
      context: 'isthmus/plan',
      state: 'success',
      description: 'x'.repeat(139),
      target_url: 'https://isthmus.example/plan',
    },
  ])
  await forge.setCheck({ ...long, state: 'failure' })
  await forge.setCheck(long)
  expect(github.statuses.map((each) => each.state)).toEqual(['success', 'failure', 'success'])
})

test('lists that are asked for again cost nothing while they are the same', async () => {
  const { forge, github } = await githubSubject()
  await forge.ensureProposal(draft)
  await forge.conversation.read(draft.marker)
  await forge.openPulls('main')
  github.log.splice(0)
  await forge.conversation.read(draft.marker)
  await forge.openPulls('main')
  expect(github.log.map((each) => each.split(' ')[2])).toEqual(['304', '304', '304'])
})

test('reviewers and assignees are asked; who cannot be is told, and keeps nobody else from it', async () => {
  const { forge, github } = await githubSubject()
  github.people.set('grace', 'read').set(SELF, 'write')
  const reviewers = [
    '@ada',
    '@platform/platform',
    '@platform/gone',
    '@other/team',
    '@nobody',
    `@${SELF}`,
    'x@example.com',
  ]
  const assignees = ['@grace', '@nobody', '@platform/platform']
  const { outcome, unasked } = await forge.ensureProposal({ ...draft, reviewers, assignees })
  expect(outcome).toBe('created')
  expect(github.pull(1)).toMatchObject({ reviewers: ['ada', 'platform'], assignees: ['grace'] })
  expect([...(unasked ?? [])].sort()).toEqual(
    ['@platform/gone', '@other/team', '@nobody', `@${SELF}`, 'x@example.com', '@platform/platform'].sort(),
  )
  github.pull(1).reviewers = []
  await forge.ensureProposal({ ...draft, title: '3 drifts', reviewers })
  expect(github.pull(1).reviewers).toEqual([])
})

test('a token without the right to ask people opens the proposal all the same; one that died before asks again', async () => {
  const { forge, github } = await githubSubject()
  github.mishap(
    { on: 'POST pulls/request-reviewers', status: 403 },
    { on: 'POST pulls/request-reviewers', status: 403 },
  )
  expect(await forge.ensureProposal({ ...draft, reviewers: ['@ada'] })).toMatchObject({ unasked: ['@ada'] })
  const other = await githubSubject()
  other.github.mishap({ on: 'POST issues/add-assignees', status: 401 })
  const wanted = { ...draft, reviewers: ['@ada'], assignees: ['@ada'] }
  await expect(other.forge.ensureProposal(wanted)).rejects.toMatchObject({ code: 'github/unauthorized' })
  expect(await other.forge.ensureProposal(wanted)).toMatchObject({ outcome: 'updated' })
  expect(other.github.pull(1)).toMatchObject({ assignees: ['ada'], labels: draft.labels })
})
