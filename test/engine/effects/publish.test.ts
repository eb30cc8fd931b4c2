import { expect, test } from 'vitest'
import type { PublishRequest } from '../../../engine/effects/publish.ts'
import { publishProposal, withdrawProposal } from '../../../engine/effects/publish.ts'
import { inTurns } from '../../../engine/flows/serve/turns.ts'
import type { Forge } from '../../../engine/model/forge.ts'
import { fakeForge } from '../../contracts/fake-forge.ts'
import { fakeRepository } from '../../contracts/fake-repository.ts'
import { draft } from '../../contracts/forge.ts'
import { changeOf } from '../../contracts/repository.ts'
import { bot, noon, person } from '../../contracts/scratch-repository.ts'

function setUp(more: Partial<PublishRequest> = {}) {
  const repository = fakeRepository()
  const forge = fakeForge()
  const change = changeOf({ 'drift/gdw.md': '# 2 drifts\n' })
  const request: PublishRequest = { repository, forge, draft, change, base: 'main', author: bot, when: noon, ...more }
  const branchTip = () => repository.resolve(draft.branch)
  return { repository, forge, request, branchTip }
}

test('branch first, then proposal; the same again changes neither', async () => {
  const { forge, request, branchTip } = setUp()
  const first = await publishProposal(request)
  expect(first).toMatchObject({ outcome: 'created', commit: await branchTip(), proposal: { number: 1 } })
  expect(await publishProposal(request)).toEqual({ ...first, outcome: 'unchanged' })
  expect(forge.proposals).toHaveLength(1)
})

test('another file under the same text is an update, and so is another text over the same files', async () => {
  const { request } = setUp()
  await publishProposal(request)
  expect((await publishProposal({ ...request, change: changeOf({ a: '1' }) })).outcome).toBe('updated')
  expect(
    (await publishProposal({ ...request, change: changeOf({ a: '1' }), draft: { ...draft, title: 'x' } })).outcome,
  ).toBe('updated')
})

test('nothing left to change closes the proposal and removes the branch, once', async () => {
  const { forge, request, branchTip } = setUp()
  await publishProposal(request)
  const done = { ...request, change: changeOf({ 'README.md': 'hello\n' }) }
  expect(await publishProposal(done)).toEqual({ outcome: 'nothing', closed: true })
  expect(await branchTip()).toBeUndefined()
  expect(forge.comments).toHaveLength(1)
  expect(await publishProposal(done)).toEqual({ outcome: 'nothing', closed: false })
  expect(forge.comments).toHaveLength(1)
})

test("a person's commit stops everything", async () => {
  const { repository, forge, request, branchTip } = setUp()
  await publishProposal(request)
  repository.commitAs(person, draft.branch, { 'drift/gdw.md': 'by hand\n' })
  const tip = await branchTip()
  const before = [...forge.proposals]
  const published = await publishProposal({ ...request, change: changeOf({ a: '1' }), draft: { ...draft, title: 'x' } })
  expect(published).toMatchObject({ outcome: 'foreign', commit: { author: person }, proposal: { number: 1 } })
  expect(await branchTip()).toBe(tip)
  expect(forge.proposals).toEqual(before)
  expect(forge.comments.map((each) => each.text)).toEqual([
    expect.stringMatching(/`Ada` has committed[\s\S]*hand it back/),
  ])
  await publishProposal({ ...request, change: changeOf({ a: '1' }), draft: { ...draft, title: 'x' } })
  expect(forge.comments).toHaveLength(1)
  expect(await withdrawProposal({ ...request, ...draft }, 'The drift is gone.')).toBe(true)
  expect(await branchTip()).toBe(tip)
})

test('killed between push and proposal, the next run opens it without another commit', async () => {
  const { forge, request, branchTip } = setUp()
  const dying: Forge = { ...forge, ensureProposal: () => Promise.reject(new Error('killed')) }
  await expect(publishProposal({ ...request, forge: dying })).rejects.toThrow('killed')
  const tip = await branchTip()
  expect(await publishProposal(request)).toMatchObject({ outcome: 'created', commit: tip })
})

test('killed between closing and removing the branch, the next run removes it', async () => {
  const { repository, request, branchTip } = setUp()
  await publishProposal(request)
  const dying = { ...repository, deleteBranch: () => Promise.reject(new Error('killed')) }
  const done = { ...request, change: changeOf({}) }
  await expect(publishProposal({ ...done, repository: dying })).rejects.toThrow('killed')
  expect(await publishProposal(done)).toEqual({ outcome: 'nothing', closed: false })
  expect(await branchTip()).toBeUndefined()
})

test('with an identity, times that move on touch neither branch nor proposal; a lost branch is pushed again', async () => {
  const { repository, request, branchTip } = setUp({ draft: { ...draft, identity: 'f1,f2' } })
  await publishProposal(request)
  const tip = await branchTip()
  const later = {
    ...request,
    change: changeOf({ 'drift/gdw.md': '# seen at 12:05\n' }),
    draft: { ...request.draft, body: '12:05' },
  }
  expect(await publishProposal(later)).toMatchObject({ outcome: 'unchanged', commit: tip })
  await repository.deleteBranch(draft.branch, bot)
  expect(await publishProposal(later)).toMatchObject({ outcome: 'updated', proposal: { number: 1 } })
  expect(await branchTip()).toBeDefined()
})

