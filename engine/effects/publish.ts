import type { Forge, Proposal, ProposalDraft } from '../model/forge.ts'
import { readStamp, stampOf } from '../model/forge.ts'
import type { Author, Change, Commit, Repository } from '../model/git.ts'
import type { InTurn, Limited, ProposalLimits } from '../model/proposal-limits.ts'
import { anHourBefore, BESIDE_LIMITS, limitFor } from '../model/proposal-limits.ts'
import { HANDS_OFF, handsOff } from './publish/hands-off.ts'

export interface PublishRequest {
  readonly repository: Repository
  readonly forge: Forge
  readonly draft: ProposalDraft
  readonly change: Change
  /** Commit or branch that the change stands on. */
  readonly base: string
  /** Files and folders of the default branch that the change was made from: where they have moved since, nothing is touched. */
  readonly madeFrom?: readonly string[]
  /** The base's files where the change may write or remove, as the caller has read them: where they are as wanted, nothing is stored to see that. */
  readonly present?: ReadonlyMap<string, string>
  /** What the forge had of this marker when the change was made; absent: it is asked now. */
  readonly seen?: { readonly proposal: Proposal | undefined }
  readonly author: Author
  /** RFC 3339 UTC. */
  readonly when: string
  /** A proposal that a person closed is not opened again with the same content for so long; absent: at once. */
  readonly quietDays?: number
  /** Absent: one more proposal may always be opened. */
  readonly limits?: ProposalLimits
  /** In which what counts is opened: whoever looks how many there are must see those of all before it. Absent: nobody else opens any meanwhile. */
  readonly inTurn?: InTurn
  /** It is opened beside the limits, and marked so that they do not count it. */
  readonly isCritical?: boolean
}

export type Published =
  /** The proposal is open and shows the change on its branch at `commit`. */
  | {
      readonly outcome: 'created' | 'updated' | 'unchanged'
      readonly proposal: Proposal
      readonly commit: string
      /** Reviewers and assignees whom the forge could not ask. */
      readonly unasked?: readonly string[]
    }
  /** The base is as it should be; a proposal that was still open was closed. */
  | { readonly outcome: 'nothing'; readonly closed: boolean }
  /** There are as many proposals as there may be: nothing was touched. */
  | ({ readonly outcome: 'limited' } & Limited)
  /** A person has committed on our branch: nothing was touched, and the open proposal says so. */
  | { readonly outcome: 'foreign'; readonly commit: Commit; readonly proposal: Proposal | undefined }
  /** A person closed exactly this. */
  | { readonly outcome: 'quiet'; readonly proposal: Proposal; readonly until: string }

const DAY_MS = 24 * 3_600_000

/**
 * Brings branch and proposal to what the draft and the change say. Running it again, or after it was killed, ends the same.
 * Throws a Failure to be tried again where a person was faster: merged or closed the proposal, or changed what it was made from.
 */
export async function publishProposal(asked: PublishRequest): Promise<Published> {
  const request = { ...asked, draft: draftFor(asked) }
  const { repository, forge, draft, change, author } = request
  const found = request.seen ? request.seen.proposal : await forge.findProposal(draft.marker)
  const until = quietUntil(request, found)
  if (found && until !== undefined) return { outcome: 'quiet', proposal: found, until }
  const same = await sameByIdentity(request, found)
  if (same) return same
  if (found?.state !== 'open' && request.present && !isChange(change, request.present)) {
    // Whoever was killed after closing the proposal has left its branch.
    await repository.deleteBranch(draft.branch, author)
    return { outcome: 'nothing', closed: false }
  }
  if (found?.state === 'open' || !isCounted(request)) return await bring(request, found)
  const { inTurn = (work) => work() } = request
  return await inTurn<Published>(async () => {
    const limited = await limitOn(request)
    return limited ? { outcome: 'limited', ...limited } : await bring(request, found)
  })
}

