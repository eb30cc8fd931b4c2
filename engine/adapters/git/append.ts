import { Failure } from '../../model/failure.ts'
import type { AppendRequest } from '../../model/git.ts'
import { storeCommit } from './commit.ts'
import { checkPath } from './names.ts'
import type { Opened } from './refs.ts'
import { checkOurs, tipOf } from './refs.ts'
import type { GitPlace } from './run.ts'
import { runGit } from './run.ts'

const TRIES = 8

/** Compare and swap: whoever is faster wins, and the other one edits what the winner left. */
export async function appendOrphan(opened: Opened, request: AppendRequest): Promise<void> {
  const { place, branches } = opened
  checkOurs(opened, request.branch)
  checkPath(request.file)
  for (let left = TRIES; ; left--) {
    await branches.refresh()
    const tip = await tipOf(opened, request.branch)
    const before = tip === undefined ? '' : await textAt(place, tip, request.file)
    const after = request.edit(before)
    if (after === before) return
    const change = { write: new Map([[request.file, after]]), remove: [] }
    const commit = await storeCommit(place, { ...request, change, parent: tip })
    try {
      return await branches.move(request.branch, tip, commit)
    } catch (error) {
      if (left <= 1 || !(error instanceof Failure) || error.code !== 'git/push-refused') throw error
    }
  }
}

async function textAt(place: GitPlace, commit: string, file: string): Promise<string> {
  const { code, stdout } = await runGit(place, ['cat-file', 'blob', `${commit}:${file}`])
  return code === 0 ? stdout.toString('utf8') : ''
}