test('what a person closed stays closed for as long as said, unless it changes', async () => {
  const { forge, request } = setUp({ quietDays: 30 })
  await publishProposal(request)
  forge.change(1, (each) => ({ ...each, state: 'closed', endedAt: noon }))
  expect(await publishProposal(request)).toMatchObject({ outcome: 'quiet', until: '2026-03-02T12:00:00Z' })
  expect((await publishProposal({ ...request, draft: { ...draft, title: '3 drifts' } })).outcome).toBe('created')
  expect(forge.proposals).toHaveLength(2)
})

test('a quiet time runs out, and counts only where it was asked for', async () => {
  for (const more of [{ when: '2026-03-02T12:00:00Z', quietDays: 30 }, {}]) {
    const { forge, request } = setUp()
    await publishProposal(request)
    forge.change(1, (each) => ({ ...each, state: 'closed', endedAt: noon }))
    expect((await publishProposal({ ...request, ...more })).outcome).toBe('created')
  }
})

test('what we closed ourselves is no quiet time: the drift is back', async () => {
  const { request } = setUp({ quietDays: 30 })
  await publishProposal(request)
  await withdrawProposal({ ...request, ...draft }, 'The drift is gone.')
  expect(await publishProposal(request)).toMatchObject({ outcome: 'created', proposal: { number: 2 } })
})

const limits = { openProposals: 10, newProposalsPerHour: 1 }
const another = { marker: 'change/gdw', branch: 'isthmus/change-gdw' }

test('one more than may be opened waits: no branch, no proposal, and the one that is open goes on', async () => {
  const { repository, forge, request } = setUp({ limits })
  await publishProposal(request)
  const next = { ...request, draft: { ...draft, ...another } }
  expect(await publishProposal(next)).toEqual({
    outcome: 'limited',
    limit: 'newProposalsPerHour',
    most: 1,
    until: '2026-01-31T13:00:00Z',
  })
  expect(await repository.resolve(another.branch)).toBeUndefined()
  expect(forge.proposals).toHaveLength(1)
  expect((await publishProposal({ ...request, draft: { ...draft, title: '3 drifts' } })).outcome).toBe('updated')
  expect((await publishProposal({ ...next, when: '2026-01-31T13:00:01Z' })).outcome).toBe('created')
})

test('environments that are worked on at once do not open more together than each alone may', async () => {
  const { forge, request } = setUp({ limits: { openProposals: 10, newProposalsPerHour: 2 } })
  const inTurn = inTurns(1)
  const names = Array.from({ length: 8 }, (_, i) => `change/e${i}`)
  const drafts = names.map((marker) => ({ ...draft, marker, branch: `isthmus/${marker}` }))
  const published = await Promise.all(drafts.map((each) => publishProposal({ ...request, inTurn, draft: each })))
  expect(published.map((each) => each.outcome)).toEqual(['created', 'created', ...Array(6).fill('limited')])
  expect(forge.proposals).toHaveLength(2)
})

test('what is open already counts, and what is critical goes beside and is not counted', async () => {
  const { request } = setUp({ limits: { openProposals: 1, newProposalsPerHour: 9 }, isCritical: true })
  expect(await publishProposal(request)).toMatchObject({ proposal: { labels: [...draft.labels, 'isthmus/critical'] } })
  expect((await publishProposal(request)).outcome).toBe('unchanged')
  const calm = { ...request, isCritical: false }
  const next = { ...calm, draft: { ...draft, ...another } }
  expect((await publishProposal(next)).outcome).toBe('created')
  const third = { ...calm, draft: { ...draft, marker: 'adopt/x', branch: 'isthmus/adopt-x' } }
  expect(await publishProposal(third)).toMatchObject({ outcome: 'limited', limit: 'openProposals' })
})

test('where there is nothing to propose nothing waits', async () => {
  const { request } = setUp({ limits })
  await publishProposal(request)
  const done = { ...request, change: changeOf({ 'README.md': 'hello\n' }), draft: { ...draft, ...another } }
  expect(await publishProposal(done)).toEqual({ outcome: 'nothing', closed: false })
})

test('whoever could not be asked is told', async () => {
  const forge = fakeForge({ unknown: ['@nobody'] })
  const { request } = setUp({ forge, draft: { ...draft, reviewers: ['@ada', '@nobody'] } })
  expect(await publishProposal(request)).toMatchObject({ outcome: 'created', unasked: ['@nobody'] })
})

test('where the caller shows that the base is as wanted nothing is stored, and a branch that was left behind goes', async () => {
  const { repository, forge, request } = setUp()
  const stored: string[] = []
  const watched = {
    ...repository,
    pushBranch: async (pushed: Parameters<typeof repository.pushBranch>[0]) => {
      stored.push(pushed.branch)
      return await repository.pushBranch(pushed)
    },
  }
  await publishProposal({ ...request, repository: watched })
  await forge.closeProposal(draft.marker, 'killed right after this')
  const change = changeOf({ 'README.md': 'hello\n' })
  const asked = { ...request, repository: watched, change }
  const other = new Map([['README.md', 'another\n']])
  expect(await publishProposal({ ...asked, present: change.write })).toEqual({ outcome: 'nothing', closed: false })
  expect([stored, await repository.resolve(draft.branch)]).toEqual([[draft.branch], undefined])
  await publishProposal({ ...asked, present: other })
  expect(stored).toHaveLength(2)
})
