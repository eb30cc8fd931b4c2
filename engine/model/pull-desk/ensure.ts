import { Failure } from '../failure.ts'
import type { Ensured, ProposalDraft } from '../forge.ts'
import { carryTicks, endedMeanwhile, isAsDrafted, markerOf, stampedBody } from '../forge.ts'
import { labelsAfter, labelsComment } from '../our-labels.ts'
import type { Pull } from '../pull.ts'
import { carries, proposalOf } from '../pull.ts'
import type { PullDesk } from '../pull-desk.ts'
import { closePull } from './close.ts'
import { newest } from './find.ts'
import { checkLength } from './length.ts'

/** Opens the proposal, or brings the open one up to date, as the port says. */
export async function ensureAt(desk: PullDesk, draft: ProposalDraft, seen?: number): Promise<Ensured> {
  checkLength(desk, bodyOf(draft), draft.title)
  const open = await newest(desk, { state: 'open' }, carries(draft.marker))
  if (open?.branch === draft.branch) return update(desk, draft, open)
  if (!open && seen !== undefined) throw endedMeanwhile(desk.server.name, seen)
  // No forge moves a pull request to another branch. The old one goes first: whoever dies between opens the new one later.
  if (open) await closePull(desk, open, `This goes on from the branch ${draft.branch}.`)
  return create(desk, draft)
}

async function create(desk: PullDesk, draft: ProposalDraft): Promise<Ensured> {
  try {
    const made = await desk.create(draft, bodyOf(draft))
    return { ...(await dress(desk, made, draft, draft.labels)), outcome: 'created' }
  } catch (error) {
    if (!(error instanceof Failure && error.code === `${desk.server.name}/exists`)) throw error
    return update(desk, draft, await onBranch(desk, draft, error))
  }
}

/** People first: labels show the next run that all this was done. */
async function dress(
  desk: PullDesk,
  pull: Pull,
  { marker, reviewers = [], assignees = [] }: ProposalDraft,
  wanted: readonly string[],
): Promise<Omit<Ensured, 'outcome'>> {
  const isNobody = reviewers.length + assignees.length === 0
  const unasked = isNobody ? [] : await desk.ask(pull, { reviewers, assignees })
  const labels = await desk.setLabels(pull, wanted)
  const proposal = proposalOf({ ...pull, labels }, marker)
  return unasked.length === 0 ? { proposal } : { proposal, unasked: [...new Set(unasked)] }
}

/** The pull request that the branch already has: made by another replica, by an attempt whose answer was lost, or by hand. */
async function onBranch(desk: PullDesk, { branch, base, marker }: ProposalDraft, exists: Failure): Promise<Pull> {
  const isIt = (pull: Pull) => pull.branch === branch && !pull.isFork
  const found = await newest(desk, { state: 'open', branch, base }, isIt)
  if (!found) throw exists
  const other = markerOf(found.body)
  if (other === undefined || other === marker) return found
  throw new Failure(
    `${desk.server.name}/branch-taken`,
    `the branch ${branch} already carries ${other} (pull request ${found.number})`,
    { hint: 'see what both proposals are; each needs a branch of its own' },
  )
}

async function update(desk: PullDesk, draft: ProposalDraft, open: Pull): Promise<Ensured> {
  const { marker, title, base } = draft
  const isSame = markerOf(open.body) === marker && isAsDrafted(open.body, draft) && open.base === base
  // None of them there: whoever opened it died before it was labelled.
  const isBare = draft.labels.length > 0 && !draft.labels.some((each) => open.labels.includes(each))
  if (isSame && !isBare) return { proposal: proposalOf(open, marker), outcome: 'unchanged' }
  const wanted = labelsAfter(open.body, open.labels, draft.labels)
  if (isSame) return { ...(await dress(desk, open, draft, wanted)), outcome: 'updated' }
  const labels = await desk.setLabels(open, wanted)
  const body = carryTicks(open.body, bodyOf(draft))
  // The body goes last: its stamp says that everything before it is done.
  const pull = await desk.patch(open, { title, body, ...(open.base === base ? {} : { base }) })
  if (pull.state === 'open') return { proposal: proposalOf({ ...pull, labels }, marker), outcome: 'updated' }
  // What a person ended while it was written keeps the text that the person saw.
  await desk.patch(open, { title: open.title, body: open.body })
  throw new Failure(
    `${desk.server.name}/conflict`,
    `pull request ${open.number} was ${pull.state} while it was brought up to date`,
    { hint: 'run it again', retry: true },
  )
}

function bodyOf(draft: ProposalDraft): string {
  return `${stampedBody(draft)}${labelsComment(draft.labels)}`
}
