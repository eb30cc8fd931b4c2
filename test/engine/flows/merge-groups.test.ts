import { describe, expect, test } from 'vitest'
import { checkApprovals } from '../../../engine/flows/approvals.ts'
import { checkGates } from '../../../engine/flows/gates.ts'
import { mergeGroups } from '../../../engine/flows/merge-groups.ts'
import { reconcile } from '../../../engine/flows/reconcile.ts'
import { checkOtherPlans } from '../../../engine/flows/review/other-plans.ts'
import type { ReviewInput } from '../../../engine/flows/review.ts'
import { reviewPulls } from '../../../engine/flows/review.ts'
import { GITHUB_QUEUE } from '../../../engine/model/merge-queue.ts'
import { NOISE_RULES } from '../../../engine/model/noise-rules.ts'
import { askedByComment } from '../../../engine/model/way-out.ts'
import { draft } from '../../contracts/forge.ts'
import { bot, noon, person } from '../../contracts/scratch-repository.ts'
import type { Site } from './a-site.ts'
import { aSite, OTHER } from './a-site.ts'

const queueBranch = (pull: number) => `gh-readonly-queue/main/pr-${pull}-${'0'.repeat(40)}`

/** A site on a forge with a merge queue; `enqueue` builds what the queue builds, on what is ahead in it. */
async function aQueue() {
  const site = aSite()
  await reconcile('small', site.input())
  site.merge()
  const forge = { ...site.forge, mergeQueue: GITHUB_QUEUE }
  const { repository } = site
  const open = async (branch: string, files: Readonly<Record<string, string | undefined>>) => {
    repository.commitAs(person, branch, files)
    const commit = (await repository.resolve(branch)) ?? ''
    return forge.open({ author: 'ada', title: branch, head: { branch, commit }, base: 'main', isFork: false })
  }
  const enqueue = async (pull: number, files: Readonly<Record<string, string | undefined>>, onto = 'main') => {
    const branch = queueBranch(pull)
    repository.moveByHand(branch, (await repository.resolve(onto)) ?? '')
    repository.commitAs({ name: 'GitHub', email: 'noreply@github.com' }, branch, files)
    return (await repository.resolve(branch)) ?? ''
  }
  const said = (commit: string, name: string) =>
    site.forge.checks.find((each) => each.commit === commit && each.name === `isthmus/${name}`)
  return { site, forge, repository, open, enqueue, said, place: { repository, forge } }
}

const gates = async ({ site, forge }: { readonly site: Site; readonly forge: Site['forge'] }) =>
  await checkGates({ ...site.input(), forge, noise: NOISE_RULES })
const POLICY = 'rendered/small/tunnel-probe.yaml'

