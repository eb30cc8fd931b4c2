import type { GitPlace } from './run.ts'
import { git } from './run.ts'

/** One regular file at a commit. */
export interface Entry {
  readonly id: string
  /** Bytes. */
  readonly size: number
  readonly path: string
}

/** What lies below a path at a commit. */
export interface Listing {
  readonly entries: readonly Entry[]
  /** Links and submodules. */
  readonly others: readonly string[]
}

/** Commits whose listing is kept: they never change, and to list one is a process however little is asked of it. */
const MOST = 8
/** Files of a listing that is kept. */
const MOST_FILES = 50_000
/** Bytes of a listing: some 250,000 files. */
const MOST_BYTES = 32 * 2 ** 20

/** Gives what lies below the desired state's folder (`a/b/`; '' for all) at a commit, listed once. */
export function knownListings(place: GitPlace, folder: string): (commit: string) => Promise<Listing> {
  const known = new Map<string, Promise<Listing>>()
  return (commit) => {
    const found = known.get(commit) ?? listed(place, commit, folder)
    known.delete(commit)
    known.set(commit, found)
    found.then(
      ({ entries, others }) => entries.length + others.length > MOST_FILES && known.delete(commit),
      () => known.delete(commit),
    )
    for (const oldest of known.keys()) {
      if (known.size <= MOST) break
      known.delete(oldest)
    }
    return found
  }
}

export async function listed(place: GitPlace, commit: string, path: string): Promise<Listing> {
  const at = path === '' ? [] : ['--', path]
  const said = await git(place, ['--literal-pathspecs', 'ls-tree', '-r', '-z', '-l', '--full-tree', commit, ...at], {
    most: MOST_BYTES,
  })
  const [entries, others]: [Entry[], string[]] = [[], []]
  for (const line of said.split('\0')) {
    const entry = entryOf(line)
    if (entry !== undefined) entries.push(entry)
    else if (line !== '') others.push(line.slice(line.indexOf('\t') + 1))
  }
  return { entries, others }
}

/** The part of a listing that is a path, or lies below it. */
export function below({ entries, others }: Listing, path: string): Listing {
  if (path === '') return { entries, others }
  const isIn = (each: string) => each === path || each.startsWith(`${path}/`)
  return { entries: entries.filter((each) => isIn(each.path)), others: others.filter(isIn) }
}

/** `<mode> blob <id> <size>\t<path>`; links, submodules and folders are no files. */
function entryOf(line: string): Entry | undefined {
  const [, id, size, path] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(line) ?? []
  return id === undefined || size === undefined || path === undefined ? undefined : { id, size: Number(size), path }
}
