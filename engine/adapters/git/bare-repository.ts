import { existsSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Failure } from '../../model/failure.ts'
import type { BareRepository } from '../../model/git.ts'
import { mergeBranch } from './merge.ts'
import { isRefName } from './names.ts'
import { commitOf } from './refs.ts'
import type { GitPlace } from './run.ts'
import { git, runGit } from './run.ts'
import type { Variables } from './variables.ts'

export interface BareOptions {
  /** Root of the desired-state repository, against which a relative address is taken. */
  readonly directory: string
  /** Address of `origin`; must be a bare repository on this machine. */
  readonly origin: string | undefined
  readonly variables: Variables
}

/** The bare repository that `origin` names. Throws `git/not-local` where it is elsewhere, or is not there. */
export function bareRepository(options: BareOptions): BareRepository {
  const directory = folderOf(options)
  const bare: GitPlace = { directory, gitDir: directory, variables: options.variables, silenceMs: 60_000 }
  return {
    directory,
    tip: async (branch) => (isRefName(branch) ? commitOf(bare, `refs/heads/${branch}`) : undefined),
    merge: (request) => mergeBranch(bare, request),
    diff: async (from, to) => {
      const shared = (await git(bare, ['merge-base', from, to])).trim()
      return git(bare, ['diff', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames', shared, to])
    },
    deleteBranch: async (branch, commit) => {
      const { code } = await runGit(bare, ['update-ref', '-d', `refs/heads/${branch}`, commit])
      return code === 0
    },
  }
}

function folderOf({ origin, directory }: BareOptions): string {
  const address = origin?.startsWith('file://') ? fileURLToPath(origin) : origin
  if (address === undefined || (!isAbsolute(address) && /^[^/]+:/.test(address))) {
    const found = address === undefined ? 'the repository has no remote named origin' : 'origin is not on this machine'
    throw new Failure('git/not-local', `${found}, and the local forge keeps pull requests beside it`, {
      hint: 'Make a bare repository and push to it: git init --bare ../desired-state.git && git remote add origin ../desired-state.git && git push -u origin HEAD. Or name another forge in isthmus.yaml.',
    })
  }
  const folder = resolve(directory, address)
  if (existsSync(folder)) return folder
  throw new Failure('git/not-local', `there is no repository at ${folder}`, { hint: 'See `git remote -v`.' })
}
