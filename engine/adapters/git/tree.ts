import { Failure } from '../../model/failure.ts'
import type { Opened } from './refs.ts'
import type { GitPlace } from './run.ts'
import { git, runGit } from './run.ts'

/** Most bytes of one file, and of all files of one reading. */
const FILE_LIMIT = 32 * 2 ** 20
const TOTAL_LIMIT = 256 * 2 ** 20

interface Entry {
  readonly id: string
  readonly size: number
  readonly path: string
}

/** Text files at a commit below a folder, or the one file of that path; read in two processes however many they are, and once. */
export async function readFiles(
  { place, files }: Pick<Opened, 'place' | 'files'>,
  commit: string,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const at = folder.replace(/\/+$/, '')
  const known = files.get(commit, at)
  if (known !== undefined) return known
  const { isAll, read } = await readBlobs(place, commit, at)
  // Whoever finds nothing among what is kept may take it that nothing is there.
  if (isAll) files.set(commit, at, read)
  return read
}

/** `isAll`: there is nothing but text files. */
async function readBlobs(
  place: GitPlace,
  commit: string,
  at: string,
): Promise<{ readonly isAll: boolean; readonly read: ReadonlyMap<string, string> }> {
  const listing = await git(place, [
    '--literal-pathspecs',
    'ls-tree',
    '-r',
    '-z',
    '-l',
    '--full-tree',
    commit,
    ...(at === '' ? [] : ['--', at]),
  ])
  const lines = listing.split('\0').filter((each) => each !== '')
  const entries = lines.flatMap(entryOf)
  checkSizes(entries)
  if (entries.length === 0) return { isAll: lines.length === 0, read: new Map() }
  const { stdout, code, stderr } = await runGit(place, ['cat-file', '--batch'], {
    input: entries.map((each) => `${each.id}\n`).join(''),
  })
  if (code !== 0) throw broken(stderr)
  const read = decoded(entries, stdout)
  return { isAll: read.size === lines.length, read }
}

/** `<mode> blob <id> <size>\t<path>`; links, submodules and folders are no files. */
function entryOf(line: string): readonly Entry[] {
  const match = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(line)
  const [, id, size, path] = match ?? []
  return id === undefined || size === undefined || path === undefined ? [] : [{ id, size: Number(size), path }]
}

function decoded(entries: readonly Entry[], batch: Buffer): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  let offset = 0
  for (const entry of entries) {
    const start = batch.indexOf('\n', offset) + 1
    if (start === 0 || !batch.toString('latin1', offset, start).startsWith(`${entry.id} blob ${entry.size}`))
      throw broken(entry.path)
    offset = start + entry.size + 1
    const text = textOf(batch.subarray(start, start + entry.size))
    if (text !== undefined) files.set(entry.path, text)
  }
  return files
}

function textOf(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function checkSizes(entries: readonly Entry[]): void {
  const large = entries.find((each) => each.size > FILE_LIMIT)
  const total = entries.reduce((sum, each) => sum + each.size, 0)
  if (!large && total <= TOTAL_LIMIT) return
  throw new Failure(
    'git/too-large',
    large ? `${large.path} has ${large.size} bytes` : `the files have ${total} bytes`,
    {
      hint: `A file may have ${FILE_LIMIT} bytes, all together ${TOTAL_LIMIT}; keep large files out of the desired state.`,
    },
  )
}

function broken(what: string): Failure {
  return new Failure('git/broken-repository', `an object could not be read: ${what.trim()}`, {
    hint: 'Run `git fsck` in the repository, or clone it afresh.',
  })
}
