import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../../model/failure.ts'
import type { Merged, MergeRequest } from '../../model/git.ts'
import { failureOf } from './failures.ts'
import { cleanAuthor } from './names.ts'
import { commitOf } from './refs.ts'
import type { GitPlace } from './run.ts'
import { git, runGit } from './run.ts'

/**
 * Merges a branch of a bare repository into its base with a merge commit, in a clone that is thrown away, and pushes
 * that with lease. A branch that the base already holds counts as merged: the last attempt may have died after its push.
 */
export async function mergeBranch(bare: GitPlace, request: MergeRequest): Promise<Merged> {
  const base = await tipOrFailure(bare, request.base)
  const head = await tipOrFailure(bare, request.branch)
  const missing = await git(bare, ['rev-list', '--count', `${base}..${head}`])
  if (missing.trim() === '0') return landedAs(bare, base, head)
  const folder = await mkdtemp(join(tmpdir(), 'isthmus-merge-'))
  try {
    const clone: GitPlace = { directory: folder, variables: bare.variables, silenceMs: bare.silenceMs }
    await git(clone, ['clone', '--shared', '--no-tags', '--branch', request.base, '--', bare.directory, folder])
    await joinBranch(clone, head, request)
    const commit = (await git(clone, ['rev-parse', 'HEAD'])).trim()
    const ref = `refs/heads/${request.base}`
    await git(clone, ['push', `--force-with-lease=${ref}:${base}`, 'origin', `HEAD:${ref}`])
    return { base, head, commit }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function joinBranch(clone: GitPlace, head: string, request: MergeRequest): Promise<void> {
  const { name, email } = cleanAuthor(request.by)
  const variables = {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: request.when,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: request.when,
  }
  const args = ['merge', '--no-ff', '--no-verify', '-m', request.message, head]
  const merged = await runGit(clone, args, { variables })
  if (merged.code === 0) return
  const conflicts = (await git(clone, ['diff', '--name-only', '--diff-filter=U', '-z']))
    .split('\0')
    .filter((each) => each !== '')
  if (conflicts.length === 0) throw failureOf(args, merged.stderr, undefined)
  throw new Failure(
    'git/conflict',
    `${request.branch} and ${request.base} both changed ${conflicts.slice(0, 5).join(', ')}`,
    {
      hint: `Run the command that made the proposal again: it puts it on the newest ${request.base}.`,
    },
  )
}

/** The merge commit that brought `head` into `base`, or `base` itself where history was rewritten as a straight line. */
async function landedAs(bare: GitPlace, base: string, head: string): Promise<Merged> {
  const path = await git(bare, ['rev-list', '--ancestry-path', '--first-parent', '--merges', `${head}..${base}`])
  const commit = path.trim().split('\n').at(-1) || base
  const before = (await commitOf(bare, `${commit}^1`)) ?? base
  return { base: before, head, commit }
}

async function tipOrFailure(bare: GitPlace, branch: string): Promise<string> {
  const tip = await commitOf(bare, `refs/heads/${branch}`)
  if (tip !== undefined) return tip
  throw new Failure('git/no-branch', `there is no branch ${branch} in the repository`, {
    hint: 'Run the command that made the proposal again: it pushes the branch anew.',
  })
}
