import { Failure } from '../model/failure.ts'
import type { Author, Change, PushRequest, Repository } from '../model/git.ts'
import { OTHER_DEFAULT } from '../model/git.ts'
import type { GitAccess } from './git/access.ts'
import { accessTo } from './git/access.ts'
import { appender } from './git/append.ts'
import type { Branches } from './git/branches.ts'
import { knownFiles } from './git/known-files.ts'
import { knownListings } from './git/listing.ts'
import { localBranches } from './git/local-branches.ts'
import { checkPath, isCommitId } from './git/names.ts'
import { commitOnTop } from './git/on-top.ts'
import { deleteBranch, pushBranch } from './git/push.ts'
import type { Opened } from './git/refs.ts'
import { mergeBase, mustResolve, resolve } from './git/refs.ts'
import { completeHistory, remoteBranches } from './git/remote-branches.ts'
import type { CommitMarks, GitPlace } from './git/run.ts'
import { ask, git } from './git/run.ts'
import type { TidyLimits } from './git/tidy.ts'
import { tidy } from './git/tidy.ts'
import { changedFiles, entriesIn, readFiles } from './git/tree.ts'
import type { Variables } from './git/variables.ts'

/** What a clone says without asking its remote. */
export interface Clone {
  /** Address of the remote `origin`, where there is one. */
  readonly origin: string | undefined
  /** Absolute path of the working tree's root, against which a relative address of `origin` is taken. */
  readonly root: string
  /** Who works here, as Git is configured; undefined where it is not. */
  person(): Promise<Author | undefined>
}

export interface GitRepository extends Repository, Clone {
  /** Throws `repository/default-branch-changed` where the remote calls another branch so by now. */
  checkDefaultBranch(): Promise<void>
  /** Packs what our work has left in the clone, where it is much; true where it did. */
  tidy(limits?: TidyLimits): Promise<boolean>
}

export interface GitOptions {
  /** Root of the desired state: of a repository, or a folder of a larger one. */
  readonly directory: string
  /** Environment variables for Git: PATH, HOME, proxies, agents. */
  readonly variables: Variables
  /** A command of Git that says nothing for so long is ended. */
  readonly silenceMs?: number
  /** Questions about branches may be answered by what the remote said so long ago; what is written never relies on it. */
  readonly freshMs?: number
  readonly access?: GitAccess
  readonly marks?: CommitMarks
}

/** A clone as found: where its root is, and which folder of it holds the desired state (`a/b/`; '' for all of it). */
interface Entered {
  readonly place: GitPlace
  readonly folder: string
  readonly origin: string | undefined
  /** It has no more than the newest part of the history. */
  readonly isShallow: boolean
}

/** Throws `git/not-a-repository`. */
export async function openClone(options: GitOptions): Promise<Clone> {
  return cloneOf(await enter(options))
}

/**
 * Opens the repository that a directory lies in and learns what its remote has. Working tree, index and local branches of a
 * repository with a remote are never touched; remote-tracking branches move as with `git fetch`. Where the directory is not
 * the root, paths are those from the directory, and nothing outside of it is written.
 */
export async function openRepository(options: GitOptions): Promise<GitRepository> {
  const entered = await enter(options)
  const { place, folder, origin } = entered
  const { freshMs = 0 } = options
  if (origin !== undefined && entered.isShallow) await completeHistory(place)
  const branches = origin === undefined ? localBranches(place) : await remoteBranches(place)
  const defaultBranch = await defaultBranchOf(place, branches, origin)
  const listings = knownListings(place, folder)
  const known = { files: knownFiles(), listings, commits: new Set<string>() }
  const opened: Opened = { place, folder, branches, defaultBranch, ...known, freshMs }
  const append = appender(opened)
  return {
    ...cloneOf(entered),
    defaultBranch: opened.defaultBranch,
    folder,
    resolve: async (ref) => {
      if (!isCommitId(ref)) await branches.refresh(freshMs)
      return resolve(opened, ref)
    },
    heads: async (prefix) => {
      await branches.refresh(freshMs)
      return await branches.all(prefix)
    },
    messageOf: async (commit) =>
      await git(place, ['show', '--no-patch', '--format=%B', await mustResolve(opened, commit)]),
    mergeBase: async (one, other) => {
      if (![one, other].every(isCommitId)) await branches.refresh(freshMs)
      return mergeBase(opened, one, other)
    },
    readTree: async (commit, path) => {
      const id = await mustResolve(opened, commit)
      if (path.startsWith('/')) return readFiles(opened, id, path.slice(1))
      return below(folder, await readFiles(opened, id, `${folder}${path}`))
    },
    listTree: async (commit, path) => {
      const entries = await entriesIn(opened, await mustResolve(opened, commit), `${folder}${path}`)
      return entries.map((each) => each.path.slice(folder.length))
    },
    sizeOf: async (commit, path) => {
      const entries = await entriesIn(opened, await mustResolve(opened, commit), `${folder}${path}`)
      return entries.reduce((sum, each) => sum + each.size, 0)
    },
    changedFiles: async (from, to, path) => {
      const commits = [await mustResolve(opened, from), await mustResolve(opened, to)] as const
      const changed = await changedFiles(opened, commits, `${folder}${path}`)
      return new Map([...changed].map(([each, text]) => [each.slice(folder.length), text]))
    },
    fetchHead: async (ref, commit) => (await branches.fetch(ref)) === commit,
    commitOnTop: async (request) => commitOnTop(opened, { ...request, change: changeIn(folder, request.change) }),
    pushBranch: async (request) => pushBranch(opened, pushIn(folder, request)),
    appendOrphan: async (request) => append({ ...request, file: `${folder}${request.file}` }),
    deleteBranch: (branch, author) => deleteBranch(opened, branch, author),
    checkDefaultBranch: () => checkDefault(opened),
    tidy: (limits) => tidy(opened, limits),
  }
}

