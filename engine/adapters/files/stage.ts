import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '../../model/failure.ts'
import { codeOf } from './paths.ts'

/** Ends the names of files that are on their way; one that was left behind by a crash is ours to remove. */
export const STAGED = '.isthmus-tmp'

interface Changes {
  readonly write: ReadonlyMap<string, string>
  readonly remove: readonly string[]
}

/** Written under this name until every other file is. */
function stagedPath(path: string): string {
  return `${path}.${randomBytes(6).toString('hex')}${STAGED}`
}

/**
 * Brings files of a folder to a state: everything is first written beside its place, so that a full disk or a missing
 * right changes nothing; then each file is moved to its place in the order of `write`. Failure otherwise.
 */
export async function applyChanges(folder: string, { write, remove }: Changes): Promise<void> {
  const undo: (() => Promise<unknown>)[] = []
  const moves: { readonly from: string; readonly to: string }[] = []
  const leftovers: string[] = []
  try {
    for (const [name, text] of write) {
      const to = join(folder, name)
      const from = stagedPath(to)
      await makeFolder(dirname(to), undo)
      undo.push(() => rm(from, { force: true }))
      await writeFile(from, text, { flag: 'wx' })
      moves.push({ from, to })
    }
    for (const name of remove) {
      const from = join(folder, name)
      const aside = stagedPath(from)
      await rename(from, aside)
      undo.push(() => rename(aside, from))
      leftovers.push(aside)
    }
  } catch (cause) {
    for (const each of undo.reverse()) await each().catch(() => undefined)
    throw failureOf(folder, cause)
  }
  try {
    for (const { from, to } of moves) await rename(from, to)
    for (const each of leftovers) await rm(each, { force: true })
  } catch (cause) {
    throw failureOf(folder, cause)
  }
  for (const name of remove) await removeEmpty(folder, dirname(name))
}

async function makeFolder(folder: string, undo: (() => Promise<unknown>)[]): Promise<void> {
  const first = await mkdir(folder, { recursive: true })
  if (first === undefined) return
  undo.push(async () => {
    for (let here = folder; here.length >= first.length; here = dirname(here)) await rmdir(here)
  })
}

/** Git keeps no empty folders, and a person expects none either. */
async function removeEmpty(folder: string, name: string): Promise<void> {
  for (let here = name; here !== '.' && here !== ''; here = dirname(here)) {
    const isGone = await rmdir(join(folder, here)).then(
      () => true,
      () => false,
    )
    if (!isGone) return
  }
}

/** A failed write as a Failure, with what a person can do. */
export function failureOf(folder: string, cause: unknown): Failure {
  const code = codeOf(cause)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new Failure('files/not-writable', `there is no permission to write in ${folder}`, {
      hint: 'make the folder writable for this user, or choose another one; nothing was changed',
      cause,
    })
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Failure('files/no-space', `there is no space left for ${folder}`, {
      hint: 'make room and run it again',
      cause,
    })
  return new Failure('files/not-written', `${folder} cannot be written (${code || String(cause)})`, {
    hint: 'mend what the system reports and run it again',
    cause,
  })
}
