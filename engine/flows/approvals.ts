import type { Forge, Proposal } from '../model/forge.ts'
import type { Repository } from '../model/git.ts'
import { inPool } from '../model/in-pool.ts'
import type { MergeGroup } from '../model/merge-queue.ts'
import type { Check } from '../model/review.ts'
import { askersIn, askersInMessage, isAsker, PROPOSED_WAYS } from '../model/way-out.ts'
import { branchTip } from './branch-tip.ts'
import { mergeGroups } from './merge-groups.ts'

interface Place {
  readonly repository: Repository
  readonly forge: Forge
}

/** Asked at once: each question that comes while another one runs shares what the repository is asked. */
const AT_ONCE = 8

/**
 * The check `isthmus/approval` on everything that may be merged: on what somebody asked for it is green once somebody else
 * has approved it, since forges count the approval of whoever asked like any other; on all else at once, so that branch
 * protection can require it.
 */
export async function checkApprovals(place: Place): Promise<readonly Check[]> {
  const { repository, forge } = place
  const people = await forge.openPulls(repository.defaultBranch)
  const found = await inPool(await forge.openProposals(), AT_ONCE, async ({ marker, number }) => {
    const proposal = await forge.findProposal(marker)
    const isOpen = proposal?.state === 'open' && proposal.number === number
    const commit = isOpen ? await branchTip(proposal.branch, repository) : undefined
    return commit === undefined || !isOpen ? [] : [{ number, commit, check: await approvalOf(proposal, commit, place) }]
  })
  const ours = found.flat()
  // A check belongs to a commit: whoever opens a pull request for the same one must not speak for what was asked for.
  const taken = new Set(ours.map((each) => each.commit))
  const heads = people.map((each) => each.head.commit).filter((each) => !taken.has(each))
  const groups = await mergeGroups(place, new Set([...heads, ...taken]))
  const checks = [
    ...heads.map((each) => checkOf(each, 'success', UNASKED)),
    ...ours.flatMap(({ check }) => check ?? []),
    ...groups.flatMap((each) => groupCheck(each, ours) ?? []),
  ]
  await inPool(checks, AT_ONCE, (each) => forge.setCheck(each))
  return checks
}

interface Judged {
  readonly number: number
  readonly check: Check | undefined
}

/** As the worst of the proposals in it; undefined where one of them cannot be told. */
function groupCheck({ commit, pulls }: MergeGroup, ours: readonly Judged[]): Check | undefined {
  const inside = ours.filter((each) => pulls.includes(each.number))
  if (inside.some((each) => each.check === undefined)) return undefined
  const [worst] = (['failure', 'pending', 'success'] as const).flatMap((state) =>
    inside.filter((each) => each.check?.state === state),
  )
  if (worst?.check === undefined) return checkOf(commit, 'success', UNASKED)
  return checkOf(commit, worst.check.state, `#${worst.number}: ${worst.check.summary}`)
}

const FORGOTTEN = 'its text no longer says who asked for it; the next look at its environment writes it anew'
const UNASKED = 'nobody asked for this through Isthmus'

async function approvalOf(
  { marker, number, body }: Proposal,
  commit: string,
  { repository, forge }: Place,
): Promise<Check | undefined> {
  const isAskedFor = PROPOSED_WAYS.some((way) => marker.startsWith(`${way}/`))
  const asked = [askersIn(body), ...(isAskedFor ? await askersBelow(commit, repository) : [])]
  if (asked.every((each) => each === undefined)) {
    return isAskedFor ? checkOf(commit, 'failure', FORGOTTEN) : checkOf(commit, 'success', UNASKED)
  }
  const approvers = await forge.approvers(number)
  if (approvers === undefined) return undefined
  if (approvers.some((each) => !asked.some((one) => isAsker(one, each))))
    return checkOf(commit, 'success', 'approved by somebody who did not ask for it')
  return approvers.length > 0
    ? checkOf(commit, 'failure', 'approved only by who asked for it; somebody else has to')
    : checkOf(commit, 'pending', 'waits for the approval of somebody who did not ask for it')
}

/** Commits of a branch whose messages are read: ours is the first of it, and people may put others on top. */
const MOST_COMMITS = 50

/** As the commits keep them that the branch adds to the default one: a commit on top must not hide who asked for what is below. */
async function askersBelow(tip: string, repository: Repository): Promise<readonly (string | undefined)[]> {
  const found: (string | undefined)[] = []
  let commit: string | undefined = tip
  for (let left = MOST_COMMITS; left > 0 && commit !== undefined; left--) {
    if ((await repository.mergeBase(repository.defaultBranch, commit)) === commit) break
    found.push(askersInMessage(await repository.messageOf(commit)))
    commit = await repository.resolve(`${commit}~1`)
  }
  return found
}

function checkOf(commit: string, state: Check['state'], summary: string): Check {
  return { name: 'isthmus/approval', commit, state, summary, annotations: [] }
}
