import type { Dirent, Stats } from 'node:fs'
import { lstatSync, realpathSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { GeneratorEntry, GeneratorFiles, ReadInside } from '../../model/generator-files.ts'
import { INSIDE_LIMIT } from '../../model/generator-files.ts'
import { isInside, repositoryRoot } from './paths.ts'
import { readText } from './read-text.ts'

const MOST_BYTES = 16 * 1024 * 1024
const TOTAL_LIMIT = 128 * 1024 * 1024
const COUNT_LIMIT = 10_000
const KUSTOMIZATION = /^kustomization\.ya?ml$/

/** Builds a folder with a kustomization; both paths are real, and nothing above `root` may be used. */
export type Kustomize = (folder: string, root: string) => Promise<GeneratorEntry>

interface Budget {
  /** Of one file. */
  readonly each: number
  bytes: number
  files: number
  /** Where folders really are, by path. */
  readonly folders: Map<string, string | undefined>
}

/**
 * What stands at paths that a file in `folder` names. What leaves the folder, by `..` or by a link, is refused; what is not
 * there has no entry. A file has `each` bytes at most. Failure `files/missing-repository` where `folder` is none.
 */
export async function readNamed(
  folder: string,
  paths: readonly string[],
  kustomize: Kustomize,
  each = MOST_BYTES,
): Promise<GeneratorFiles> {
  const root = await repositoryRoot(folder)
  const budget = { each, bytes: TOTAL_LIMIT, files: COUNT_LIMIT, folders: new Map<string, string | undefined>() }
  const entries = new Map<string, GeneratorEntry>()
  for (const path of paths) {
    const entry = await entryAt(root, path, budget, kustomize)
    if (entry) entries.set(path, entry)
  }
  return entries
}

function refused(message: string, hint: string): GeneratorEntry {
  return { kind: 'refused', message, hint }
}

const OUTSIDE = refused('leaves the folder of this file', 'copy what it needs into that folder; only that is reviewed')

async function entryAt(
  root: string,
  path: string,
  budget: Budget,
  kustomize: Kustomize,
): Promise<GeneratorEntry | undefined> {
  if (path.includes('\0')) return refused('is no path', 'name a file or a folder')
  const written = resolve(root, path)
  if (!isInside(root, written)) return OUTSIDE
  if (written === root) return refused('is the folder of this file itself', 'put the manifests into a folder below it')
  const found = foundAt(written, budget.folders)
  if (found === undefined) return undefined
  if (!isInside(root, found.path)) return OUTSIDE
  return found.isFolder ? await folderAt(found.path, root, budget, kustomize) : fileAt(found.path, budget)
}

/** What a path really leads to; undefined where nothing is there. Where a folder really is, is asked once. */
function foundAt(
  written: string,
  folders: Map<string, string | undefined>,
): { readonly path: string; readonly isFolder: boolean } | undefined {
  const folder = dirname(written)
  if (!folders.has(folder)) folders.set(folder, realPath(folder))
  const above = folders.get(folder)
  if (above === undefined) return undefined
  const path = join(above, basename(written))
  const stats = statsOf(path)
  if (!stats?.isSymbolicLink()) return stats && { path, isFolder: stats.isDirectory() }
  const target = realPath(path)
  return target === undefined ? undefined : foundAt(target, folders)
}

function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** Synchronous: for thousands of small files that takes a fraction of the time. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}

function fileAt(real: string, budget: Budget): GeneratorEntry {
  const text = readText(real, budget.each)
  if (typeof text !== 'string') return refused(`cannot be used: ${text.message}`, text.hint)
  budget.files -= 1
  budget.bytes -= text.length
  if (budget.files < 0 || budget.bytes < 0) return refused('is one file too many', 'split the generator file')
  return { kind: 'file', text }
}

async function folderAt(real: string, root: string, budget: Budget, kustomize: Kustomize): Promise<GeneratorEntry> {
  const found = await readdir(real, { withFileTypes: true }).catch((): readonly Dirent[] | undefined => undefined)
  if (!found) return refused('cannot be read', 'check its permissions')
  const names = found
    .filter((each) => !each.isDirectory() && /\.ya?ml$/.test(each.name))
    .map((each) => each.name)
    .sort()
  if (names.some((name) => KUSTOMIZATION.test(name))) return await kustomize(real, root)
  const files = new Map<string, string>()
  for (const name of names) {
    const target = realPath(join(real, name))
    if (target === undefined) return refused(`holds a link that leads nowhere: ${name}`, 'remove it')
    if (!isInside(root, target)) return refused(`holds a link that leaves the folder of this file: ${name}`, 'copy it')
    const entry = fileAt(target, budget)
    if (entry.kind !== 'file') return entry
    files.set(name, entry.text)
  }
  return { kind: 'folder', files }
}

/** Reads single files inside folders of a repository, as they are there now; kustomizations among them are not built. */
export function readInsideOf(root: string): ReadInside {
  const unbuilt: Kustomize = async () => refused('is a folder', 'name a file')
  return async (folder, paths) => await readNamed(join(root, folder), paths, unbuilt, INSIDE_LIMIT)
}
