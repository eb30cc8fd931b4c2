import { Failure } from '../../model/failure.ts'
import type { OnTop, OnTopRequest } from '../../model/git.ts'
import { storeCommit } from './commit.ts'
import type { Opened } from './refs.ts'
import { checkOurs, tipOf } from './refs.ts'
import { git } from './run.ts'

/** The lease names the commit that was looked at, and ours stands on it: whatever the push replaces is an ancestor of it. */
export async function commitOnTop(opened: Opened, request: OnTopRequest): Promise<OnTop> {
  const { place, branches } = opened
  const { branch, expected } = request
  checkOurs(opened, branch)
  const isThere = async () => {
    await branches.refresh()
    return (await tipOf(opened, branch)) === expected
  }
  if (!(await isThere())) return { outcome: 'moved' }
  const commit = await storeCommit(place, { ...request, parent: expected })
  const difference = await git(place, ['diff-tree', '-r', '--name-only', expected, commit])
  if (difference === '') return { outcome: 'unchanged', commit: expected }
  try {
    await branches.move(branch, expected, commit)
  } catch (error) {
    if (error instanceof Failure && error.code === 'git/push-refused' && !(await isThere())) return { outcome: 'moved' }
    throw error
  }
  return { outcome: 'pushed', commit }
}
