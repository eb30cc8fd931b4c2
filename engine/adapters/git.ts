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

export interface GitRepository extends Repository {
  /** Address of the remote `origin`, where there is one. */
  readonly origin: string | undefined
  /** Who works here, as Git is configured; undefined where it is not. */
  person(): Promise<Author | undefined>
}

export interface GitOptions {
  /** Root of the desired-state repository. */
  readonly directory: string
  /** Environment variables for Git: PATH, HOME, proxies, agents. */
  readonly variables: Variables
  /** A command of Git that says nothing for so long is ended. */
  readonly silenceMs?: number
}

/**
 * Opens the repository in a directory and learns what its remote has. Working tree, index and local branches of a
 * repository with a remote are never touched; remote-tracking branches move as with `git fetch`.
 */
export async function openRepository(options: GitOptions): Promise<GitRepository> {
  const { directory, variables, silenceMs = 120_000 } = options
  const place: GitPlace = { directory, variables, silenceMs }
  await checkIsRoot(place)
  const origin = await ask(place, ['remote', 'get-url', 'origin'])
  const branches = origin === undefined ? localBranches(place) : remoteBranches(place)
  await branches.refresh()
  const opened: Opened = { place, branches, defaultBranch: await defaultBranchOf(place, branches, origin) }
  return {
    origin,
    person: () => personOf(place),
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
  const head = origin === undefined ? '' : await git(place, ['ls-remote', '--symref', 'origin', 'HEAD'])
  const told = /^ref: refs\/heads\/(.+)\tHEAD$/m.exec(head)?.[1]
  const current = await ask(place, ['symbolic-ref', '--short', 'HEAD'])
  for (const name of [told, 'main', 'master', current]) {
    if (name !== undefined && (await tipOf({ place, branches }, name)) !== undefined) return name
  }
  const where = origin === undefined ? 'the repository' : 'the remote origin'
  throw new Failure('git/no-commits', `${where} has no commit on a main branch yet`, {
    hint: 'Commit the desired state and push it: git add -A && git commit -m "Desired state" && git push -u origin HEAD',
  })
}