async function bring(request: PublishRequest, found: Proposal | undefined): Promise<Published> {
  const { repository, forge, draft, change, base, author, when } = request
  const message = draft.trailer === undefined ? draft.title : `${draft.title}\n\n${draft.trailer}`
  const from = request.madeFrom === undefined ? {} : { madeFrom: request.madeFrom }
  const pushed = await repository.pushBranch({ branch: draft.branch, base, change, message, author, when, ...from })
  if (pushed.outcome === 'foreign') {
    if (found?.state === 'open')
      await forge.ensureComment(found.number, HANDS_OFF, handsOff(pushed.commit, draft.branch))
    return { outcome: 'foreign', commit: pushed.commit, proposal: found }
  }
  if (pushed.outcome === 'empty') {
    const closed = await forge.closeProposal(
      draft.marker,
      'There is nothing left to change: the base is as it should be.',
    )
    await repository.deleteBranch(draft.branch, author)
    return { outcome: 'nothing', closed }
  }
  const { proposal, outcome, unasked } = await forge.ensureProposal(
    draft,
    found?.state === 'open' ? found.number : undefined,
  )
  const isNews = outcome === 'unchanged' && pushed.outcome === 'pushed'
  const told = unasked === undefined ? {} : { unasked }
  return { outcome: isNews ? 'updated' : outcome, proposal, commit: pushed.commit, ...told }
}

function isCounted({ limits, isCritical }: PublishRequest): boolean {
  return limits !== undefined && isCritical !== true
}

/** Asked before the branch is pushed: none stays behind without a proposal. Where nothing changes, nothing waits. */
async function limitOn(request: PublishRequest): Promise<Limited | undefined> {
  const { forge, limits, when } = request
  if (limits === undefined) return undefined
  const limited = limitFor(await forge.openProposals(anHourBefore(when)), limits, when)
  return limited && (await changesAnything(request)) ? limited : undefined
}

async function changesAnything({ repository, base, change, present }: PublishRequest): Promise<boolean> {
  return isChange(change, present ?? (await repository.readTree((await repository.resolve(base)) ?? base, '')))
}

function isChange({ write, remove }: Change, files: ReadonlyMap<string, string>): boolean {
  return [...write].some(([path, text]) => files.get(path) !== text) || remove.some((each) => files.has(each))
}

function draftFor({ draft, isCritical }: PublishRequest): ProposalDraft {
  return isCritical === true ? { ...draft, labels: [...draft.labels, BESIDE_LIMITS] } : draft
}

/** Closes the open proposal with a word why, and removes its branch unless a person has committed on it; false where none was open. */
export async function withdrawProposal(
  request: Pick<PublishRequest, 'repository' | 'forge' | 'author'> & Pick<ProposalDraft, 'marker' | 'branch'>,
  comment: string,
): Promise<boolean> {
  const closed = await request.forge.closeProposal(request.marker, comment)
  await request.repository.deleteBranch(request.branch, request.author)
  return closed
}

/** Our own closing takes the stamp off; a stamp on a closed proposal means that a person said no to just this. */
function quietUntil({ draft, quietDays, when }: PublishRequest, found: Proposal | undefined): string | undefined {
  if (quietDays === undefined || found?.state !== 'closed' || found.endedAt === undefined) return undefined
  if (readStamp(found.body) !== stampOf(draft)) return undefined
  const end = Date.parse(found.endedAt) + quietDays * DAY_MS
  return Date.parse(when) < end ? new Date(end).toISOString().replace('.000Z', 'Z') : undefined
}

/** With an identity of its own a draft may differ in times only: an open proposal that carries it is left, branch and text. */
async function sameByIdentity(
  { repository, draft }: PublishRequest,
  found: Proposal | undefined,
): Promise<Published | undefined> {
  if (draft.identity === undefined || found?.state !== 'open' || readStamp(found.body) !== stampOf(draft))
    return undefined
  const commit = await repository.resolve(draft.branch)
  return commit === undefined ? undefined : { outcome: 'unchanged', proposal: found, commit }
}
