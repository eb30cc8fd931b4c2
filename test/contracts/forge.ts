import { expect, test } from 'vitest'
import type { Forge, Proposal, ProposalDraft } from '../../engine/model/forge.ts'
import { markerComment, readStamp, stampOf } from '../../engine/model/forge.ts'
import { askedByComment, askersIn, isAsker } from '../../engine/model/way-out.ts'

/** A forge over a repository that has the branches `isthmus/drift-gdw` and `isthmus/change-gdw`, and a person who works on it. */
export interface ForgeSubject {
  readonly forge: Forge
  /** Ticks the first box of a proposal as a person does on its page; nothing says who. */
  tickFirst(number: number): Promise<void>
  closeByHand(number: number): Promise<void>
  reopenByHand(number: number): Promise<void>
  /** Somebody who may write, and somebody who may not; the second is absent where whoever gets in may write. */
  readonly people: { readonly writer: string; readonly outsider?: string }
  comment(number: number, by: string, text: string): Promise<void>
  /** Opens a pull request of `people.writer` towards main; from a fork only where there are outsiders. */
  openPull(branch: string, isFork: boolean): Promise<number>
  /** What runs of ours said of a commit, the newest of each name last. */
  checksOn(
    commit: string,
  ): Promise<readonly { readonly name: string; readonly state: string; readonly summary: string }[]>
}

export const draft: ProposalDraft = {
  marker: 'drift/gdw',
  branch: 'isthmus/drift-gdw',
  base: 'main',
  title: '2 drifts in gdw',
  body: '## Drift\n\n- [ ] put back\n- [ ] adopt\n',
  labels: ['isthmus', 'drift'],
}

