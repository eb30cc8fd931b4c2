import { isRecorded, saidOn, tickRecord } from '../../engine/model/conversation.ts'
import type { Forge, Proposal } from '../../engine/model/forge.ts'
import {
  carryTicks,
  endedMeanwhile,
  isAsDrafted,
  isMarked,
  markedComment,
  markerOf,
  stampedBody,
  withdrawStamp,
} from '../../engine/model/forge.ts'
import { isEqual } from '../../engine/model/json.ts'
import type { Check, PeoplesPull } from '../../engine/model/review.ts'
import type { Remark } from '../../engine/model/way-out.ts'

export interface FakeComment extends Remark {
  readonly number: number
}

export interface FakeForge extends Forge {
  readonly proposals: readonly Proposal[]
  /** Those of ours. */
  readonly comments: readonly FakeComment[]
  /** The newest word of each name on each commit. */
  readonly checks: readonly Check[]
  /** What a person does with a proposal by hand. */
  change(number: number, edit: (proposal: Proposal) => Proposal): void
  say(number: number, by: string, text: string): void
  approve(number: number, by: string): void
  /** Opens a pull request of a person; its number. */
  open(pull: Omit<PeoplesPull, 'number' | 'url'>): number
}

export interface FakeForgeOptions {
  readonly now?: () => string
  /** May comment, but not write. */
  readonly outsiders?: readonly string[]
  /** Reviewers and assignees whom it does not know. */
  readonly unknown?: readonly string[]
}

/** A forge in memory that keeps the port's promises. */
export function fakeForge({
  now = () => '2026-01-31T12:00:00Z',
  outsiders = [],
  unknown = [],
}: FakeForgeOptions = {}): FakeForge {
  const proposals: Proposal[] = []
  const born = new Map<number, string>()
  const pulls: PeoplesPull[] = []
  const said: FakeComment[] = []
  const checks: Check[] = []
  const approvals: { number: number; by: string }[] = []
  const mayWrite = async (person: string) => !outsiders.includes(person)
  const newest = (marker: string, isOpen: boolean) =>
    proposals.filter((each) => markerOf(each.body) === marker && (!isOpen || each.state === 'open')).at(-1)
  const theOne = (marker: string) => newest(marker, true) ?? newest(marker, false)
  const nextNumber = () => Math.max(0, ...[...proposals, ...pulls].map((each) => each.number)) + 1
  const put = (proposal: Proposal) => {
    const index = proposals.findIndex((each) => each.number === proposal.number)
    proposals.splice(index < 0 ? proposals.length : index, 1, proposal)
  }
  const change = (number: number, edit: (proposal: Proposal) => Proposal) => {
    const found = proposals.find((each) => each.number === number)
    if (found) put(edit(found))
  }
  const write = (number: number, by: string, text: string, isOurs: boolean) =>
    void said.push({ number, by, at: now(), text, isOurs, isEdited: false })
  const on = (number: number) => said.filter((each) => each.number === number)
  return {
    name: 'fake',
    proposals,
    get comments() {
      return said.filter((each) => each.isOurs)
    },
    checks,
    change,
    say: (number, by, text) => write(number, by, text, false),
    approve: (number, by) => void approvals.push({ number, by }),
    open: (pull) => {
      const number = nextNumber()
      pulls.push({ ...pull, number, url: `fake:${number}` })
      return number
    },
    ensureProposal: async (draft, seen) => {
      const open = newest(draft.marker, true)
      if (!open && seen !== undefined) throw endedMeanwhile('fake', seen)
      if (open && isAsDrafted(open.body, draft)) return { proposal: open, outcome: 'unchanged' }
      const number = open?.number ?? nextNumber()
      const body = open ? carryTicks(open.body, stampedBody(draft)) : stampedBody(draft)
      const { marker, branch, base, title, labels, reviewers = [], assignees = [] } = draft
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
      put(proposal)
      if (open) return { proposal, outcome: 'updated' }
      born.set(number, now())
      const unasked = [...reviewers, ...assignees].filter((each) => unknown.includes(each))
      return { proposal, outcome: 'created', ...(unasked.length === 0 ? {} : { unasked }) }
    },
    findProposal: async (marker) => theOne(marker),
    closeProposal: async (marker, comment) => {
      const open = newest(marker, true)
      if (!open) return false
      write(open.number, 'isthmus', comment, true)
      change(open.number, (each) => ({ ...each, state: 'closed', body: withdrawStamp(each.body), endedAt: now() }))
      return true
    },
    openProposals: async (since) =>
      proposals.flatMap(({ marker, number, url, labels, state, endedAt }) => {
        const createdAt = born.get(number) ?? now()
        const isLate = since !== undefined && Date.parse(createdAt) > Date.parse(since)
        if (state !== 'open' && !isLate) return []
        return [{ marker, number, url, createdAt, labels, ...(state === 'open' ? {} : { endedAt: endedAt ?? now() }) }]
      }),
    openPulls: async (base) => pulls.filter((each) => each.base === base),
    ensureComment: async (pull, marker, text) => {
      const body = markedComment(marker, text)
      const index = said.findIndex((each) => each.number === pull && each.isOurs && isMarked(each.text, marker))
      const known = said[index]
      if (known?.text === body) return 'unchanged'
      if (known) said[index] = { ...known, text: body, isEdited: true }
      else write(pull, 'isthmus', body, true)
      return known ? 'updated' : 'created'
    },
    setCheck: async (check) => {
      const index = checks.findIndex((each) => each.name === check.name && each.commit === check.commit)
      if (index < 0) checks.push(check)
      else if (!isEqual(checks[index] as never, check as never)) checks[index] = check
    },
    approvers: async (pull) => approvals.flatMap((each) => (each.number === pull ? [each.by] : [])),
    conversation: {
      read: async (marker) => {
        const found = theOne(marker)
        return found && saidOn(found, on(found.number), mayWrite)
      },
      answer: async (marker, text) => {
        const found = theOne(marker)
        if (found) write(found.number, 'isthmus', text, true)
      },
      recordTick: async (pull, tick) => {
        if (!proposals.some((each) => each.number === pull && each.state === 'open')) return 'absent'
        if (isRecorded(on(pull), tick)) return 'known'
        write(pull, 'isthmus', tickRecord(tick), true)
        return 'recorded'
      },
    },
  }
}
