import { Failure } from '../model/failure.ts'
import type { Author, Repository } from '../model/git.ts'
import { appendOrphan } from './git/append.ts'
import type { Branches } from './git/branches.ts'
import { localBranches, remoteBranches } from './git/branches.ts'
import { isCommitId } from './git/names.ts'
import { deleteBranch, pushBranch } from './git/push.ts'
import type { Opened } from './git/refs.ts'
import { mustResolve, resolve, tipOf } from './git/refs.ts'
import type { GitPlace, Variables } from './git/run.ts'
import { ask, git } from './git/run.ts'
import { readFiles } from './git/tree.ts'

/** What a clone says without asking its remote. */
export interface Clone {
  /** Address of the remote `origin`, where there is one. */
  readonly origin: string | undefined
  /** Who works here, as Git is configured; undefined where it is not. */
  person(): Promise<Author | undefined>
}

export type GitRepository = Repository & Clone

export interface GitOptions {
  /** Root of the desired-state repository. */
  readonly directory: string
  /** Environment variables for Git: PATH, HOME, proxies, agents. */
  readonly variables: Variables
  /** A command of Git that says nothing for so long is ended. */
  readonly silenceMs?: number
}

/** Throws `git/not-a-repository` and `git/not-the-root`. */
export async function openClone(options: GitOptions): Promise<Clone> {
  const place = placeOf(options)
  await checkIsRoot(place)
  return { origin: await ask(place, ['remote', 'get-url', 'origin']), person: () => personOf(place) }
}

/**
 * Opens the repository in a directory and learns what its remote has. Working tree, index and local branches of a
 * repository with a remote are never touched; remote-tracking branches move as with `git fetch`.
 */
export async function openRepository(options: GitOptions): Promise<GitRepository> {
  const place = placeOf(options)
  const clone = await openClone(options)
  const branches = clone.origin === undefined ? localBranches(place) : await remoteBranches(place)
  const opened: Opened = { place, branches, defaultBranch: await defaultBranchOf(place, branches, clone.origin) }
  return {
    ...clone,
    defaultBranch: opened.defaultBranch,
    resolve: async (ref) => {
      if (!isCommitId(ref)) await branches.refresh()
      return resolve(opened, ref)
    },
    readTree: async (commit, folder) => readFiles(place, await mustResolve(opened, commit), folder),
    pushBranch: (request) => pushBranch(opened, request),
    appendOrphan: (request) => appendOrphan(opened, request),
    deleteBranch: (branch, author) => deleteBranch(opened, branch, author),
  }
}

function placeOf({ directory, variables, silenceMs = 120_000 }: GitOptions): GitPlace {
  return { directory, variables, silenceMs }
}

async function personOf(place: GitPlace): Promise<Author | undefined> {
  const [name, email] = await Promise.all([
    ask(place, ['config', '--get', 'user.name']),
    ask(place, ['config', '--get', 'user.email']),
  ])
  return name && email ? { name, email } : undefined
}

async function checkIsRoot(place: GitPlace): Promise<void> {
  const up = await git(place, ['rev-parse', '--show-cdup'])
  if (!up.startsWith('..')) return
  throw new Failure('git/not-the-root', `${place.directory} is inside a Git repository, not its root`, {
    hint: 'A desired-state repository is a Git repository of its own: run it at the root, or name that with -C DIR.',
  })
}

/** What the remote says, else `main` or `master`, else the current branch; the first that has a commit. */
async function defaultBranchOf(place: GitPlace, branches: Branches, origin: string | undefined): Promise<string> {
  const [head, current] = await Promise.all([
    origin === undefined ? '' : git(place, ['ls-remote', '--symref', 'origin', 'HEAD']),
    ask(place, ['symbolic-ref', '--short', 'HEAD']),
    branches.refresh(),
  ])
  const told = /^ref: refs\/heads\/(.+)\tHEAD$/m.exec(head)?.[1]
  for (const name of [told, 'main', 'master', current]) {
    if (name !== undefined && (await tipOf({ place, branches }, name)) !== undefined) return name
  }
  const where = origin === undefined ? 'the repository' : 'the remote origin'
  throw new Failure('git/no-commits', `${where} has no commit on a main branch yet`, {
    hint: 'Commit the desired state and push it: git add -A && git commit -m "Desired state" && git push -u origin HEAD',
  })
}
