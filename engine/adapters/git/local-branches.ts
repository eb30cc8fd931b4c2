import { Failure } from '../../model/failure.ts'
import type { Branches } from './branches.ts'
import { checkedRef } from './names.ts'
import type { GitPlace } from './run.ts'
import { ask, git } from './run.ts'

/** The branches of a repository without a remote: nobody else moves them unseen. */
export function localBranches(place: GitPlace): Branches {
  return {
    prefix: 'refs/heads/',
    refresh: async () => {},
    head: () => undefined,
    headNow: async () => undefined,
    pin: async () => {},
    tip: (branch) => ask(place, ['rev-parse', '--verify', `refs/heads/${branch}^{commit}`]),
    all: async (beginning) => {
      const lines = (await git(place, ['for-each-ref', '--format=%(refname)%00%(objectname)', 'refs/heads/'])).split(
        '\n',
      )
      const pairs = lines.map((line) => line.slice('refs/heads/'.length).split('\0'))
      return new Map(
        pairs.flatMap(([branch = '', commit]) =>
          commit !== undefined && branch.startsWith(beginning) ? [[branch, commit]] : [],
        ),
      )
    },
    fetch: (ref) => ask(place, ['rev-parse', '--verify', `${checkedRef(ref)}^{commit}`]),
    async move(branch, from, to) {
      const ref = `refs/heads/${branch}`
      await checkNotCheckedOut(place, branch)
      await git(place, to === undefined ? ['update-ref', '-d', ref, from ?? ''] : ['update-ref', ref, to, from ?? ''])
    },
  }
}

async function checkNotCheckedOut(place: GitPlace, branch: string): Promise<void> {
  const worktrees = await git(place, ['worktree', 'list', '--porcelain'])
  if (!worktrees.split('\n').includes(`branch refs/heads/${branch}`)) return
  throw new Failure('git/branch-checked-out', `the branch ${branch} is checked out here`, {
    hint: 'Check out another branch, or give the repository a remote named origin: what is checked out is never touched.',
  })
}
