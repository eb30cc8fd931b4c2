import type { Component } from '../model/component.ts'
import { Failure, failureOnly } from '../model/failure.ts'
import type { Forge } from '../model/forge.ts'
import type { Author, Repository } from '../model/git.ts'
import { TOO_LARGE } from '../model/git.ts'
import type { PeoplesPull } from '../model/review.ts'
import type { Review } from '../stages/report/review.ts'
import { largeChange, reviewCheck, reviewComment, unreadReview } from '../stages/report/review.ts'
import { readMerged, readProposed } from './read-merged.ts'
import type { Found } from './review/found-in.ts'
import { foundIn } from './review/found-in.ts'

export interface ReviewInput {
  readonly repository: Repository
  readonly forge: Forge
  readonly components: readonly Component[]
  readonly author: Author
  readonly version: string
  /** `in-place`: the branch of a pull request gets `rendered/` as a commit. Read from the default branch, never from the pull request. */
  readonly propose: 'follow-up' | 'in-place'
  /** What a change may do unasked: objects that go, counted on each cluster, and how often policies that stay come or go. */
  readonly limits?: { readonly removals: number; readonly moves: number }
  /** RFC 3339 UTC. */
  readonly now: string
}

export type Reviewed =
  /** The plan stands on the pull request; `commit` is its head now, with a commit of ours where `isPushed`. */
  | ({ readonly outcome: 'planned'; readonly commit: string; readonly isPushed: boolean } & Review)
  /** The head is elsewhere by now: its next look says what is there. */
  | { readonly outcome: 'moved' }

/**
 * A person's pull request, expanded as data: the plan as one comment, a check with findings at their lines, and, where that
 * is wanted and the branch is in this repository, `rendered/` as a commit on top of the head that was looked at.
 */
export async function reviewPull(pull: PeoplesPull, input: ReviewInput): Promise<Reviewed> {
  const { repository, forge, propose } = input
  if (!(await isAt(pull, repository))) return { outcome: 'moved' }
  // What the base gained since is none of this pull request's doing.
  const left = await repository.mergeBase(pull.base, pull.head.commit)
  const base = await readMerged(repository, left ?? pull.base)
  const head = await readProposed(repository, pull.head.commit)
  const { findings, found } = foundIn(base, head, input)
  const rendering = propose === 'in-place' && !pull.isFork ? 'commit' : 'follow-up'
  const parts = found.map((each) => each.part)
  // Where `rendered/` follows, the proposal that carries it asks.
  const large = rendering === 'commit' ? largeChange(parts, input.limits) : undefined
  const unapproved = large !== undefined && !(await isApproved(pull, input.forge)) ? large : undefined
  const review: Review = { findings, parts, rendering, ...(unapproved === undefined ? {} : { unapproved }) }
  const pushed = rendering === 'commit' ? await render(pull, found, input) : pull.head.commit
  if (pushed === undefined) return { outcome: 'moved' }
  await forge.ensureComment(pull.number, 'plan', reviewComment(review))
  await forge.setCheck(reviewCheck(review, pushed, repository.folder))
  return { outcome: 'planned', commit: pushed, isPushed: pushed !== pull.head.commit, ...review }
}

/** Somebody other than its author has approved it as it is. */
async function isApproved({ number, author }: PeoplesPull, forge: Forge): Promise<boolean> {
  const approvers = (await forge.approvers(number)) ?? []
  return approvers.some((each) => each.toLowerCase() !== author.toLowerCase())
}

export interface PullReviewed {
  readonly pull: PeoplesPull
  readonly reviewed: Reviewed | Failure
}

/** Every open pull request of people towards the default branch; one that cannot be looked at holds up no other. */
export async function reviewPulls(input: ReviewInput): Promise<readonly PullReviewed[]> {
  const reviewed: PullReviewed[] = []
  for (const pull of await input.forge.openPulls(input.repository.defaultBranch)) {
    const outcome = await reviewPull(pull, input).catch(failureOnly)
    reviewed.push({ pull, reviewed: outcome })
    // Other failures are none of this pull request's.
    if (outcome instanceof Failure && outcome.code === TOO_LARGE)
      await input.forge.setCheck(unreadReview(outcome, pull.head.commit)).catch(failureOnly)
  }
  return reviewed
}

/** True where the repository has the head, and the branch is still there. */
async function isAt({ head, isFork, ref }: PeoplesPull, repository: Repository): Promise<boolean> {
  if (!isFork) return (await repository.resolve(head.branch)) === head.commit
  return ref !== undefined && (await repository.fetchHead(ref, head.commit))
}

/** The head with `rendered/` as it should be; undefined where somebody pushed meanwhile. */
async function render(pull: PeoplesPull, found: readonly Found[], input: ReviewInput): Promise<string | undefined> {
  const { repository, author, now: when } = input
  const write = new Map(found.flatMap((each) => [...each.change.write]))
  const remove = found.flatMap((each) => each.change.remove)
  if (write.size + remove.length === 0) return pull.head.commit
  const { branch, commit: expected } = pull.head
  const message = `Render ${found.map((each) => each.part.environment).join(', ')}`
  const pushed = await repository.commitOnTop({ branch, expected, change: { write, remove }, message, author, when })
  return pushed.outcome === 'moved' ? undefined : pushed.commit
}