/** The clone that the options lead into. */
export async function enter(options: GitOptions): Promise<Entered> {
  const { directory, variables, silenceMs = 120_000, access = {}, marks } = options
  const here: GitPlace = { directory, variables, silenceMs }
  const asked = ['--show-toplevel', '--show-prefix', '--is-shallow-repository']
  const [root = '', folder = '', shallow] = (await git(here, ['rev-parse', ...asked])).split('\n')
  const at: GitPlace = { ...here, directory: root === '' ? directory : root }
  const origin = await ask(at, ['remote', 'get-url', 'origin'])
  const { variables: own, ...login } = accessTo(origin, access)
  return { place: { ...at, own, ...login, ...(marks ? { marks } : {}) }, folder, origin, isShallow: shallow === 'true' }
}

function cloneOf({ place, origin }: Entered): Clone {
  return { origin, root: place.directory, person: () => personOf(place) }
}

function below(folder: string, files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  if (folder === '') return files
  return new Map([...files].map(([path, text]) => [path.slice(folder.length), text]))
}

function changeIn(folder: string, { write, remove }: Change): Change {
  if (folder === '') return { write, remove }
  for (const path of [...write.keys(), ...remove]) checkPath(path)
  return {
    write: new Map([...write].map(([path, text]) => [`${folder}${path}`, text])),
    remove: remove.map((path) => `${folder}${path}`),
  }
}

function pushIn(folder: string, request: PushRequest): PushRequest {
  const change = changeIn(folder, request.change)
  const madeFrom = request.madeFrom?.map((each) => `${folder}${each}`)
  return { ...request, change, ...(madeFrom === undefined ? {} : { madeFrom }) }
}

async function personOf(place: GitPlace): Promise<Author | undefined> {
  const [name, email] = await Promise.all([
    ask(place, ['config', '--get', 'user.name']),
    ask(place, ['config', '--get', 'user.email']),
  ])
  return name && email ? { name, email } : undefined
}

async function checkDefault({ branches, defaultBranch }: Opened): Promise<void> {
  const now = await branches.headNow()
  if (now === undefined || now === branches.head()) return
  throw new Failure(OTHER_DEFAULT, `the default branch is ${now} now, and was ${defaultBranch} at the start`, {
    hint: 'Start this again: what is merged is read from the default branch as it is at the start.',
  })
}

/** What the remote says, else `main` or `master`, else the current branch; the first that has a commit. */
async function defaultBranchOf(place: GitPlace, branches: Branches, origin: string | undefined): Promise<string> {
  await branches.refresh()
  for (const name of [branches.head(), 'main', 'master']) {
    if (name !== undefined && (await branches.tip(name)) !== undefined) return name
  }
  const current = await ask(place, ['symbolic-ref', '--short', 'HEAD'])
  if (current !== undefined && (await branches.tip(current)) !== undefined) return current
  const where = origin === undefined ? 'the repository' : 'the remote origin'
  throw new Failure('git/no-commits', `${where} has no commit on a main branch yet`, {
    hint: 'Commit the desired state and push it: git add -A && git commit -m "Desired state" && git push -u origin HEAD',
  })
}
