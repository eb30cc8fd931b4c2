import { Failure } from '../model/failure.ts'
import type { Ensured, Forge, ProposalDraft } from '../model/forge.ts'
import { carryTicks, markerOf, readStamp, stampedBody, stampOf } from '../model/forge.ts'
import { labelsAfter, labelsComment } from '../model/our-labels.ts'
import { answersOf } from './github/answers.ts'
import { closePull } from './github/close.ts'
import type { Desk, GithubOptions } from './github/desk.ts'
import { deskFor } from './github/desk.ts'
import { checkLength } from './github/limits.ts'
import type { Pull } from './github/pull.ts'
import { proposalOf } from './github/pull.ts'
import { carries, isWithin } from './github/pull-list.ts'
import { askPeople } from './github/reviewers.ts'
import { createPull, patchPull, setLabels } from './github/write.ts'

/** Pull requests of a repository on GitHub or GitHub Enterprise. Nothing is loaded or sent before the first verb. */
export function githubForge(options: GithubOptions): Forge {
  const desk = deskFor(options)
  const { place, list } = desk
  const openWith = (marker: string) => list.find({ state: 'open' }, carries(marker, place))
  return {
    name: 'github',
    ...answersOf(desk),
    ensureProposal: async (draft) => {
      checkLength(bodyOf(draft), draft.title)
      return ensure(desk, draft, await openWith(draft.marker))
    },
    findProposal: async (marker) => {
      const found = await list.find({ state: 'all' }, carries(marker, place))
      return found && proposalOf(found, marker)
    },
    closeProposal: async (marker, comment) => {
      const open = await openWith(marker)
      return open !== undefined && (await closePull(desk, open, comment))
    },
  }
}

async function ensure(desk: Desk, draft: ProposalDraft, open: Pull | undefined): Promise<Ensured> {
  if (open?.branch === draft.branch) return update(desk, draft, open)
  // GitHub cannot move a pull request to another branch. The old one goes first: whoever dies between opens the new one later.
  if (open) await closePull(desk, open, `This goes on from the branch ${draft.branch}.`)
  return create(desk, draft)
}

async function create(desk: Desk, draft: ProposalDraft): Promise<Ensured> {
  try {
    const made = await createPull(desk, draft, bodyOf(draft))
    return { ...(await dress(desk, made, draft, draft.labels)), outcome: 'created' }
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'github/exists')) throw error
    return update(desk, draft, await onBranch(desk, draft, error))
  }
}

/** People first: labels show the next run that all this was done. */
async function dress(
  desk: Desk,
  pull: Pull,
  draft: ProposalDraft,
  wanted: readonly string[],
): Promise<Omit<Ensured, 'outcome'>> {
  const unasked = await askPeople(desk, pull.number, draft)
  const labels = await setLabels(desk, pull, wanted)
  const proposal = proposalOf({ ...pull, labels }, draft.marker)
  return unasked.length === 0 ? { proposal } : { proposal, unasked }
}

/** The pull request that the branch already has: made by another replica, by an attempt whose answer was lost, or by hand. */
async function onBranch(
  { list, place }: Desk,
  { branch, base, marker }: ProposalDraft,
  exists: Failure,
): Promise<Pull> {
  const head = `${place.owner}:${branch}`
  const found = await list.find(
    { state: 'open', head, base },
    (pull) => pull.branch === branch && isWithin(pull, place),
  )
  if (!found) throw exists
  const other = markerOf(found.body)
  if (other === undefined || other === marker) return found
  throw new Failure(
    'github/branch-taken',
    `the branch ${branch} already carries ${other} (pull request ${found.number})`,
    {
      hint: 'see what both proposals are; each needs a branch of its own',
    },
  )
}

async function update(desk: Desk, draft: ProposalDraft, open: Pull): Promise<Ensured> {
  const { marker, title, base } = draft
  const isSame = markerOf(open.body) === marker && readStamp(open.body) === stampOf(draft) && open.base === base
  // None of them there: whoever opened it died before it was labelled.
  const isBare = draft.labels.length > 0 && !draft.labels.some((each) => open.labels.includes(each))
  if (isSame && !isBare) return { proposal: proposalOf(open, marker), outcome: 'unchanged' }
  const wanted = labelsAfter(open.body, open.labels, draft.labels)
  if (isSame) return { ...(await dress(desk, open, draft, wanted)), outcome: 'updated' }
  const labels = await setLabels(desk, open, wanted)
  const body = carryTicks(open.body, bodyOf(draft))
  // The body goes last: its stamp says that everything before it is done.
  const pull = await patchPull(desk, open, { title, body, ...(open.base === base ? {} : { base }) })
  if (pull.state === 'open') return { proposal: proposalOf({ ...pull, labels }, marker), outcome: 'updated' }
  // What a person ended while it was written keeps the text that the person saw.
  await patchPull(desk, open, { title: open.title, body: open.body })
  throw new Failure(
    'github/conflict',
    `pull request ${open.number} was ${pull.state} while it was brought up to date`,
    {
      hint: 'run it again',
      retry: true,
    },
  )
}

function bodyOf(draft: ProposalDraft): string {
  return `${stampedBody(draft)}${labelsComment(draft.labels)}`
}
