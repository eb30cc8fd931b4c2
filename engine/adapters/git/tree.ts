import { Failure } from '../../model/failure.ts'
import type { Entry } from './listing.ts'
import { below, listed } from './listing.ts'
import type { Opened } from './refs.ts'
import type { GitPlace } from './run.ts'
import { runGit } from './run.ts'

/** Most bytes of one file, and of all files of one reading. */
const FILE_LIMIT = 32 * 2 ** 20
const TOTAL_LIMIT = 256 * 2 ** 20

/** Text files at a commit below a folder, or the one file of that path; each is read once, and all at once in one process. */
export async function readFiles(
  opened: Pick<Opened, 'place' | 'folder' | 'files' | 'listings'>,
  commit: string,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const at = folder.replace(/\/+$/, '')
  const known = opened.files.get(commit, at)
  if (known !== undefined) return known
  const listing = `${at}/`.startsWith(opened.folder)
    ? below(await opened.listings(commit), at)
    : await listed(opened.place, commit, at)
  const read = await readBlobs(opened.place, listing.entries)
  // Whoever finds nothing among what is kept may take it that nothing is there.
  const isAll = read.size === listing.entries.length + listing.others.length
  return isAll ? opened.files.set(commit, at, read) : read
}

/** Paths of the regular files there, text or not. */
export async function listFiles(
  opened: Pick<Opened, 'listings'>,
  commit: string,
  folder: string,
): Promise<readonly string[]> {
  const { entries } = below(await opened.listings(commit), folder.replace(/\/+$/, ''))
  return entries.map((each) => each.path)
}

async function readBlobs(place: GitPlace, entries: readonly Entry[]): Promise<ReadonlyMap<string, string>> {
  checkSizes(entries)
  if (entries.length === 0) return new Map()
  const { stdout, code, stderr } = await runGit(place, ['cat-file', '--batch'], {
    input: entries.map((each) => `${each.id}\n`).join(''),
  })
  if (code !== 0) throw broken(stderr)
  return decoded(entries, stdout)
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
