import { Failure } from '../../model/failure.ts'
import type { Author, Commit, Pushed, PushRequest } from '../../model/git.ts'
import { visible } from '../../model/visible.ts'
import { storeCommit } from './commit.ts'
import { cleanAuthor, isCommitId } from './names.ts'
import type { Opened } from './refs.ts'
import { checkOurs, commitOf, mustResolve, tipOf } from './refs.ts'
import type { GitPlace } from './run.ts'
import { ask, git } from './run.ts'

export async function pushBranch(opened: Opened, request: PushRequest): Promise<Pushed> {
  const { place, branches } = opened
  checkOurs(opened, request.branch)
  await branches.refresh()
  const [base, tip] = await Promise.all([mustResolve(opened, request.base), tipOf(opened, request.branch)])
  if (request.madeFrom !== undefined) await checkUnmoved(opened, base, request.madeFrom)
  const commit = await storeCommit(place, { ...request, parent: base })
  const difference = await differenceOf(place, base, commit)
  if (difference === '') return { outcome: 'empty', commit: base }
  const { own, foreign } = await ownOf(opened, base, tip, request.author)
  if (foreign) return { outcome: 'foreign', commit: foreign }
  if (tip !== undefined && own.length === 1 && (await changeOf(opened, tip)) === difference) {
    return { outcome: 'unchanged', commit: tip }
  }
  await branches.move(request.branch, tip, commit)
  return { outcome: 'pushed', commit }
}

export async function deleteBranch(
  opened: Opened,
  branch: string,
  author: Author,
): Promise<'deleted' | 'absent' | 'foreign'> {
  checkOurs(opened, branch)
  await opened.branches.refresh(opened.freshMs)
  if ((await tipOf(opened, branch)) === undefined) return 'absent'
  await opened.branches.refresh()
  const tip = await tipOf(opened, branch)
  if (tip === undefined) return 'absent'
  const base = await mustResolve(opened, opened.defaultBranch)
  if ((await ownOf(opened, base, tip, author)).foreign) return 'foreign'
  await opened.branches.move(branch, tip, undefined)
  return 'deleted'
}

interface Own {
  /** What the branch adds to its base; nothing where it stands on a history that was rewritten since. */
  readonly own: readonly CommitLine[]
  readonly foreign: Commit | undefined
}

/** Who rewrites the history of the default branch leaves ours standing on commits that it no longer holds: those are nobody's work on our branch. */
async function ownOf(opened: Opened, base: string, tip: string | undefined, author: Author): Promise<Own> {
  if (tip === undefined) return { own: [], foreign: undefined }
  const { place, branches, defaultBranch } = opened
  const bases = [base, await tipOf(opened, defaultBranch)]
  const own = await withoutUpdates(opened, await commitsBetween(place, bases, tip), author)
  const foreign = foreignOf(own, author)
  if (foreign === undefined) return { own, foreign }
  const former = await formerTips(place, branches.prefix + defaultBranch)
  return { own: [], foreign: foreignOf(await commitsBetween(place, [...bases, ...former], tip), author) }
}

/** Places of the default branch that are tried. */
const FORMER_TIPS = 500

/** Where a branch has been, as the clone remembers; the oldest entry knows what was there before it. */
async function formerTips(place: GitPlace, ref: string): Promise<readonly string[]> {
  const kept = await ask(place, ['reflog', 'show', `--max-count=${FORMER_TIPS}`, '--format=%H', ref, '--'])
  const tips = (kept ?? '').split('\n').filter(isCommitId)
  const first = await ask(place, ['rev-parse', '--verify', '--quiet', `${ref}@{${tips.length}}^{commit}`])
  return first === undefined ? tips : [...tips, first]
}

/** Asked of the same fetch that shows the branch: a merge that took the branch away shows on the default branch as well. */
async function checkUnmoved({ place, branches, defaultBranch }: Opened, base: string, paths: readonly string[]) {
  const tip = await tipOf({ branches }, defaultBranch)
  if (tip === undefined || tip === base || paths.length === 0) return
  const places = paths.map((each) => `:(top,literal)${each}`)
  const args = ['diff-tree', '-r', '--name-only', '--no-renames', base, tip, '--', ...places]
  const [first] = (await git(place, args)).split('\n')
  if (first === undefined || first === '') return
  throw new Failure(
    'git/base-moved',
    `${defaultBranch} has moved since it was read: ${visible(first)} is another now`,
    {
      hint: 'Nothing was written. It is tried again from what is there now.',
      retry: true,
    },
  )
}

/** What a branch of ours changes: a merge of the default branch against that, any other commit against its parent; undefined for a commit without one. */
async function changeOf({ place }: Opened, commit: string): Promise<string | undefined> {
  const parent = (await commitOf(place, `${commit}^2`)) ?? (await commitOf(place, `${commit}^1`))
  return parent === undefined ? undefined : differenceOf(place, parent, commit)
}

/** Without the merges by which forges bring a branch up to date for whoever asks: they hold nobody's work. */
async function withoutUpdates(
  opened: Opened,
  commits: readonly CommitLine[],
  author: Author,
): Promise<readonly CommitLine[]> {
  const kept: CommitLine[] = []
  for (const each of commits)
    if (foreignOf([each], author) === undefined || !(await isUpdate(opened, each.id))) kept.push(each)
  return kept
}

/** A merge of the default branch that changes there just what was changed before. */
async function isUpdate({ place, branches, defaultBranch }: Opened, commit: string): Promise<boolean> {
  const [before, theirs, more] = await Promise.all([1, 2, 3].map((each) => commitOf(place, `${commit}^${each}`)))
  const tip = await tipOf({ branches }, defaultBranch)
  if (before === undefined || theirs === undefined || more !== undefined || tip === undefined) return false
  const [held, left] = await Promise.all([
    ask(place, ['merge-base', theirs, tip]),
    ask(place, ['merge-base', before, theirs]),
  ])
  if (held !== theirs || left === undefined) return false
  return (await differenceOf(place, left, before)) === (await differenceOf(place, theirs, commit))
}

/** Each path with its modes and contents before and after: equal texts mean equal changes of equal files, whatever else the bases hold. */
function differenceOf(place: GitPlace, from: string, to: string): Promise<string> {
  return git(place, ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--full-index', from, to])
}

interface CommitLine extends Commit {
  readonly committer: Author
}

/** Commits of `tip` that none of the bases has, newest first: the base may be older than what the branch stands on. */
async function commitsBetween(
  place: GitPlace,
  bases: readonly (string | undefined)[],
  tip: string,
): Promise<readonly CommitLine[]> {
  const known = bases.flatMap((each) => (each === undefined ? [] : [`^${each}`]))
  const format = '--format=%H%x00%an%x00%ae%x00%cn%x00%ce%x00%s%x00'
  const printed = await git(place, ['log', format, '--max-count=500', '--no-show-signature', tip, ...known])
  return printed.split('\0\n').flatMap((line) => {
    const [id, name = '', email = '', committerName = '', committerEmail = '', subject = ''] = line.split('\0')
    if (id === undefined || id === '') return []
    return [{ id, author: { name, email }, subject, committer: { name: committerName, email: committerEmail } }]
  })
}

/** The newest commit that somebody else made, or amended: its address is not ours. */
function foreignOf(commits: readonly CommitLine[], author: Author): Commit | undefined {
  const ours = cleanAuthor(author).email
  const found = commits.find((each) => each.author.email !== ours || each.committer.email !== ours)
  if (!found) return undefined
  const who = found.author.email === ours ? found.committer : found.author
  return { id: found.id, author: who, subject: found.subject }
}
