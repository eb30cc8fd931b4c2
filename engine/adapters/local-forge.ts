import type { Ensured, Forge, ProposalDraft } from '../model/forge.ts'
import { carryTicks, endedMeanwhile, isAsDrafted, stampedBody, withdrawStamp } from '../model/forge.ts'
import type { BareRepository } from '../model/git.ts'
import type { Check } from '../model/review.ts'
import type { Desk } from './local-forge/answers.ts'
import { answersOf, newest, theOne } from './local-forge/answers.ts'
import { readChecks } from './local-forge/check-files.ts'
import { withLock } from './local-forge/lock.ts'
import type { Pull } from './local-forge/pull-files.ts'
import { proposalOf, readPulls, writePull } from './local-forge/pull-files.ts'
import type { Review } from './local-forge/review.ts'
import { freshPull, reviewOf, tipOrFailure } from './local-forge/review.ts'

export interface LocalForgeOptions {
  readonly bare: BareRepository
  /** The time, RFC 3339 UTC. */
  readonly now: () => string
  /** Name under which the engine itself closes and comments. */
  readonly as?: string
}

/** A forge in two folders: `NAME.git`, a bare repository, and `NAME.pulls` beside it with a file for each pull request. */
export interface LocalForge extends Forge, Review {
  readonly folder: string
  /** The newest word of each check on a commit. */
  checksOn(commit: string): Promise<readonly Check[]>
}

export function localForge({ bare, now, as = 'isthmus' }: LocalForgeOptions): LocalForge {
  const folder = `${bare.directory.replace(/\/+$/, '').replace(/\.git$/, '')}.pulls`
  const desk: Desk = { bare, folder, now, as }
  return {
    name: 'local',
    folder,
    ensureProposal: async (draft, seen) => {
      await tipOrFailure(bare, draft.branch)
      return withLock(folder, () => ensure(desk, draft, seen))
    },
    findProposal: async (marker) => {
      const found = theOne(await readPulls(folder), marker)
      return found && proposalOf(folder, found)
    },
    closeProposal: (marker, comment) => withLock(folder, () => close(desk, marker, comment)),
    checksOn: (commit) => readChecks(folder, commit),
    ...answersOf(desk),
    ...reviewOf({ bare, folder, now }),
  }
}

async function ensure({ folder, now }: Desk, draft: ProposalDraft, seen: number | undefined): Promise<Ensured> {
  const pulls = await readPulls(folder)
  const open = newest(pulls, draft.marker, 'open')
  if (!open && seen !== undefined) throw endedMeanwhile('local', seen)
  const { branch, base, title, labels, reviewers = [], assignees = [] } = draft
  if (open && isAsDrafted(open.body, draft) && open.branch === branch && open.base === base) {
    return { proposal: proposalOf(folder, open), outcome: 'unchanged' }
  }
  const at = now()
  const body = open ? carryTicks(open.body, stampedBody(draft)) : stampedBody(draft)
  const before = open ?? { ...freshPull(pulls, at), reviewers, assignees }
  const pull: Pull = { ...before, branch, base, title, labels, body, updatedAt: at }
  await writePull(folder, pull)
  return { proposal: proposalOf(folder, pull), outcome: open ? 'updated' : 'created' }
}

async function close({ folder, now, as }: Desk, marker: string, comment: string): Promise<boolean> {
  const open = newest(await readPulls(folder), marker, 'open')
  if (!open) return false
  const deed = { by: as, at: now() }
  const comments = [...open.comments, { ...deed, text: comment }]
  await writePull(folder, {
    ...open,
    state: 'closed',
    body: withdrawStamp(open.body),
    comments,
    closed: deed,
    updatedAt: deed.at,
  })
  return true
}
