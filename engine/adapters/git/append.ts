import { Failure } from '../../model/failure.ts'
import type { AppendRequest } from '../../model/git.ts'
import { storeCommit } from './commit.ts'
import { checkPath } from './names.ts'
import type { Opened } from './refs.ts'
import { checkOurs, tipOf } from './refs.ts'
import { runGit } from './run.ts'

const TRIES = 8

interface QueuedAppend {
  readonly request: AppendRequest
  readonly done: () => void
  readonly failed: (reason: unknown) => void
}

/**
 * Appends by compare and swap: whoever is faster wins, and the other one edits what the winner left. Within a process nobody
 * races anybody: what is asked while a push runs goes with the next one, a commit for each request.
 */
export function appender(opened: Opened): (request: AppendRequest) => Promise<void> {
  const queues = new Map<string, QueuedAppend[]>()
  const work = async (branch: string, queue: QueuedAppend[]) => {
    while (queue.length > 0) await appendAll(opened, branch, queue.splice(0))
    queues.delete(branch)
  }
  return async (request) => {
    checkOurs(opened, request.branch)
    checkPath(request.file)
    await new Promise<void>((done, failed) => {
      const asked = { request, done, failed }
      const queue = queues.get(request.branch)
      if (queue) queue.push(asked)
      else {
        const begun = [asked]
        queues.set(request.branch, begun)
        void work(request.branch, begun)
      }
    })
  }
}

/** Tells each of those who asked how it went; never throws. */
async function appendAll(opened: Opened, branch: string, asked: readonly QueuedAppend[]): Promise<void> {
  const { branches, freshMs } = opened
  const refused = new Map<QueuedAppend, unknown>()
  try {
    for (let left = TRIES; ; left--) {
      // What has moved since is refused by the remote, and then asked for anew.
      await branches.refresh(left === TRIES ? freshMs : 0)
      const tip = await tipOf(opened, branch)
      refused.clear()
      const end = await commitAll(opened, tip, asked, refused)
      if (end === tip || (await isMoved(opened, branch, tip, end, left))) break
    }
  } catch (error) {
    for (const each of asked) each.failed(error)
    return
  }
  for (const each of asked) {
    if (refused.has(each)) each.failed(refused.get(each))
    else each.done()
  }
}

/** The commits on top of a tip, one for each request that changes something; an edit that throws concerns nobody else. */
async function commitAll(
  opened: Opened,
  tip: string | undefined,
  asked: readonly QueuedAppend[],
  refused: Map<QueuedAppend, unknown>,
): Promise<string | undefined> {
  let parent = tip
  for (const each of asked) {
    const { file } = each.request
    const before = parent === undefined ? '' : await textAt(opened, parent, file)
    try {
      const after = each.request.edit(before)
      if (after === before) continue
      const change = { write: new Map([[file, after]]), remove: [] }
      const commit: string = await storeCommit(opened.place, { ...each.request, change, parent })
      opened.files.follow(parent, commit, change)
      parent = commit
    } catch (error) {
      refused.set(each, error)
    }
  }
  return parent
}

/** False where somebody was faster and there are tries left. */
async function isMoved(
  { branches }: Opened,
  branch: string,
  tip: string | undefined,
  end: string | undefined,
  left: number,
): Promise<boolean> {
  try {
    await branches.move(branch, tip, end)
    return true
  } catch (error) {
    if (left <= 1 || !(error instanceof Failure) || error.code !== 'git/push-refused') throw error
    return false
  }
}

/** Bytes that are no text are kept as far as they can be: a history is never begun anew over them. */
async function textAt({ place, files }: Opened, commit: string, file: string): Promise<string> {
  const known = files.get(commit, file)
  if (known !== undefined) return known.get(file) ?? ''
  const { code, stdout } = await runGit(place, ['cat-file', 'blob', `${commit}:${file}`])
  return code === 0 ? stdout.toString('utf8') : ''
}
