import { expect, test } from 'vitest'
import { markerComment, readStamp, stampedBody } from '../../../../engine/model/forge.ts'
import { draft } from '../../../contracts/forge.ts'
import { noon } from '../../../contracts/scratch-repository.ts'
import { keptAs, pullAt } from './a-repository.ts'
import type { FaultSubject } from './fault-cases.ts'

const ours = { body: stampedBody(draft), head: draft.branch }
const next = { ...draft, title: '3 drifts in gdw' }

/** What people and lost answers do to proposals while an adapter works on them. */
export function proposalContract({
  name,
  create,
  change,
  say,
  subject,
}: FaultSubject & { readonly say: string }): void {
  test('the newest with the marker is found behind 250 others', async () => {
    const { forge, repository } = await subject()
    repository.pulls.push(
      keptAs(1, { ...ours, state: 'closed', endedAt: noon }),
      keptAs(2, { ...ours, state: 'merged', endedAt: noon }),
    )
    for (let number = 3; number <= 252; number++) repository.pulls.push(keptAs(number))
    expect(await forge.findProposal(draft.marker)).toMatchObject({ number: 2, state: 'merged', endedAt: noon })
  })

  test('a fork that carries our marker is not ours', async () => {
    const { forge, repository } = await subject()
    repository.pulls.push(keptAs(1, { ...ours, isFork: true }))
    expect(await forge.findProposal(draft.marker)).toBeUndefined()
    expect(await forge.closeProposal(draft.marker, 'no')).toBe(false)
    expect(await forge.ensureProposal(draft)).toMatchObject({ outcome: 'created', proposal: { number: 2 } })
  })

  test('a marker on a branch of another name is somebody’s text', async () => {
    const { forge, repository } = await subject()
    repository.pulls.push(keptAs(1, { ...ours, head: 'a-feature' }))
    expect(await forge.findProposal(draft.marker)).toBeUndefined()
    expect(await forge.closeProposal(draft.marker, 'no')).toBe(false)
    expect(await forge.openProposals()).toEqual([])
  })

  test('labels that people add stay, those of ours that are no longer wanted go', async () => {
    const { forge, repository } = await subject()
    await forge.ensureProposal(draft)
    const pull = pullAt(repository, 1)
    repository.labels.add('urgent')
    pull.labels.push('urgent')
    await forge.ensureProposal({ ...draft, labels: ['isthmus', 'näw label'] })
    expect([...pull.labels].sort()).toEqual(['isthmus', 'näw label', 'urgent'])
    pull.labels = ['näw label', 'isthmus']
    const { proposal } = await forge.ensureProposal({ ...draft, labels: [] })
    expect([proposal.labels, pull.labels]).toEqual([[], []])
  })

  test('another base moves it, another branch takes a new one', async () => {
    const { forge, repository } = await subject()
    await forge.ensureProposal(draft)
    const moved = await forge.ensureProposal({ ...draft, base: 'stable' })
    expect(moved).toMatchObject({ outcome: 'updated', proposal: { number: 1, base: 'stable' } })
    const other = await forge.ensureProposal({ ...draft, branch: 'isthmus/change-gdw' })
    expect(other).toMatchObject({ outcome: 'created', proposal: { number: 2, branch: 'isthmus/change-gdw' } })
    expect(pullAt(repository, 1)).toMatchObject({
      state: 'closed',
      comments: [{ body: expect.stringContaining('isthmus/change-gdw') }],
    })
  })

  test('a lost answer to the opening does not open a second one', async () => {
    const { forge, server, repository } = await subject()
    server.mishap({ on: create, breaks: 'after' })
    expect(await forge.ensureProposal(draft)).toMatchObject({ proposal: { number: 1 } })
    expect(repository.pulls).toHaveLength(1)
    expect([...repository.pulls.flatMap((each) => each.labels)].sort()).toEqual([...draft.labels].sort())
  })

  test('two replicas at once open one', async () => {
    const { forge, server, repository } = await subject()
    const labels = ['isthmus', 'drift']
    server.mishap({ on: create, meanwhile: () => repository.pulls.push(keptAs(1, { ...ours, labels })) })
    expect(await forge.ensureProposal(draft)).toMatchObject({ outcome: 'unchanged', proposal: { number: 1 } })
  })

  test('one that a person opened from our branch becomes ours; one of another purpose does not', async () => {
    const { forge, repository } = await subject()
    repository.pulls.push(keptAs(1, { head: draft.branch, body: '- [x] adopt' }))
    const { proposal } = await forge.ensureProposal(draft)
    expect(proposal).toMatchObject({ number: 1, title: draft.title, body: expect.stringContaining('- [x] adopt') })
    pullAt(repository, 1).body = `Another.\n${markerComment('change/gdw')}`
    await expect(forge.ensureProposal(draft)).rejects.toMatchObject({ code: `${name}/branch-taken` })
  })

  test('a branch that a person deleted is a failure that says so', async () => {
    const { forge, repository } = await subject()
    repository.branches.delete(draft.branch)
    await expect(forge.ensureProposal(draft)).rejects.toMatchObject({ code: `${name}/no-branch`, retry: false })
    repository.branches.add(draft.branch)
    await forge.ensureProposal(draft)
    await expect(forge.ensureProposal({ ...draft, branch: 'isthmus/change-gdw', base: 'gone' })).rejects.toMatchObject({
      code: `${name}/no-base`,
    })
  })

  test.each(['closed', 'merged'] as const)(
    'what a person %s while it is written keeps the text that the person saw',
    async (state) => {
      const { forge, server, repository } = await subject()
      await forge.ensureProposal(draft)
      const { title, body } = pullAt(repository, 1)
      server.mishap({
        on: change,
        meanwhile: () => void Object.assign(pullAt(repository, 1), { state, endedAt: noon }),
      })
      await expect(forge.ensureProposal(next)).rejects.toMatchObject({ code: `${name}/conflict`, retry: true })
      expect(pullAt(repository, 1)).toMatchObject({ title, body, state })
      expect(await forge.ensureProposal(next)).toMatchObject({ outcome: 'created', proposal: { number: 2 } })
    },
  )

  test('closing says why once, whatever gets lost on the way', async () => {
    const { forge, server, repository } = await subject()
    await forge.ensureProposal(draft)
    server.mishap({ on: say, breaks: 'after' }, { on: change, status: 403 })
    await expect(forge.closeProposal(draft.marker, 'The drift is gone.')).rejects.toMatchObject({
      code: `${name}/forbidden`,
    })
    server.mishap({ on: change, breaks: 'after' })
    expect(await forge.closeProposal(draft.marker, 'The drift is gone.')).toBe(true)
    const { comments, body, state } = pullAt(repository, 1)
    expect(comments.filter((each) => each.body.startsWith('The drift is gone.'))).toHaveLength(1)
    expect([state, readStamp(body)]).toEqual(['closed', undefined])
  })

  test('what was merged while it was to be closed was not closed', async () => {
    const { forge, server, repository } = await subject()
    await forge.ensureProposal(draft)
    const meanwhile = () => void Object.assign(pullAt(repository, 1), { state: 'merged', endedAt: noon })
    server.mishap({ on: change, meanwhile })
    expect(await forge.closeProposal(draft.marker, 'The drift is gone.')).toBe(false)
  })

  test('a comment whose answer was lost is not made twice', async () => {
    const { forge, server, repository } = await subject()
    await forge.ensureProposal(draft)
    server.mishap({ on: say, breaks: 'after' })
    expect(await forge.ensureComment(1, 'plan/gdw', '3 policies')).toBe('created')
    expect(pullAt(repository, 1).comments).toHaveLength(1)
  })

  test('people are asked when it is opened, and who cannot be asked is told', async () => {
    const { forge, repository } = await subject()
    const reviewers = ['@Ada', '@org/team', '@nobody']
    const { unasked = [] } = await forge.ensureProposal({ ...draft, reviewers, assignees: ['@ada', '@ghost'] })
    expect(pullAt(repository, 1)).toMatchObject({ reviewers: ['ada'], assignees: ['ada'] })
    expect([...unasked].sort()).toEqual(['@ghost', '@nobody', '@org/team'])
    pullAt(repository, 1).reviewers = []
    const again = await forge.ensureProposal({ ...next, reviewers })
    expect([again.outcome, pullAt(repository, 1).reviewers]).toEqual(['updated', []])
  })

  test('a check that says the same is not said again; another word is', async () => {
    const { forge, repository } = await subject()
    const check = { name: 'isthmus/plan', commit: 'c0ffee'.padEnd(40, '0'), annotations: [] }
    await forge.setCheck({ ...check, state: 'pending', summary: 'looking' })
    await forge.setCheck({ ...check, state: 'pending', summary: 'looking' })
    await forge.setCheck({ ...check, state: 'success', summary: 'fine', url: 'https://isthmus.example/x' })
    expect(repository.statuses.map(({ summary, url }) => [summary, url])).toEqual([
      ['looking', ''],
      ['fine', 'https://isthmus.example/x'],
    ])
  })

  test('a text that the forge would cut is not sent', async () => {
    const { forge, server } = await subject()
    const long = { ...draft, body: 'x'.repeat(1_100_000) }
    await expect(forge.ensureProposal(long)).rejects.toMatchObject({ code: `${name}/too-long` })
    await expect(forge.ensureProposal({ ...draft, title: 'x'.repeat(256) })).rejects.toMatchObject({
      code: `${name}/too-long`,
    })
    expect(server.log).toEqual([])
  })
}
