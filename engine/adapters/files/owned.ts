import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../model/failure.ts'
import { INDEX_FILE } from '../../model/rendered.ts'
import { hashesIn, readIndex } from '../../model/rendered-index.ts'
import { codeOf } from './paths.ts'
import { readText } from './read-text.ts'
import { STAGED } from './stage.ts'

/** Everything in a rendered folder, by path inside it; undefined for what is no plain file, '' for what is no text or too large to be ours. */
export type Present = ReadonlyMap<string, string | undefined>

const FILE_LIMIT = 16 * 1024 * 1024
const COUNT_LIMIT = 100_000

export async function readPresent(folder: string): Promise<Present> {
  const present = new Map<string, string | undefined>()
  const pending = ['']
  for (let here = pending.pop(); here !== undefined; here = pending.pop()) {
    for (const name of await namesIn(join(folder, here))) {
      const path = here === '' ? name : `${here}/${name}`
      const stats = await lstat(join(folder, path))
      if (stats.isDirectory()) pending.push(path)
      else present.set(path, stats.isFile() ? textOf(join(folder, path)) : undefined)
      if (present.size > COUNT_LIMIT) throw tooMany(folder)
    }
  }
  return new Map([...present].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What is no text, or larger than anything of ours, differs from all that we write. */
function textOf(path: string): string {
  const text = readText(path, FILE_LIMIT)
  if (typeof text === 'string') return text
  if (text.rule !== 'files/unreadable') return ''
  throw new Failure('files/not-readable', `${path}: ${text.message}`, { hint: text.hint })
}

function tooMany(folder: string): Failure {
  const hint = `${folder} holds only what Isthmus writes: move the rest elsewhere, or delete it; nothing was changed`
  return new Failure('files/too-many', `there are more than ${COUNT_LIMIT} files in ${folder}`, { hint })
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

/** Files that nobody recorded as ours and that are not what is about to be written: a person's, never touched. */
export function foreignIn(present: Present, wanted: ReadonlyMap<string, string>): readonly string[] {
  const recorded = hashesIn(readIndex(present.get(INDEX_FILE)))
  return [...present]
    .filter(([path, text]) => {
      if (text === undefined) return true
      return path !== INDEX_FILE && !recorded.has(path) && !path.endsWith(STAGED) && wanted.get(path) !== text
    })
    .map(([path]) => path)
}

/** The order in which files are put in place: the record first, so that a crash leaves nothing that looks foreign. */
export function inOrder(files: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  return new Map([...files].sort(([a], [b]) => Number(b === INDEX_FILE) - Number(a === INDEX_FILE) || (a < b ? -1 : 1)))
}

/** The order in which files are taken away: the record last, for the same reason. */
export function lastOf(names: readonly string[]): readonly string[] {
  return [...names].sort((a, b) => Number(a === INDEX_FILE) - Number(b === INDEX_FILE))
}

/** Folders right below `folder` that hold a record of what is ours; a link to one is somebody's. */
export async function recordedFolders(folder: string): Promise<readonly string[]> {
  const kindOf = (...path: readonly string[]) => lstat(join(folder, ...path)).catch(() => undefined)
  const isRecorded = async (name: string) =>
    (await kindOf(name))?.isDirectory() === true && (await kindOf(name, INDEX_FILE))?.isFile() === true
  const names = [...(await namesIn(folder))].sort()
  const recorded = await Promise.all(names.map(isRecorded))
  return names.filter((_, i) => recorded[i])
}
