import { expect, test } from 'vitest'
import { checkApprovals } from '../../../engine/flows/approvals.ts'
import { askedByComment, askedByTrailer } from '../../../engine/model/way-out.ts'
import { fakeForge } from '../../contracts/fake-forge.ts'
import { fakeRepository } from '../../contracts/fake-repository.ts'
import { draft } from '../../contracts/forge.ts'
import { person } from '../../contracts/scratch-repository.ts'

async function aDesk() {
  const repository = fakeRepository()
  const forge = fakeForge()
  repository.commitAs(person, 'isthmus/adopt/x', { a: '1' })
  const body = askedByComment(['ada', 'bob'])
  const { proposal } = await forge.ensureProposal({ ...draft, marker: 'adopt/x', branch: 'isthmus/adopt/x', body })
  const commit = (await repository.resolve('isthmus/adopt/x')) ?? ''
  return { repository, forge, number: proposal.number, commit }
}

test('what somebody asked for takes the approval of somebody else', async () => {
  const { repository, forge, number, commit } = await aDesk()
  const state = async () => {
    const [check, ...more] = await checkApprovals({ repository, forge })
    expect([check?.name, check?.commit, more]).toEqual(['isthmus/approval', commit, []])
    return check?.state
  }
  expect(await state()).toBe('pending')
  forge.approve(number, 'Ada')
  forge.approve(number, 'bob')
  expect(await state()).toBe('failure')
  forge.approve(number, 'carol')
  expect(await state()).toBe('success')
  expect(forge.checks).toHaveLength(1)
})

test('everything else that may be merged is green, so that branch protection can require the check', async () => {
  const { repository, forge } = await aDesk()
  repository.commitAs(person, draft.branch, { a: '2' })
  await forge.ensureProposal(draft)
  const head = { branch: 'feature', commit: 'c'.repeat(40) }
  forge.open({ author: 'ada', title: 'Mine', head, base: 'main', isFork: false })
  const said = await checkApprovals({ repository, forge })
  const own = await repository.resolve(draft.branch)
  expect(said.filter((each) => each.state === 'success').map((each) => each.commit)).toEqual([head.commit, own])
})

test('a pull request of a person that points at the same commit says nothing for it', async () => {
  const { repository, forge, commit } = await aDesk()
  forge.open({ author: 'ada', title: 'The same', head: { branch: 'mine', commit }, base: 'main', isFork: true })
  const states = async (desk: typeof forge) => {
    const said = await checkApprovals({ repository, forge: desk })
    return said.filter((each) => each.commit === commit).map((each) => each.state)
  }
  expect(await states(forge)).toEqual(['pending'])
  expect(await states({ ...forge, approvers: async () => undefined })).toEqual([])
})

test('who asked is known by the commit too: whatever the text says, they do not approve it alone', async () => {
  const { repository, forge, number } = await aDesk()
  const change = { write: new Map([['a', '2']]), remove: [] }
  const message = `Adopt it\n\n${askedByTrailer(['ada'])}`
  const branch = 'isthmus/adopt/y'
  const author = { name: 'Isthmus bot', email: 'bot@isthmus.invalid' }
  await repository.pushBranch({ branch, base: 'main', change, message, author, when: '2026-03-04T05:06:07Z' })
  const { proposal } = await forge.ensureProposal({
    ...draft,
    marker: 'adopt/y',
    branch,
    body: askedByComment(['ada']),
  })
  const commit = await repository.resolve(branch)
  const state = async () => {
    const said = await checkApprovals({ repository, forge })
    return said.find((each) => each.commit === commit)?.state
  }
  forge.change(proposal.number, (each) => ({
    ...each,
    body: each.body.replace(/asked-by:\w+/, `asked-by:${'0'.repeat(16)}`),
  }))
  forge.approve(proposal.number, 'ada')
  expect(await state()).toBe('failure')
  forge.approve(proposal.number, 'bob')
  expect(await state()).toBe('success')
  expect(number).not.toBe(proposal.number)
  // Also below a commit of somebody else, such as the merge that brings the branch up to date.
  repository.commitAs(person, branch, { b: '1' })
  const top = await repository.resolve(branch)
  const said = await checkApprovals({ repository, forge })
  expect(said.find((each) => each.commit === top)?.state).toBe('success')
  const alone = await checkApprovals({ repository, forge: { ...forge, approvers: async () => ['ada'] } })
  expect(alone.find((each) => each.commit === top)?.state).toBe('failure')
})

test('a way out whose text no longer says who asked for it is not green', async () => {
  const { repository, forge, number, commit } = await aDesk()
  forge.change(number, (each) => ({ ...each, body: each.body.replace(/<!-- isthmus-asked-by:.*? -->/, '') }))
  forge.approve(number, 'ada')
  const [check] = await checkApprovals({ repository, forge })
  expect([check?.commit, check?.state]).toEqual([commit, 'failure'])
})

test('a forge without approvals, or a branch that is gone, says nothing', async () => {
  const { repository, forge } = await aDesk()
  expect(await checkApprovals({ repository, forge: { ...forge, approvers: async () => undefined } })).toEqual([])
  const gone = { ...repository, resolve: async () => undefined }
  expect(await checkApprovals({ repository: gone, forge })).toEqual([])
  expect(forge.checks).toEqual([])
})
