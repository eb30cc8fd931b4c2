import { expect, test } from 'vitest'
import { draft } from '../../../contracts/forge.ts'
import { COMMIT, keptAs, pullAt } from '../../model/rest/a-repository.ts'
import { giteaSubject } from './gitea-subject.ts'

const approves = { by: 'ada', state: 'APPROVED', commit: COMMIT }

test.each([
  ['an approval of the head', [approves], ['ada']],
  ['one of an older head', [{ ...approves, commit: 'ba5e'.padEnd(40, '0') }], []],
  ['one that is stale', [{ ...approves, isStale: true }], []],
  ['one that was followed by a refusal', [approves, { ...approves, state: 'REQUEST_CHANGES' }], []],
  ['one that was followed by a comment', [approves, { ...approves, state: 'COMMENT' }], ['ada']],
  ['one of somebody who may not write', [{ ...approves, by: 'mallory' }], []],
])('%s', async (_, reviews, expected) => {
  const { forge, repository } = await giteaSubject()
  repository.pulls.push(keptAs(1, { reviews }))
  expect(await forge.approvers(1)).toEqual(expected)
})

test('whoever opened it cannot review it, and spoils nothing for the others', async () => {
  const { forge, repository } = await giteaSubject()
  const reviewers = ['@isthmus-bot', '@Ada', 'mallory@example.com', '@platform/owners']
  const { unasked } = await forge.ensureProposal({ ...draft, reviewers })
  expect(pullAt(repository, 1).reviewers).toEqual(['ada', 'mallory'])
  expect(unasked).toEqual(['@isthmus-bot', '@platform/owners'])
})

test('a token that may not ask who may write is told which right it lacks, and obeys nobody', async () => {
  const { forge, server, comment } = await giteaSubject()
  await forge.ensureProposal(draft)
  await comment(1, 'ada', '/isthmus adopt 0123')
  server.mishap({ on: 'GET repoGetRepoPermissions', status: 403 })
  await expect(forge.conversation.read('drift/gdw')).rejects.toMatchObject({
    code: 'gitea/forbidden',
    hint: expect.stringContaining('administrator of the repository'),
  })
})

test('labels that nobody made are made, once', async () => {
  const { forge, server, repository } = await giteaSubject()
  await forge.ensureProposal(draft)
  await forge.ensureProposal({ ...draft, marker: 'change/gdw', branch: 'isthmus/change-gdw' })
  expect(repository.pulls.map((each) => [...each.labels].sort())).toEqual([
    ['drift', 'isthmus'],
    ['drift', 'isthmus'],
  ])
  expect(server.log.filter((each) => each.startsWith('POST issueCreateLabel'))).toHaveLength(2)
})

test('one that died before it was labelled is labelled by the next run', async () => {
  const { forge, server } = await giteaSubject()
  server.mishap({ on: 'PUT issueReplaceLabels', status: 403 })
  await expect(forge.ensureProposal(draft)).rejects.toMatchObject({ code: 'gitea/forbidden' })
  const labels = ['drift', 'isthmus']
  expect(await forge.ensureProposal(draft)).toMatchObject({ outcome: 'updated', proposal: { labels } })
  expect((await forge.ensureProposal(draft)).outcome).toBe('unchanged')
})