describe('what a merge queue has put together', () => {
  test('holds the pull requests ahead in the queue as well, and is nobody else’s commit', async () => {
    const { enqueue, place, repository } = await aQueue()
    const first = await enqueue(7, { a: '1' })
    const second = await enqueue(9, { b: '1' }, queueBranch(7))
    repository.moveByHand(`gh-readonly-queue/other/pr-8-${'0'.repeat(40)}`, first)
    expect(await mergeGroups(place, new Set())).toEqual([
      { commit: first, pulls: [7] },
      { commit: second, pulls: [7, 9] },
    ])
    expect(await mergeGroups(place, new Set([first]))).toMatchObject([{ commit: second }])
    expect(await mergeGroups({ ...place, forge: {} }, new Set())).toEqual([])
  })

  test('is approved as the worst of the proposals in it is', async () => {
    const { site, enqueue, place, said, open } = await aQueue()
    site.repository.commitAs(person, 'isthmus/adopt/x', { a: '1' })
    const body = askedByComment(['ada'])
    const { proposal } = await site.forge.ensureProposal({
      ...draft,
      marker: 'adopt/x',
      branch: 'isthmus/adopt/x',
      body,
    })
    const mine = await open('mine', { b: '1' })
    const alone = await enqueue(mine, { b: '1' })
    const both = await enqueue(proposal.number, { a: '1' }, queueBranch(mine))
    const state = async () => {
      await checkApprovals(place)
      return [said(alone, 'approval')?.state, said(both, 'approval')?.state]
    }
    expect(await state()).toEqual(['success', 'pending'])
    expect(said(both, 'approval')?.summary).toContain(`#${proposal.number}: waits`)
    site.forge.approve(proposal.number, 'ada')
    expect(await state()).toEqual(['success', 'failure'])
    site.forge.approve(proposal.number, 'bob')
    expect(await state()).toEqual(['success', 'success'])
  })

  test('is judged by the gate as it will be merged, and no pull request in it is another wave to it', async () => {
    const queue = await aQueue()
    const { site, open, enqueue, said } = queue
    const main = site.repository.branches().get('main') ?? new Map<string, string>()
    const text = main.get('placements/small.yaml') ?? ''
    site.repository.commitAs(person, 'main', { 'placements/small.yaml': text.replace('all: true', 'names: [one]') })
    await reconcile('small', { ...site.input(), forge: queue.forge })
    const change = site.forge.proposals.find((each) => each.marker === 'change/small' && each.state === 'open')
    const rendered = [...(site.repository.branches().get('isthmus/change/small') ?? [])]
    const ours = await enqueue(change?.number ?? 0, Object.fromEntries(rendered))
    const quiet = await enqueue(await open('mine', { 'README.md': 'x' }), { 'README.md': 'x' })
    const deletes = await enqueue(await open('bad', { [POLICY]: 'a: [\n' }), { [POLICY]: 'a: [\n' })
    await gates(queue)
    expect(said(ours, 'gate')).toMatchObject({ state: 'success', summary: 'small: may be merged now' })
    expect(said(quiet, 'gate')).toMatchObject({ state: 'success', summary: 'nothing that goes to a hub changes' })
    expect(said(deletes, 'gate')).toMatchObject({
      state: 'failure',
      summary: expect.stringContaining('cannot be read'),
    })
  })

  test('is planned as a whole: what each has right alone may be wrong together', async () => {
    const { site, open, enqueue, said, forge } = await aQueue()
    const input: ReviewInput = { ...site.input(), forge, author: bot, propose: 'follow-up', now: noon }
    const twice = (file: string) => ({ [`environments/${file}.yaml`]: OTHER })
    const [a, b] = [await open('a', twice('a')), await open('b', twice('b'))]
    const alone = await enqueue(a, twice('a'))
    const both = await enqueue(b, twice('b'), queueBranch(a))
    const look = async () => {
      const reviewed = await reviewPulls(input)
      await checkOtherPlans(reviewed, input)
      return reviewed
    }
    await look()
    expect(said(alone, 'plan')?.state).toBe('success')
    expect(said(both, 'plan')).toMatchObject({ state: 'failure', summary: expect.stringContaining('error') })
  })

  test('waits while a pull request in it waits for an approval of its plan', async () => {
    const { site, open, enqueue, said, forge } = await aQueue()
    const limits = { removals: 0, moves: 0 }
    const input: ReviewInput = { ...site.input(), forge, author: bot, propose: 'in-place', limits, now: noon }
    const main = site.repository.branches().get('main') ?? new Map<string, string>()
    const fewer = {
      'placements/small.yaml': (main.get('placements/small.yaml') ?? '').replace('all: true', 'names: [one]'),
    }
    await open('fewer', fewer)
    // What is rendered is on its branch.
    await reviewPulls(input)
    const pull = await open('fewer', {})
    const group = await enqueue(pull, fewer)
    await checkOtherPlans(await reviewPulls(input), input)
    expect(said(group, 'plan')).toMatchObject({ state: 'pending', summary: expect.stringContaining(`#${pull}: waits`) })
    site.forge.approve(pull, 'bob')
    await checkOtherPlans(await reviewPulls(input), input)
    expect(said(group, 'plan')?.state).toBe('success')
  })
})

test('proposals of ours carry the check of the plan, so that it can be required', async () => {
  const { site, said, forge } = await aQueue()
  const { proposal } = await site.forge.ensureProposal({ ...draft, branch: 'isthmus/drift/gdw' })
  site.repository.commitAs(bot, proposal.branch, { 'drift/gdw.md': 'x\n' })
  const input: ReviewInput = { ...site.input(), forge, author: bot, propose: 'follow-up', now: noon }
  const tip = async () => (await site.repository.resolve(proposal.branch)) ?? ''
  // What changes nothing that people write is not expanded: there may be a hundred environments.
  const expand = () => {
    throw new Error('expanded')
  }
  await checkOtherPlans([], { ...input, components: input.components.map((each) => ({ ...each, expand })) })
  expect(said(await tip(), 'plan')?.state).toBe('success')
  site.repository.commitAs(person, proposal.branch, { 'placements/small.yaml': 'kind: Nothing\n' })
  await checkOtherPlans([], input)
  expect(said(await tip(), 'plan')?.state).toBe('failure')
})
