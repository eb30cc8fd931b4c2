import { Failure } from '../../model/failure.ts'
import type { TaskItem } from '../../model/forge.ts'
import { taskItems, tickItem } from '../../model/forge.ts'
import type { Author, BareRepository } from '../../model/git.ts'
import type { Tick } from '../../model/way-out.ts'
import { askersIn, isAsker } from '../../model/way-out.ts'
import { withLock } from './lock.ts'
import type { Pull } from './pull-files.ts'
import { readPull, readPulls, writePull } from './pull-files.ts'

/** What people do with pull requests. */
export interface Review {
  /** All, oldest first. */
  list(): Promise<readonly Pull[]>
  show(number: number): Promise<Pull>
  /** Opens a pull request of a person; the one that the branch already has stays. */
  open(branch: string, base: string, title: string, by: Author): Promise<Pull>
  /** The change as a unified diff, as the branch made it. */
  diff(number: number): Promise<string>
  comment(number: number, text: string, by: Author): Promise<Pull>
  /** `item` is the number of the box from 1, or a part of its text that only one open box has. */
  tick(number: number, item: string, by: Author): Promise<Pull>
  /** Merges with a merge commit and removes the branch. Throws `git/conflict`. */
  merge(number: number, by: Author): Promise<Pull>
  close(number: number, by: Author): Promise<Pull>
  reopen(number: number, by: Author): Promise<Pull>
}

interface Place {
  readonly bare: BareRepository
  readonly folder: string
  readonly now: () => string
}

type Edit = (pull: Pull, deed: { readonly by: string; readonly at: string }) => Pull

export function reviewOf(place: Place): Review {
  const { folder, now } = place
  const edit = (number: number, by: Author, change: Edit): Promise<Pull> =>
    withLock(folder, async () => {
      const deed = { by: by.name, at: now() }
      const pull = { ...change(await readPull(folder, number), deed), updatedAt: deed.at }
      await writePull(folder, pull)
      return pull
    })
  return {
    list: () => readPulls(folder),
    show: (number) => readPull(folder, number),
    open: async (branch, base, title, by) => {
      await tipOrFailure(place.bare, branch)
      return withLock(folder, () => open(place, { branch, base, title, author: by.name }))
    },
    diff: async (number) => diffOf(place, await readPull(folder, number)),
    comment: (number, text, by) =>
      edit(number, by, (pull, deed) => ({ ...pull, comments: [...pull.comments, { ...deed, text }] })),
    tick: (number, item, by) => edit(number, by, (pull, deed) => ticked(mustBeOpen(pull), item, deed)),
    merge: (number, by) => withLock(folder, () => merge(place, number, by)),
    close: (number, by) => edit(number, by, (pull, deed) => ({ ...mustBeOpen(pull), state: 'closed', closed: deed })),
    reopen: (number, by) => edit(number, by, reopened),
  }
}

async function open({ folder, now }: Place, given: Pick<Pull, 'branch' | 'base' | 'title' | 'author'>): Promise<Pull> {
  const pulls = await readPulls(folder)
  const known = pulls.find((each) => each.state === 'open' && each.branch === given.branch && each.base === given.base)
  if (known) return known
  const pull: Pull = { ...freshPull(pulls, now()), ...given }
  await writePull(folder, pull)
  return pull
}

/** The next pull request, with nothing said on it yet. */
export function freshPull(pulls: readonly Pull[], at: string): Omit<Pull, 'branch' | 'base' | 'title'> {
  const nothing = { body: '', labels: [], reviewers: [], assignees: [], comments: [], ticks: [] }
  return { number: (pulls.at(-1)?.number ?? 0) + 1, state: 'open', createdAt: at, updatedAt: at, ...nothing }
}

function ticked(pull: Pull, wanted: string, deed: { readonly by: string; readonly at: string }): Pull {
  const item = itemOf(pull, wanted)
  return withTick({ ...pull, body: tickItem(pull.body, item) }, { ...deed, item: item.text })
}

/** Everybody who ticked an item is kept, each once. */
export function withTick(pull: Pull, tick: Tick): Pull {
  const isKnown = pull.ticks.some((each) => each.by === tick.by && each.item === tick.item)
  return isKnown ? pull : { ...pull, ticks: [...pull.ticks, tick] }
}

function itemOf(pull: Pull, wanted: string): TaskItem {
  const items = taskItems(pull.body)
  const part = wanted.trim().toLowerCase()
  const exact = items.filter((each) => each.text.toLowerCase() === part)
  const partly = items.filter((each) => part !== '' && each.text.toLowerCase().includes(part))
  const byNumber = /^\d{1,4}$/.test(part) ? items[Number(part) - 1] : undefined
  const found = byNumber ?? exact[0] ?? (partly.length === 1 ? partly[0] : undefined)
  if (found) return found
  const listed = items.map((each, i) => `${i + 1}: ${each.text}`).join('; ')
  throw new Failure(
    'forge/no-such-box',
    `pull request ${pull.number} has no single box for ${JSON.stringify(wanted)}`,
    {
      hint: items.length === 0 ? 'It has no boxes to tick.' : `Name one by number or text: ${listed}`,
    },
  )
}

function reopened(pull: Pull): Pull {
  if (pull.state !== 'closed') throw wrongState(pull, 'closed')
  const { closed: _, ...rest } = pull
  return { ...rest, state: 'open' }
}

function mustBeOpen(pull: Pull): Pull {
  if (pull.state === 'open') return pull
  throw wrongState(pull, 'open')
}

function wrongState(pull: Pull, wanted: Pull['state']): Failure {
  return new Failure('forge/wrong-state', `pull request ${pull.number} is ${pull.state}, not ${wanted}`, {
    hint: 'See `isthmus pulls list`.',
  })
}

/** The base moves first, then the record, then the branch goes: whoever dies between finds the rest to do. */
async function merge({ bare, folder, now }: Place, number: number, by: Author): Promise<Pull> {
  const pull = mustBeOpen(await readPull(folder, number))
  if (isAsker(askersIn(pull.body), by.name)) throw samePerson(pull, by)
  const at = now()
  const message = `Merge pull request ${number}: ${pull.title}`
  const merged = await bare.merge({ branch: pull.branch, base: pull.base, message, by, when: at })
  const done: Pull = { ...pull, state: 'merged', merged: { ...merged, by: by.name, at }, updatedAt: at }
  await writePull(folder, done)
  // A branch that somebody pushed to in this moment stays.
  await bare.deleteBranch(pull.branch, merged.head)
  return done
}

/** Whoever asked for a way out does not approve it as well (design section 7). */
function samePerson(pull: Pull, by: Author): Failure {
  return new Failure('forge/same-person', `pull request ${pull.number} is what ${by.name} asked for`, {
    hint: 'Somebody else has to review and merge it.',
  })
}

async function diffOf({ bare }: Place, pull: Pull): Promise<string> {
  if (pull.merged) return bare.diff(pull.merged.base, pull.merged.head)
  return bare.diff(await tipOrFailure(bare, pull.base), await tipOrFailure(bare, pull.branch))
}

/** Commit of a branch; throws `forge/no-branch`. */
export async function tipOrFailure(bare: BareRepository, branch: string): Promise<string> {
  const tip = await bare.tip(branch)
  if (tip !== undefined) return tip
  throw new Failure('forge/no-branch', `there is no branch ${branch} in the repository`, {
    hint: 'Push it; the branch of a proposal is pushed anew by the command that made the proposal.',
  })
}
