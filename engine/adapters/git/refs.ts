import { Failure } from '../../model/failure.ts'
import type { Branches } from './branches.ts'
import type { KnownFiles } from './known-files.ts'
import type { Listing } from './listing.ts'
import { checkBranch, isCommitId, parseRevision } from './names.ts'
import type { GitPlace } from './run.ts'
import { ask } from './run.ts'

/** A repository that has been opened: where it is, which branches count, and which one counts as merged. */
export interface Opened {
  readonly place: GitPlace
  readonly branches: Branches
  readonly defaultBranch: string
  /** The folder that holds the desired state (`a/b/`; '' for all of it). */
  readonly folder: string
  readonly files: KnownFiles
  readonly listings: (commit: string) => Promise<Listing>
  /** Ids that are commits of the clone. */
  readonly commits: Set<string>
  /** So old may be what a question about branches is answered with. */
  readonly freshMs: number
}

const MOST_COMMITS = 10_000

export function tipOf({ branches }: Pick<Opened, 'branches'>, branch: string): Promise<string | undefined> {
  return branches.tip(branch)
}

/** Commit id of a full ref or id, with steps behind it or not. */
export function commitOf(place: GitPlace, revision: string): Promise<string | undefined> {
  return ask(place, ['rev-parse', '--verify', `${revision}^{commit}`])
}

/**
 * Branch first, then tag, then commit id, then the branch by the name that a clone gives it (`origin/main`); one that only this clone
 * has does not count where there is a remote.
 */
export async function resolve(opened: Opened, ref: string): Promise<string | undefined> {
  const { place, branches, commits } = opened
  if (commits.has(ref)) return ref
  const { name, steps } = parseRevision(ref)
  const tip = name.startsWith('refs/') || isCommitId(name) ? undefined : await branches.tip(name)
  if (tip !== undefined && steps === '') return keep(commits, tip)
  const ids = /^[0-9a-f]{7,64}$/.test(name) || name === 'HEAD' ? [name] : []
  const names = name.startsWith('refs/') ? [name] : [...(tip === undefined ? [] : [tip]), `refs/tags/${name}`]
  const tracking = name.startsWith('origin/') ? [await branches.tip(name.slice('origin/'.length))] : []
  const tracked = branches.prefix === 'refs/remotes/origin/' ? tracking.flatMap((each) => each ?? []) : []
  for (const each of isCommitId(name) ? ids : [...names, ...ids, ...tracked]) {
    const found = await commitOf(place, `${each}${steps}`)
    if (found !== undefined) return keep(commits, found)
  }
  return undefined
}

function keep(commits: Set<string>, commit: string): string {
  if (commits.size >= MOST_COMMITS) commits.clear()
  commits.add(commit)
  return commit
}

export async function mergeBase(opened: Opened, one: string, other: string): Promise<string | undefined> {
  const [first, second] = [await mustResolve(opened, one), await mustResolve(opened, other)]
  return ask(opened.place, ['merge-base', first, second])
}

export async function mustResolve(opened: Opened, ref: string): Promise<string> {
  const found = await resolve(opened, ref)
  if (found !== undefined) return found
  throw new Failure('git/unknown-ref', `there is no branch, tag or commit ${ref}`, {
    hint: 'See `git branch -a` for what there is; fetch it if it is new.',
  })
}

/** Throws `git/bad-ref` unless it can be a branch and is not the one that counts as merged. */
export function checkOurs(opened: Opened, branch: string): void {
  checkBranch(branch)
  if (branch !== opened.defaultBranch) return
  throw new Failure('git/bad-ref', `${branch} is the branch that counts as merged; nothing is written there`, {
    hint: 'Use a branch of its own, such as isthmus/change.',
  })
}
