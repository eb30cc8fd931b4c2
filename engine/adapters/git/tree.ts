import { Failure } from '../../model/failure.ts'
import { TOO_LARGE } from '../../model/git.ts'
import type { Entry } from './listing.ts'
import { below, listed } from './listing.ts'
import type { Opened } from './refs.ts'
import type { GitPlace } from './run.ts'
import { runGit } from './run.ts'

/** Most bytes of one file, and of all files of one reading. */
const FILE_LIMIT = 32 * 2 ** 20
const TOTAL_LIMIT = 256 * 2 ** 20
/** Most bytes of what differs between two commits: what anybody may propose is read for as long as it is open, several at once. */
const CHANGED_LIMIT = 64 * 2 ** 20

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

/** The regular files there, text or not. */
export async function entriesIn(
  opened: Pick<Opened, 'listings'>,
  commit: string,
  folder: string,
): Promise<readonly Entry[]> {
  return below(await opened.listings(commit), folder.replace(/\/+$/, '')).entries
}

/** What differs below a folder at another commit: its text there, undefined where there is none. */
export async function changedFiles(
  opened: Pick<Opened, 'place' | 'listings'>,
  [from, to]: readonly [string, string],
  folder: string,
): Promise<ReadonlyMap<string, string | undefined>> {
  const before = await entriesIn(opened, from, folder)
  const after = await entriesIn(opened, to, folder)
  const ids = new Map(before.map((each) => [each.path, each.id]))
  const changed = after.filter((each) => ids.get(each.path) !== each.id)
  const stays = new Set(after.map((each) => each.path))
  const gone = before.filter((each) => !stays.has(each.path))
  const texts = await readBlobs(opened.place, changed, CHANGED_LIMIT)
  return new Map([...changed, ...gone].map(({ path }) => [path, texts.get(path)]))
}

async function readBlobs(
  place: GitPlace,
  entries: readonly Entry[],
  limit = TOTAL_LIMIT,
): Promise<ReadonlyMap<string, string>> {
  checkSizes(entries, limit)
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

function checkSizes(entries: readonly Entry[], limit: number): void {
  const large = entries.find((each) => each.size > FILE_LIMIT)
  const total = entries.reduce((sum, each) => sum + each.size, 0)
  if (!large && total <= limit) return
  throw new Failure(TOO_LARGE, large ? `${large.path} has ${large.size} bytes` : `the files have ${total} bytes`, {
    hint: `A file may have ${FILE_LIMIT} bytes, all together ${limit}; keep large files out of the desired state.`,
  })
}

function broken(what: string): Failure {
  return new Failure('git/broken-repository', `an object could not be read: ${what.trim()}`, {
    hint: 'Run `git fsck` in the repository, or clone it afresh.',
  })
}
