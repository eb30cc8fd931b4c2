import { expect, test } from 'vitest'
import type { Forge, Proposal, ProposalDraft } from '../../engine/model/forge.ts'
import { markerComment, readStamp, stampOf } from '../../engine/model/forge.ts'

/** A forge over a repository that has the branches `isthmus/drift-gdw` and `isthmus/change-gdw`, and a person who works on it. */
export interface ForgeSubject {
  readonly forge: Forge
  /** Ticks the first box of a proposal as a person. */
  tickFirst(number: number): Promise<void>
  closeByHand(number: number): Promise<void>
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
}
