import { clip } from '../../model/clip.ts'
import { Failure, failureOnly } from '../../model/failure.ts'
import { branchOf } from '../../model/forge.ts'
import { TOO_LARGE } from '../../model/git.ts'
import { inPool } from '../../model/in-pool.ts'
import type { MergeGroup } from '../../model/merge-queue.ts'
import type { Check } from '../../model/review.ts'
import { proposalCheck, reviewCheck, unreadReview } from '../../stages/report/review.ts'
import { branchTip } from '../branch-tip.ts'
import { mergeGroups } from '../merge-groups.ts'
import { readMerged, readProposed, readProposedSources } from '../read-merged.ts'
import type { PullReviewed, ReviewInput } from '../review.ts'
import { foundIn } from './found-in.ts'

// A commit never changes, and most proposals stand for days.
const SAID = new WeakMap<ReviewInput['repository'], ReadonlyMap<string, Check>>()
/** Heads that are read at once: each may be as large as anybody likes to make it. */
const READ_AT_ONCE = 2
const SUMMARY_LIMIT = 140

/**
 * The check `isthmus/plan` on all that may be merged beside the pull requests of people, so that branch protection can require it: on
 * proposals of ours, whose text is their plan, and on what a merge queue has put together, which takes the word of each pull request in
 * it and may have errors that none of them has alone.
 */
export async function checkOtherPlans(
  reviewed: readonly PullReviewed[],
  input: ReviewInput,
): Promise<readonly Check[]> {
  const { repository, forge } = input
  const people = reviewed.map((each) => each.pull.head.commit)
  const markers = (await forge.openProposals()).map((each) => each.marker)
  const tips = await inPool(markers, READ_AT_ONCE, async (marker) => await branchTip(branchOf(marker), repository))
  const ours = [...new Set(tips.flatMap((each) => each ?? []))].filter((each) => !people.includes(each))
  const groups = await mergeGroups(input, new Set([...people, ...ours]))
  const known = SAID.get(repository)
  const own = await inPool(ours, READ_AT_ONCE, async (each) => known?.get(each) ?? (await ownPlan(each, input)))
  SAID.set(repository, new Map(own.map((each) => [each.commit, each])))
  const built = await inPool(groups, READ_AT_ONCE, async (each) => await groupPlan(each, reviewed, input))
  const checks = [...own, ...built.flatMap((each) => each ?? [])]
  for (const each of checks) await forge.setCheck(each)
  return checks
}

/** Most change nothing that people write, and what is merged is not expanded anew for each of them. */
async function ownPlan(commit: string, input: ReviewInput): Promise<Check> {
  if (await hasMergedSources(commit, input.repository)) return proposalCheck(commit)
  const check = await planAt(commit, input)
  return check.state === 'success' ? proposalCheck(commit) : check
}

async function hasMergedSources(commit: string, repository: ReviewInput['repository']): Promise<boolean> {
  const left = await repository.mergeBase(repository.defaultBranch, commit)
  const head = await readProposedSources(repository, commit).catch(failureOnly)
  if (left === undefined || head instanceof Failure) return false
  const merged = new Map((await readMerged(repository, left)).sources.map(({ path, text }) => [path, text]))
  return head.length === merged.size && head.every(({ path, text }) => merged.get(path) === text)
}

async function planAt(commit: string, input: ReviewInput): Promise<Check> {
  const { repository } = input
  const left = await repository.mergeBase(repository.defaultBranch, commit)
  const base = await readMerged(repository, left ?? repository.defaultBranch)
  const head = await readProposed(repository, commit).catch(failureOnly)
  if (head instanceof Failure) {
    if (head.code === TOO_LARGE) return unreadReview(head, commit)
    throw head
  }
  const { findings, found } = foundIn(base, head, input)
  // What another version has rendered is a matter of the pull request that would render it anew.
  const parts = found.map(({ part: { environment, plan, wave } }) => ({ environment, plan, wave }))
  return reviewCheck({ findings, parts, rendering: 'follow-up' }, commit, repository.folder)
}

/** Undefined where one of the pull requests in it could not be looked at now. */
async function groupPlan(
  { commit, pulls }: MergeGroup,
  reviewed: readonly PullReviewed[],
  input: ReviewInput,
): Promise<Check | undefined> {
  const whole = await planAt(commit, input)
  if (whole.state !== 'success') return whole
  const worse: Check[] = []
  for (const { pull, reviewed: word } of reviewed) {
    if (!pulls.includes(pull.number)) continue
    if (word instanceof Failure && word.code !== TOO_LARGE) return undefined
    if (!(word instanceof Failure) && word.outcome === 'moved') return undefined
    const said = word instanceof Failure ? unreadReview(word, commit) : reviewCheck(word, commit)
    if (said.state !== 'success')
      worse.push({ ...said, summary: clip(`#${pull.number}: ${said.summary}`, SUMMARY_LIMIT), annotations: [] })
  }
  return worse.find((each) => each.state === 'failure') ?? worse[0] ?? whole
}
