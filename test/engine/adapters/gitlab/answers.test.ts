import { expect, test } from 'vitest'
import { draft } from '../../../contracts/forge.ts'
import { COMMIT, keptAs } from '../../model/rest/a-repository.ts'
import { gitlabSubject } from './gitlab-subject.ts'

const approved = 'approved this merge request'
const after = '2026-01-31T12:30:00.000Z'

test.each([
  ['an approval after the push', { by: 'ada', state: approved, commit: COMMIT, at: after }, ['ada']],
  ['one from before the push', { by: 'ada', state: approved, commit: COMMIT, at: '2026-01-31T11:00:00.000Z' }, []],
  ['one of somebody who may not write', { by: 'mallory', state: approved, commit: COMMIT, at: after }, []],
  ['one whose time nobody knows', { by: 'ada', state: 'did something else', commit: COMMIT, at: after }, []],
])('%s', async (_, review, expected) => {
  const { forge, repository } = await gitlabSubject()
  repository.pulls.push(keptAs(1, { reviews: [review] }))
  expect(await forge.approvers(1)).toEqual(expected)
})

test('the words of an approval in a comment are no approval', async () => {
  const { forge, repository, comment } = await gitlabSubject()
  const old = { by: 'ada', state: approved, commit: COMMIT, at: '2026-01-31T11:00:00.000Z' }
  repository.pulls.push(keptAs(1, { reviews: [old] }))
  await comment(1, 'ada', approved)
  expect(await forge.approvers(1)).toEqual([])
})

test('one person of each kind is asked without a licence, and the others are told', async () => {
  const { forge } = await gitlabSubject()
  const { unasked } = await forge.ensureProposal({ ...draft, reviewers: ['@ada', '@mallory', 'ada@example.com'] })
  expect(unasked).toEqual(['@mallory', 'ada@example.com'])
})

test('a check under way takes a second word, and no third', async () => {
  const { forge, repository } = await gitlabSubject()
  const check = { name: 'isthmus/gate', commit: COMMIT, state: 'pending', annotations: [] } as const
  for (const summary of ['one', 'one', 'two']) await forge.setCheck({ ...check, summary })
  expect(repository.statuses.map((each) => each.summary)).toEqual(['one', 'two'])
  await forge.setCheck({ ...check, state: 'failure', summary: 'no' })
  await forge.setCheck({ ...check, state: 'failure', summary: 'no' })
  expect(repository.statuses).toHaveLength(3)
})

test('what has not changed is asked for at no cost', async () => {
  const { forge, server } = await gitlabSubject()
  await forge.ensureProposal(draft)
  await forge.findProposal(draft.marker)
  await forge.findProposal(draft.marker)
  expect(server.log.slice(-2)).toEqual(['GET listMergeRequests 200', 'GET listMergeRequests 304'])
})