/** What every Forge does, real or fake. */
export function forgeContract(subject: () => Promise<ForgeSubject>): void {
  test('a proposal is opened once, and the same draft again is nothing new', async () => {
    const { forge } = await subject()
    const first = await forge.ensureProposal(draft)
    expect(first).toMatchObject({ outcome: 'created', proposal: { number: 1, state: 'open', title: draft.title } })
    expect(first.proposal.body).toContain(markerComment('drift/gdw'))
    expect(await forge.ensureProposal(draft)).toEqual({ ...first, outcome: 'unchanged' })
    expect(await forge.findProposal('drift/gdw')).toEqual(first.proposal)
  })

  test('another title, body or label brings the open one up to date', async () => {
    const { forge } = await subject()
    await forge.ensureProposal(draft)
    const changes: Partial<ProposalDraft>[] = [{ title: '3 drifts' }, { body: 'x' }, { labels: ['isthmus'] }]
    for (const change of changes) {
      const ensured = await forge.ensureProposal({ ...draft, ...change })
      expect(ensured).toMatchObject({
        outcome: 'updated',
        proposal: { number: 1, ...change, body: expect.any(String) },
      })
    }
  })

  test('with an identity of its own, text that changes by itself is left alone', async () => {
    const { forge } = await subject()
    const told: ProposalDraft = { ...draft, identity: 'a,b' }
    const { proposal } = await forge.ensureProposal(told)
    expect(await forge.ensureProposal({ ...told, body: 'seen again at 12:05' })).toEqual({
      proposal,
      outcome: 'unchanged',
    })
    expect((await forge.ensureProposal({ ...told, identity: 'a,c' })).outcome).toBe('updated')
  })

  test('who asked for it is put back where the text says somebody else, or nobody', async () => {
    const { forge } = await subject()
    const askedBy = (...names: readonly string[]): ProposalDraft => {
      return { ...draft, identity: 'a', body: `${draft.body}\n${names.length > 0 ? askedByComment(names) : ''}` }
    }
    await forge.ensureProposal(askedBy('carol'))
    for (const each of [askedBy('ada'), askedBy(), askedBy('ada')])
      expect((await forge.ensureProposal(each)).outcome).toBe('updated')
    expect((await forge.ensureProposal(askedBy('ada'))).outcome).toBe('unchanged')
    expect(isAsker(askersIn((await forge.findProposal(draft.marker))?.body ?? ''), 'ada')).toBe(true)
  })

  test('where the one that was seen open has ended, no other is opened in its place', async () => {
    const { forge, closeByHand } = await subject()
    await forge.ensureProposal(draft)
    expect((await forge.ensureProposal({ ...draft, title: '3 drifts' }, 1)).outcome).toBe('updated')
    await closeByHand(1)
    await expect(forge.ensureProposal(draft, 1)).rejects.toMatchObject({
      code: expect.stringMatching(/\/conflict$/),
      retry: true,
    })
    expect(await forge.openProposals()).toEqual([])
    expect(await forge.ensureProposal(draft)).toMatchObject({ outcome: 'created', proposal: { number: 2 } })
  })

  test('a box that a person ticked stays ticked, and is no reason to write', async () => {
    const { forge, tickFirst } = await subject()
    await forge.ensureProposal(draft)
    await tickFirst(1)
    expect((await forge.ensureProposal(draft)).outcome).toBe('unchanged')
    const { proposal } = await forge.ensureProposal({ ...draft, body: '- [ ] adopt\n- [ ] put back\n' })
    expect(proposal.body).toMatch(/^- \[ \] adopt\n- \[x\] put back\n/)
  })

  test('markers are exact, and a marker that a body quotes is not its own', async () => {
    const { forge } = await subject()
    await forge.ensureProposal({ ...draft, body: `named ${markerComment('drift/other')}` })
    expect(await forge.findProposal('drift/other')).toBeUndefined()
    expect(await forge.findProposal('drift/gd')).toBeUndefined()
    expect(await forge.closeProposal('drift/other', 'no')).toBe(false)
    const other = { ...draft, marker: 'change/gdw', branch: 'isthmus/change-gdw' }
    expect((await forge.ensureProposal(other)).proposal.number).toBe(2)
  })

  test('what we close ourselves is forgotten; the same draft opens a new one', async () => {
    const { forge } = await subject()
    await forge.ensureProposal(draft)
    expect(await forge.closeProposal('drift/gdw', 'The drift is gone.')).toBe(true)
    expect(await forge.closeProposal('drift/gdw', 'The drift is gone.')).toBe(false)
    const closed = await forge.findProposal('drift/gdw')
    expect(closed).toMatchObject({ number: 1, state: 'closed', endedAt: expect.stringMatching(/Z$/) })
    expect(readStamp(closed?.body ?? '')).toBeUndefined()
    expect(await forge.ensureProposal(draft)).toMatchObject({ outcome: 'created', proposal: { number: 2 } })
  })

  test('what a person closes can be told by its stamp', async () => {
    const { forge, closeByHand } = await subject()
    await forge.ensureProposal(draft)
    await closeByHand(1)
    const closed: Proposal | undefined = await forge.findProposal('drift/gdw')
    expect(closed).toMatchObject({ state: 'closed', endedAt: expect.stringMatching(/Z$/) })
    expect(readStamp(closed?.body ?? '')).toBe(stampOf(draft))
  })

  test('one that a person reopens is the one again, though a newer one has ended', async () => {
    const { forge, closeByHand, reopenByHand } = await subject()
    for (const number of [1, 2]) {
      expect((await forge.ensureProposal(draft)).proposal.number).toBe(number)
      await closeByHand(number)
    }
    expect(await forge.findProposal(draft.marker)).toMatchObject({ number: 2, state: 'closed' })
    await reopenByHand(1)
    expect(await forge.findProposal(draft.marker)).toMatchObject({ number: 1, state: 'open' })
    expect(await forge.conversation.read(draft.marker)).toMatchObject({ number: 1, state: 'open' })
  })

  test('whoever cannot be asked is told, and the proposal is opened all the same', async () => {
    const { forge } = await subject()
    const asked = {
      reviewers: ['@nobody-of-that-name', '@org/no-such-team', 'nobody@example.com'],
      assignees: ['@nobody'],
    }
    const { outcome, unasked = [] } = await forge.ensureProposal({ ...draft, ...asked })
    expect(outcome).toBe('created')
    for (const each of unasked) expect([...asked.reviewers, ...asked.assignees]).toContain(each)
  })

  test('open proposals of ours, and open pull requests of people', async () => {
    const { forge, openPull, closeByHand, people } = await subject()
    expect(await forge.openProposals()).toEqual([])
    const { proposal } = await forge.ensureProposal(draft)
    const number = await openPull('isthmus/change-gdw', false)
    const { marker, number: ours, url } = proposal
    const shown = { marker, number: ours, url, createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) }
    expect(await forge.openProposals()).toEqual([{ ...shown, labels: expect.arrayContaining([...draft.labels]) }])
    const head = { branch: 'isthmus/change-gdw', commit: expect.stringMatching(/^[0-9a-f]{40}$/) }
    const pull = { number, author: people.writer, head, base: 'main', isFork: false }
    expect(await forge.openPulls('main')).toEqual([expect.objectContaining(pull)])
    expect(await forge.openPulls('stable')).toEqual([])
    await closeByHand(ours)
    expect(await forge.openProposals()).toEqual([])
    const ended = { ...shown, endedAt: expect.stringMatching(/Z$/) }
    expect(await forge.openProposals('2020-01-01T00:00:00Z')).toEqual([expect.objectContaining(ended)])
    expect(await forge.openProposals('2100-01-01T00:00:00Z')).toEqual([])
    if (people.outsider === undefined) return
    const fork = await openPull('isthmus/drift-gdw', true)
    expect((await forge.openPulls('main')).find((each) => each.number === fork)).toMatchObject({ isFork: true })
  })

  test('one comment by its marker: made, edited in place, left; those of others are not ours', async () => {
    const { forge, openPull, comment, people } = await subject()
    const number = await openPull('isthmus/change-gdw', false)
    await comment(number, people.writer, `mine ${markerComment('plan/gdw')}`)
    const ensure = (text: string) => forge.ensureComment(number, 'plan/gdw', text)
    expect(await ensure('3 policies')).toBe('created')
    expect(await ensure('3 policies')).toBe('unchanged')
    expect(await ensure('4 policies')).toBe('updated')
    expect(await ensure('4 policies')).toBe('unchanged')
    expect(await forge.ensureComment(number, 'other/gdw', 'x')).toBe('created')
  })

  test('a check says its newest word', async () => {
    const { forge, openPull, checksOn } = await subject()
    await openPull('isthmus/change-gdw', false)
    const commit = (await forge.openPulls('main'))[0]?.head.commit ?? ''
    const check = { name: 'isthmus/plan', commit, annotations: [] }
    const words = [
      { ...check, state: 'pending', summary: 'looking' },
      { ...check, state: 'failure', summary: '2 findings' },
      { ...check, state: 'failure', summary: '2 findings' },
    ] as const
    for (const word of words) await forge.setCheck(word)
    await forge.setCheck({ ...check, name: 'isthmus/gate', state: 'success', summary: 'open' })
    const said = await checksOn(commit)
    expect(said.findLast((each) => each.name === 'isthmus/plan')).toMatchObject({
      state: 'failure',
      summary: '2 findings',
    })
    expect(said.find((each) => each.name === 'isthmus/gate')).toMatchObject({ state: 'success' })
    expect(said.filter((each) => each.summary === '2 findings')).toHaveLength(1)
  })

  test('nobody approved what nobody looked at', async () => {
    const { forge } = await subject()
    const { proposal } = await forge.ensureProposal(draft)
    expect((await forge.approvers(proposal.number)) ?? []).toEqual([])
  })

  test('a tick counts once a signed event named the person, once each', async () => {
    const { forge, tickFirst, people } = await subject()
    const { proposal } = await forge.ensureProposal(draft)
    await tickFirst(proposal.number)
    expect(await forge.conversation.read('drift/gdw')).toMatchObject({
      state: 'open',
      ticks: [],
      unsigned: ['put back'],
    })
    const tick = { by: people.writer, at: '2026-01-31T12:00:00Z', item: 'put back' }
    const record = () => forge.conversation.recordTick(proposal.number, tick)
    expect([await record(), await record()]).toEqual(['recorded', 'known'])
    const said = await forge.conversation.read('drift/gdw')
    expect(said).toMatchObject({ number: proposal.number, unsigned: [] })
    expect(said?.ticks).toEqual([{ ...tick, mayWrite: true }])
    if (people.outsider === undefined) return
    await forge.conversation.recordTick(proposal.number, { ...tick, by: people.outsider })
    expect((await forge.conversation.read('drift/gdw'))?.ticks.map((each) => each.mayWrite)).toEqual([true, false])
  })

  test('a tick on what is no open proposal of ours is not kept', async () => {
    const { forge, openPull, closeByHand, people } = await subject()
    const tick = { by: people.writer, at: '2026-01-31T12:00:00Z', item: 'put back' }
    const number = await openPull('isthmus/change-gdw', false)
    expect(await forge.conversation.recordTick(number, tick)).toBe('absent')
    const { proposal } = await forge.ensureProposal(draft)
    await closeByHand(proposal.number)
    expect(await forge.conversation.recordTick(proposal.number, tick)).toBe('absent')
  })

  test('a comment is heard whatever page of them it begins', async () => {
    const { forge, comment, people } = await subject()
    const { proposal } = await forge.ensureProposal(draft)
    for (let i = 0; i < 100; i++) await comment(proposal.number, people.writer, `remark ${i}`)
    expect((await forge.conversation.read(draft.marker))?.comments).toEqual([])
    await comment(proposal.number, people.writer, '/isthmus adopt 0123')
    const said = await forge.conversation.read(draft.marker)
    expect(said?.comments.map((each) => each.text)).toEqual(['/isthmus adopt 0123'])
  })

  test('commands come with whether their author may write, answers as ours', async () => {
    const { forge, comment, people } = await subject()
    expect(await forge.conversation.read('drift/gdw')).toBeUndefined()
    const { proposal } = await forge.ensureProposal(draft)
    await comment(proposal.number, people.writer, 'why?')
    await comment(proposal.number, people.writer, '/isthmus adopt 0123')
    if (people.outsider !== undefined) await comment(proposal.number, people.outsider, 'please\n/isthmus adopt 0123')
    await forge.conversation.answer('drift/gdw', 'done')
    const said = await forge.conversation.read('drift/gdw')
    const told = said?.comments.map(({ by, isOurs, isEdited, mayWrite }) => [isOurs ? 'us' : by, isEdited, mayWrite])
    const outsider = people.outsider === undefined ? [] : [[people.outsider, false, false]]
    expect(told).toEqual([[people.writer, false, true], ...outsider, ['us', false, true]])
  })
}
