import { Failure } from '../model/failure.ts'
import type { Ensured, Forge, ProposalDraft } from '../model/forge.ts'
import { carryTicks, markerOf, readStamp, stampedBody, stampOf } from '../model/forge.ts'
import { placeOf } from './github/address.ts'
import { answersOf } from './github/answers.ts'
import { closePull } from './github/close.ts'
import type { ConnectionOptions } from './github/connection.ts'
import { connectionTo } from './github/connection.ts'
import { labelsAfter, labelsComment } from './github/labels.ts'
import { checkLength } from './github/limits.ts'
import { pagesOf } from './github/pages.ts'
import type { Pull } from './github/pull.ts'
import { proposalOf } from './github/pull.ts'
import { carries, isWithin, pullListOf } from './github/pull-list.ts'
import { selfOf } from './github/self.ts'
import type { Desk } from './github/write.ts'
import { createPull, patchPull, setLabels } from './github/write.ts'

export interface GithubOptions extends Omit<ConnectionOptions, 'api' | 'timeoutMs'> {
  /** Address of the server as people open it; absent: github.com. `http:` on this machine only. */
  readonly url?: string
  /** `owner/name`. */
  readonly repository: string
  /** For one attempt, with its whole answer. */
  readonly timeoutMs?: number
}

/** Pull requests of a repository on GitHub or GitHub Enterprise. Nothing is loaded or sent before the first verb. */
export function githubForge({ url, repository, timeoutMs = 30_000, ...rest }: GithubOptions): Forge {
  const place = placeOf(url, repository)
  const connection = connectionTo({ ...rest, timeoutMs, api: place.api })
  const pages = pagesOf(connection)
  const desk: Desk = { place, connection, pages, list: pullListOf(pages, place), self: selfOf(connection, place) }
  const openWith = (marker: string) => desk.list.find({ state: 'open' }, carries(marker, place))
  return {
    name: 'github',
    ...answersOf(desk),
    ensureProposal: async (draft) => {
      checkLength(bodyOf(draft), draft.title)
      return ensure(desk, draft, await openWith(draft.marker))
    },
    findProposal: async (marker) => {
      const found = await desk.list.find({ state: 'all' }, carries(marker, place))
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
    const labels = await setLabels(desk, made, draft.labels)
    return { proposal: proposalOf({ ...made, labels }, draft.marker), outcome: 'created' }
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'github/exists')) throw error
    return update(desk, draft, await onBranch(desk, draft, error))
  }
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
  const labels = await setLabels(desk, open, labelsAfter(open.body, open.labels, draft.labels))
  if (isSame) return { proposal: proposalOf({ ...open, labels }, marker), outcome: 'updated' }
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
