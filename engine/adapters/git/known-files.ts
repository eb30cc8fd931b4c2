import type { Change } from '../../model/git.ts'
import { touched } from '../../model/git.ts'

type Files = ReadonlyMap<string, string>

/** Readings of commits, which never change; the oldest commits are forgotten first. */
export interface KnownFiles {
  /** All that is below a path at a commit, where that is nothing but text files; undefined where that was not read, or is forgotten. */
  get(commit: string, path: string): Files | undefined
  /** Keeps a reading, and gives it back with the texts that are known already: the same file of several commits is held once. */
  set(commit: string, path: string, files: Files): Files
  /**
   * A commit of ours that takes its parent's place: what is known of the parent holds where the change does not reach, and is
   * forgotten there. A history would else be held as often as it was appended to.
   */
  follow(parent: string | undefined, commit: string, change: Change): void
}

/** Characters kept, besides the paths. */
const MOST_CHARACTERS = 16 * 2 ** 20
const MOST_COMMITS = 64
/** Commits in which the same text is looked for: mostly the one before has it. */
const RECENT = 8
/** A file of so many characters is kept of the commit that it was last read of: a history, which each commit changes. */
const LARGE = 16 * 1024

export function knownFiles(most = MOST_CHARACTERS): KnownFiles {
  const commits = new Map<string, Map<string, Files>>()
  const held = { characters: 0 }
  const forget = (commit: string) => {
    for (const files of commits.get(commit)?.values() ?? []) held.characters -= charactersIn(files)
    commits.delete(commit)
  }
  const forgetFile = (commit: string, path: string) => {
    const readings = commits.get(commit)
    held.characters -= charactersIn(readings?.get(path) ?? new Map())
    readings?.delete(path)
  }
  const shared = (files: Files): Files => {
    const recent = [...commits.values()].slice(-RECENT).flatMap((readings) => [...readings.values()])
    const sameAs = (path: string, text: string) => recent.map((each) => each.get(path)).find((each) => each === text)
    return new Map([...files].map(([path, text]) => [path, sameAs(path, text) ?? text]))
  }
  const set = (commit: string, path: string, read: Files): Files => {
    const characters = charactersIn(read)
    if (characters > most / 4) return read
    if (read.has(path) && characters > LARGE) for (const each of commits.keys()) forgetFile(each, path)
    const files = shared(read)
    const readings = commits.get(commit) ?? new Map<string, Files>()
    held.characters += characters - charactersIn(readings.get(path) ?? new Map())
    commits.set(commit, readings.set(path, files))
    for (const oldest of commits.keys()) {
      if (oldest === commit || (held.characters <= most && commits.size <= MOST_COMMITS)) break
      forget(oldest)
    }
    return files
  }
  return {
    get: (commit, path) => {
      const readings = commits.get(commit)
      if (readings === undefined) return undefined
      commits.delete(commit)
      commits.set(commit, readings)
      return readings.get(path)
    },
    set,
    follow: (parent, commit, change) => {
      const paths = touched(change)
      for (const [path, files] of (parent && commits.get(parent)) || []) {
        if (!paths.some((each) => reaches(each, path))) set(commit, path, files)
      }
      for (const [path, text] of change.write) set(commit, path, new Map([[path, text]]))
      if (parent !== undefined) forget(parent)
    },
  }
}

/** True where one of the two lies in the other, or is it; an empty path is everything. */
function reaches(one: string, other: string): boolean {
  return one === other || other === '' || one.startsWith(`${other}/`) || other.startsWith(`${one}/`)
}

function charactersIn(files: Files): number {
  let sum = 0
  for (const [path, text] of files) sum += path.length + text.length + 100
  return sum
}
