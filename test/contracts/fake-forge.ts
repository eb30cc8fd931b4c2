import type { Forge, Proposal } from '../../engine/model/forge.ts'
import { carryTicks, markerOf, readStamp, stampedBody, stampOf, withdrawStamp } from '../../engine/model/forge.ts'

export interface FakeForge extends Forge {
  readonly proposals: readonly Proposal[]
  readonly comments: readonly { readonly number: number; readonly text: string }[]
  /** What a person does with a proposal by hand. */
  change(number: number, edit: (proposal: Proposal) => Proposal): void
}

/** A forge in memory that keeps the port's promises. */
export function fakeForge(now: () => string = () => '2026-01-31T12:00:00Z'): FakeForge {
  const proposals: Proposal[] = []
  const comments: { number: number; text: string }[] = []
  const newest = (marker: string, isOpen: boolean) =>
    proposals.filter((each) => markerOf(each.body) === marker && (!isOpen || each.state === 'open')).at(-1)
  const change = (number: number, edit: (proposal: Proposal) => Proposal) => {
    const found = proposals[number - 1]
    if (found) proposals[number - 1] = edit(found)
  }
  return {
    name: 'fake',
    proposals,
    comments,
    change,
    ensureProposal: async (draft) => {
      const open = newest(draft.marker, true)
      if (open && readStamp(open.body) === stampOf(draft)) return { proposal: open, outcome: 'unchanged' }
      const number = open?.number ?? proposals.length + 1
      const body = open ? carryTicks(open.body, stampedBody(draft)) : stampedBody(draft)
      const { marker, branch, base, title, labels } = draft
      const proposal: Proposal = {
        marker,
        branch,
        base,
        title,
        labels,
        body,
        number,
        state: 'open',
        url: `fake:${number}`,
      }
      proposals[number - 1] = proposal
      return { proposal, outcome: open ? 'updated' : 'created' }
    },
    findProposal: async (marker) => newest(marker, false),
    closeProposal: async (marker, comment) => {
      const open = newest(marker, true)
      if (!open) return false
      comments.push({ number: open.number, text: comment })
      change(open.number, (each) => ({ ...each, state: 'closed', body: withdrawStamp(each.body), endedAt: now() }))
      return true
    },
  }
}
