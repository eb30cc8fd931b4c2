import { Failure } from './failure.ts'
import { canonical } from './json.ts'
import type { MergeQueue } from './merge-queue.ts'
import { digest } from './names.ts'
import type { ReviewDesk } from './review.ts'
import type { Conversation } from './way-out.ts'
import { askersIn } from './way-out.ts'

/** A pull request that Isthmus owns. `marker` finds it again: exact, hidden in the body, one per purpose. */
export interface ProposalDraft {
  readonly marker: string
  readonly branch: string
  readonly base: string
  readonly title: string
  readonly body: string
  readonly labels: readonly string[]
  /** Last paragraph of the message of its commit: what nobody can edit afterwards. */
  readonly trailer?: string
  /** Who is asked to look at it when it is opened, as CODEOWNERS writes them: `@user`, `@org/team`, an address. */
  readonly reviewers?: readonly string[]
  /** Whose work it is, written likewise. */
  readonly assignees?: readonly string[]
  /** What decides "update or leave" instead of title, body and labels, where the body shows times that change by themselves. */
  readonly identity?: string
}

export interface Proposal extends Omit<ProposalDraft, 'trailer' | 'reviewers' | 'assignees'> {
  readonly number: number
  readonly state: 'open' | 'merged' | 'closed'
  readonly url: string
  /** RFC 3339 UTC: when it was merged or closed. */
  readonly endedAt?: string
}

export interface Ensured {
  readonly proposal: Proposal
  readonly outcome: 'created' | 'updated' | 'unchanged'
  /** Reviewers and assignees of the draft whom the forge does not know, or lets nobody ask. */
  readonly unasked?: readonly string[]
}

/** Port: where pull requests live. All verbs are idempotent. */
export interface Forge extends ReviewDesk {
  readonly name: string
  /** First part of the names of its checks, where no other engine's in the repository can have it. */
  readonly ownChecks?: string
  /** Absent: the forge has none that builds commits of its own. */
  readonly mergeQueue?: MergeQueue
  /** What people say on proposals of ours. */
  readonly conversation: Conversation
  /**
   * Opens the proposal, or brings the open one with this marker up to date. Leaves it alone where its body carries the
   * draft's stamp, so what people did to the text (ticked boxes) stays; an update keeps the ticks of items that remain.
   * Reviewers and assignees are asked when it is opened and not again: who took the name off stays off.
   * `seen` is the number of the open one that the draft was made beside: where a person has merged or closed it since, no
   * other is opened in its place, and a Failure `…/conflict` says to look again.
   */
  ensureProposal(draft: ProposalDraft, seen?: number): Promise<Ensured>
  /** The open proposal with this marker, else the newest that has ended. */
  findProposal(marker: string): Promise<Proposal | undefined>
  /** Comments on the open proposal with this marker, takes its stamp off (so that the same content may be proposed again) and closes it; false where none is open. */
  closeProposal(marker: string, comment: string): Promise<boolean>
}

/** What the draft was made beside is not open any more. `name` is the forge's. */
export function endedMeanwhile(name: string, seen: number): Failure {
  return new Failure(`${name}/conflict`, `pull request ${seen} was merged or closed while it was worked on`, {
    hint: 'Nothing was opened in its place. It is tried again from what is there now.',
    retry: true,
  })
}

/** A comment of ours that is found again by its marker. */
export function markedComment(marker: string, text: string): string {
  return `${text.trimEnd()}\n\n${markerComment(marker)}\n`
}

/** True for a comment that ends with that marker: what stands before may quote others. */
export function isMarked(text: string, marker: string): boolean {
  return text.trimEnd().endsWith(markerComment(marker))
}

const MARKER = /^[a-z0-9]([a-z0-9._/-]*[a-z0-9])?$/
const STAMP = /<!-- isthmus-stamp:([0-9a-f]{16}|withdrawn) -->/g

/** Branches of ours begin so. A marker on any other is somebody's text. */
export const OUR_BRANCHES = 'isthmus/'

/** The branch of the proposal with this marker. */
export function branchOf(marker: string): string {
  return `${OUR_BRANCHES}${marker}`
}

/** The marker as it stands in a body. */
export function markerComment(marker: string): string {
  if (!MARKER.test(marker)) throw new Error(`not a marker: ${JSON.stringify(marker)}`)
  return `<!-- isthmus:${marker} -->`
}

/** The marker that a body carries: the last one, since everything before may quote what others wrote. */
export function markerOf(body: string): string | undefined {
  return [...body.matchAll(/<!-- isthmus:([a-z0-9._/-]+) -->/g)].at(-1)?.[1]
}

/** Digest of what a draft says. */
export function stampOf(draft: ProposalDraft): string {
  const { title, body, labels, identity } = draft
  return digest(canonical(identity === undefined ? [title, body, [...labels].sort()] : [identity]), 16)
}

/** The draft's body with marker and stamp at its end. */
export function stampedBody(draft: ProposalDraft): string {
  return `${draft.body.trimEnd()}\n\n${markerComment(draft.marker)}\n<!-- isthmus-stamp:${stampOf(draft)} -->\n`
}

/** The stamp that a body carries; undefined where a person removed it, or where we withdrew the proposal ourselves. */
export function readStamp(body: string): string | undefined {
  const found = [...body.matchAll(STAMP)].at(-1)?.[1]
  return found === 'withdrawn' ? undefined : found
}

/** True where a body says what the draft says, by its stamp. Who asked is compared itself: it decides who may approve, and anybody who may write may edit a body. */
export function isAsDrafted(body: string, draft: ProposalDraft): boolean {
  return readStamp(body) === stampOf(draft) && askersIn(body) === askersIn(draft.body)
}

export function withdrawStamp(body: string): string {
  const last = [...body.matchAll(STAMP)].at(-1)
  if (!last) return body
  return `${body.slice(0, last.index)}<!-- isthmus-stamp:withdrawn -->${body.slice(last.index + last[0].length)}`
}

/** One `- [ ] text` of a body; `line` from 0. */
export interface TaskItem {
  readonly text: string
  readonly isTicked: boolean
  readonly line: number
}

const TASK = /^(\s*[-*+] \[)([ xX])(\] )(.*)$/

/** The tick boxes of a body, in order; those in code blocks are text. */
export function taskItems(body: string): readonly TaskItem[] {
  const items: TaskItem[] = []
  let fence: string | undefined
  for (const [line, text] of body.split('\n').entries()) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(text)?.[1]
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined
    } else if (mark !== undefined) fence = mark
    else {
      const task = TASK.exec(text)
      if (task) items.push({ text: (task[4] ?? '').trim(), isTicked: task[2] !== ' ', line })
    }
  }
  return items
}

/** Items that are ticked in a body and were not before: what a signed event says that its sender did. */
export function newTicks(before: string, after: string): readonly string[] {
  const ticked = (body: string) => taskItems(body).flatMap((each) => (each.isTicked ? [each.text] : []))
  const known = new Set(ticked(before))
  return [...new Set(ticked(after))].filter((each) => !known.has(each))
}

/** The body with that item ticked. */
export function tickItem(body: string, item: TaskItem): string {
  const tick = (text: string, line: number) => (line === item.line ? text.replace(TASK, '$1x$3$4') : text)
  return body.split('\n').map(tick).join('\n')
}

/** `next` with every box ticked that is ticked in `previous` under the same text. */
export function carryTicks(previous: string, next: string): string {
  const ticked = new Set(taskItems(previous).flatMap((each) => (each.isTicked ? [each.text] : [])))
  return taskItems(next)
    .filter((each) => !each.isTicked && ticked.has(each.text))
    .reduce(tickItem, next)
}
