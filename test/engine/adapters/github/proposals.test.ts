import { expect, test } from 'vitest'
import { markerComment, readStamp, stampedBody } from '../../../../engine/model/forge.ts'
import { draft } from '../../../contracts/forge.ts'
import { noon } from '../../../contracts/scratch-repository.ts'
import { commentAs } from './answers-deeds.ts'
import { githubSubject } from './github-subject.ts'
import { keptAs } from './kept.ts'

const ours = { body: stampedBody(draft), head: draft.branch }

test('the newest with the marker is found behind 250 others, and asked for again at no cost', async () => {
  const { forge, github } = await githubSubject()
  github.pulls.push(
    keptAs(1, { ...ours, state: 'closed', closedAt: noon }),
    keptAs(2, { ...ours, state: 'closed', mergedAt: noon, closedAt: noon }),
  )
  for (let number = 3; number <= 252; number++) github.pulls.push(keptAs(number))
  const found = await forge.findProposal(draft.marker)
  expect(found).toMatchObject({ number: 2, state: 'merged', endedAt: noon })
  expect(await forge.findProposal(draft.marker)).toEqual(found)
  expect(github.log.map((each) => each.split(' ')[2])).toEqual([...Array(6).fill('200'), ...Array(6).fill('304')])
})

test('a fork that carries our marker is not ours', async () => {
  const { forge, github } = await githubSubject()
  github.pulls.push(keptAs(1, { ...ours, from: 'mallory/desired-state' }))
  expect(await forge.findProposal(draft.marker)).toBeUndefined()
  expect(await forge.closeProposal(draft.marker, 'no')).toBe(false)
  expect(await forge.ensureProposal(draft)).toMatchObject({ outcome: 'created', proposal: { number: 2 } })
})

test('labels that people add stay, those of ours that are no longer wanted go', async () => {
  const { forge, github } = await githubSubject()
  await forge.ensureProposal(draft)
  github.pull(1).labels.push('urgent', 'a, b -->')
  await forge.ensureProposal({ ...draft, labels: ['isthmus', 'näw, label'] })
  expect([...github.pull(1).labels].sort()).toEqual(['a, b -->', 'isthmus', 'näw, label', 'urgent'])
  github.pull(1).labels = ['näw, label', 'isthmus']
  const { proposal } = await forge.ensureProposal({ ...draft, labels: [] })
  expect([proposal.labels, github.pull(1).labels]).toEqual([[], []])
})

test('a proposal that died before it was labelled is labelled by the next run', async () => {
  const { forge, github } = await githubSubject()
  github.mishap({ on: 'PUT issues/set-labels', status: 403 })
  await expect(forge.ensureProposal(draft)).rejects.toMatchObject({ code: 'github/forbidden' })
  expect(await forge.ensureProposal(draft)).toMatchObject({ outcome: 'updated', proposal: { labels: draft.labels } })
  expect((await forge.ensureProposal(draft)).outcome).toBe('unchanged')
})

test('another base moves it, another branch takes a new one', async () => {
  const { forge, github } = await githubSubject()
  await forge.ensureProposal(draft)
  expect(await forge.ensureProposal({ ...draft, base: 'stable' })).toMatchObject({
    proposal: { number: 1, base: 'stable' },
  })
  const moved = await forge.ensureProposal({ ...draft, branch: 'isthmus/change-gdw' })
  expect(moved).toMatchObject({ outcome: 'created', proposal: { number: 2, branch: 'isthmus/change-gdw' } })
  expect(github.pull(1)).toMatchObject({
    state: 'closed',
    comments: [{ body: expect.stringContaining('isthmus/change-gdw') }],
  })
})

test('a lost answer to the opening does not open a second one', async () => {
  const { forge, github } = await githubSubject()
  github.mishap({ on: 'POST pulls/create', breaks: 'after' })
  expect(await forge.ensureProposal(draft)).toMatchObject({ proposal: { number: 1, labels: draft.labels } })
  expect(github.pulls).toHaveLength(1)
  expect(github.log).toContain('POST pulls/create 422')
})

test('two replicas at once open one', async () => {
  const { forge, github } = await githubSubject()
  github.mishap({
    on: 'POST pulls/create',
    meanwhile: () => github.pulls.push(keptAs(1, { ...ours, labels: ['isthmus', 'drift'] })),
  })
  expect(await forge.ensureProposal(draft)).toMatchObject({ outcome: 'unchanged', proposal: { number: 1 } })
})

test('one that a person opened from our branch becomes ours; one of another purpose does not', async () => {
  const { forge, github } = await githubSubject()
  github.pulls.push(keptAs(1, { head: draft.branch, body: '- [x] adopt' }))
  const { proposal } = await forge.ensureProposal(draft)
  expect(proposal).toMatchObject({ number: 1, title: draft.title, body: expect.stringContaining('- [x] adopt') })
  github.pull(1).body = `Another.\n${markerComment('change/gdw')}`
  await expect(forge.ensureProposal(draft)).rejects.toMatchObject({ code: 'github/branch-taken' })
})

test('what a person closes or merges while it is written keeps the text that the person saw', async () => {
  const { forge, github } = await githubSubject()
  await forge.ensureProposal(draft)
  const { title, body } = github.pull(1)
  const meanwhile = () => void Object.assign(github.pull(1), { state: 'closed', closedAt: noon })
  github.mishap({ on: 'PATCH pulls/update', meanwhile })
  const next = { ...draft, title: '3 drifts in gdw' }
  await expect(forge.ensureProposal(next)).rejects.toMatchObject({ code: 'github/conflict', retry: true })
  expect(github.pull(1)).toMatchObject({ title, body })
  expect(await forge.ensureProposal(next)).toMatchObject({ outcome: 'created', proposal: { number: 2 } })
})

test('closing says why once, whatever gets lost on the way', async () => {
  const { forge, github } = await githubSubject()
  await forge.ensureProposal(draft)
  for (let i = 0; i < 130; i++) commentAs(github, github.pull(1), 'ada', `Comment ${i}`)
  github.mishap({ on: 'POST issues/create-comment', breaks: 'after' }, { on: 'PATCH pulls/update', status: 403 })
  await expect(forge.closeProposal(draft.marker, 'The drift is gone.')).rejects.toMatchObject({
    code: 'github/forbidden',
  })
  github.mishap({ on: 'PATCH pulls/update', breaks: 'after' })
  expect(await forge.closeProposal(draft.marker, 'The drift is gone.')).toBe(true)
  const { comments, body, state } = github.pull(1)
  expect(comments.filter((each) => each.body.startsWith('The drift is gone.'))).toHaveLength(1)
  expect([state, readStamp(body)]).toEqual(['closed', undefined])
})

test('what was merged while it was to be closed was not closed', async () => {
  const { forge, github } = await githubSubject()
  await forge.ensureProposal(draft)
  const meanwhile = () => void Object.assign(github.pull(1), { state: 'closed', closedAt: noon, mergedAt: noon })
  github.mishap({ on: 'PATCH pulls/update', meanwhile })
  expect(await forge.closeProposal(draft.marker, 'The drift is gone.')).toBe(false)
})

test('a text that GitHub would refuse is not sent', async () => {
  const { forge, github } = await githubSubject()
  const long = { ...draft, body: 'x'.repeat(65_500) }
  await expect(forge.ensureProposal(long)).rejects.toMatchObject({ code: 'github/too-long' })
  await expect(forge.ensureProposal({ ...draft, title: 'x'.repeat(257) })).rejects.toMatchObject({
    code: 'github/too-long',
  })
  expect(github.log).toEqual([])
})
