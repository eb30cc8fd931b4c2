import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from './paths.ts'
import { STAGED } from './stage.ts'

/** Name of the file in which a rendered folder records what is ours: `{ files: { path: sha256 } }`. */
const INDEX_FILE = '.isthmus.json'

/** Everything in a rendered folder, by path inside it; undefined for what is no plain file. */
export type Present = ReadonlyMap<string, string | undefined>

export async function readPresent(folder: string): Promise<Present> {
  const present = new Map<string, string | undefined>()
  const pending = ['']
  for (let here = pending.pop(); here !== undefined; here = pending.pop()) {
    for (const name of await namesIn(join(folder, here))) {
      const path = here === '' ? name : `${here}/${name}`
      const stats = await lstat(join(folder, path))
      if (stats.isDirectory()) pending.push(path)
      else present.set(path, stats.isFile() ? await readFile(join(folder, path), 'utf8') : undefined)
    }
  }
  return new Map([...present].sort(([a], [b]) => (a < b ? -1 : 1)))
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

function recordedIn(text: string | undefined): ReadonlySet<string> {
  try {
    const index: unknown = JSON.parse(text ?? '{}')
    const files: unknown = typeof index === 'object' && index !== null && 'files' in index ? index.files : {}
    return new Set(typeof files === 'object' && files !== null ? Object.keys(files) : [])
  } catch {
    return new Set()
  }
}

/** Files that nobody recorded as ours and that are not what is about to be written: a person's, never touched. */
export function foreignIn(present: Present, wanted: ReadonlyMap<string, string>): readonly string[] {
  const recorded = recordedIn(present.get(INDEX_FILE))
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
