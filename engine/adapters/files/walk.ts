import type { Dirent } from 'node:fs'
import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isInside } from './paths.ts'
import type { Refusal } from './read-text.ts'
import { NOT_A_FILE } from './read-text.ts'

const DEPTH_LIMIT = 32

/** A file that a walk came upon, by path from the repository root, or why it is none. */
export interface Entry {
  readonly path: string
  readonly real: string
  readonly refusal?: Refusal
}

interface Folder {
  readonly path: string
  readonly real: string
  /** Real paths of the folders above: a link back to one of them is a loop. */
  readonly above: readonly string[]
}

const OUTSIDE: Refusal = {
  rule: 'files/symlink-outside',
  message: 'this link leaves the repository',
  hint: 'copy what it points to into the repository; only what is in it is reviewed',
}
const NOWHERE: Refusal = {
  rule: 'files/broken-link',
  message: 'this link leads nowhere',
  hint: 'remove it, or mend its target',
}
const LOOP: Refusal = {
  rule: 'files/link-loop',
  message: 'this link leads back to a folder above it',
  hint: 'remove it',
}
const TOO_DEEP: Refusal = {
  rule: 'files/too-deep',
  message: `folders are nested deeper than ${DEPTH_LIMIT} levels`,
  hint: 'flatten them',
}
const UNREADABLE: Refusal = {
  rule: 'files/unreadable',
  message: 'this folder cannot be read',
  hint: 'check its permissions',
}

type Found = { readonly entry: Entry } | { readonly folder: Folder } | undefined

/**
 * Files below one folder of a repository whose names are wanted, hidden ones left out; it ends soon after `limit` files
 * or folders. Links are followed inside the repository only. A folder that is not there is empty.
 */
export async function walk(
  root: string,
  folder: string,
  isWanted: (name: string) => boolean,
  limit: number,
): Promise<readonly Entry[]> {
  const entries: Entry[] = []
  const folders: Folder[] = []
  const note = (found: Found) => {
    if (found && 'entry' in found) entries.push(found.entry)
    else if (found) folders.push(found.folder)
  }
  note(await look(root, { path: '', real: root, above: [] }, folder, isWanted))
  for (let visited = 0; visited <= limit && entries.length <= limit; visited += 1) {
    const here = folders.pop()
    if (!here) break
    const inside = await entriesIn(here.real)
    if (!inside) entries.push({ ...here, refusal: UNREADABLE })
    for (const each of inside ?? []) {
      if (each.name.startsWith('.') || (each.isFile() && !isWanted(each.name))) continue
      if (each.isFile()) entries.push({ path: `${here.path}/${each.name}`, real: join(here.real, each.name) })
      else note(await look(root, here, each.name, isWanted))
    }
  }
  return entries
}

async function entriesIn(folder: string): Promise<readonly Dirent[] | undefined> {
  return readdir(folder, { withFileTypes: true }).catch(() => undefined)
}

/** What a name in a folder stands for; undefined where it is neither wanted nor a folder. */
async function look(root: string, parent: Folder, name: string, isWanted: (name: string) => boolean): Promise<Found> {
  const path = parent.path === '' ? name : `${parent.path}/${name}`
  const written = join(parent.real, name)
  const link = await lstat(written).catch(() => undefined)
  if (!link) return undefined
  const real = link.isSymbolicLink() ? await realpath(written).catch(() => undefined) : written
  const stats = real === undefined ? undefined : link.isSymbolicLink() ? await stat(real).catch(() => undefined) : link
  const refuse = (refusal: Refusal): Found => ({ entry: { path, real: written, refusal } })
  if (real === undefined || !stats) return isWanted(name) ? refuse(NOWHERE) : undefined
  if (!isInside(root, real)) return isWanted(name) || stats.isDirectory() ? refuse(OUTSIDE) : undefined
  if (stats.isDirectory()) {
    if (parent.above.length >= DEPTH_LIMIT) return refuse(TOO_DEEP)
    if (parent.real === real || parent.above.includes(real)) return refuse(LOOP)
    return { folder: { path, real, above: [...parent.above, parent.real] } }
  }
  if (!isWanted(name)) return undefined
  return stats.isFile() ? { entry: { path, real } } : refuse(NOT_A_FILE)
}
