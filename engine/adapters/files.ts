import { mkdir, rmdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { SourceFile } from '../model/document.ts'
import { Failure } from '../model/failure.ts'
import type { Finding } from '../model/finding.ts'
import { finding } from '../model/finding.ts'
import { SOURCE_LIMIT } from '../model/source-limit.ts'
import { isMeant, misnamedBelow, misnamedInRoot } from './files/misnamed.ts'
import { foreignIn, inOrder, lastOf, readPresent, recordedFolders } from './files/owned.ts'
import { codeOf, outputFolder, repositoryRoot } from './files/paths.ts'
import type { Refusal } from './files/read-text.ts'
import { readText } from './files/read-text.ts'
import { applyChanges, failureOf } from './files/stage.ts'
import { walk } from './files/walk.ts'

const TOTAL_LIMIT = 128 * 1024 * 1024
const COUNT_LIMIT = 50_000

const FOLDERS = ['environments', 'placements', 'policies', 'exceptions'] as const
const ROOT_FILES = ['isthmus.yaml', 'catalog.yaml'] as const

const TOO_MANY: Refusal = {
  rule: 'files/too-many',
  message: `there are more than ${COUNT_LIMIT} files or ${TOTAL_LIMIT / 1024 / 1024} MiB of YAML below this folder; the rest is not read`,
  hint: 'split the repository',
}

export interface ReadState {
  readonly files: readonly SourceFile[]
  readonly findings: readonly Finding[]
}

/**
 * Every YAML file that people write, in order of path. What cannot be read is a finding at line 1 of its path.
 * Failure `files/missing-repository` where `root` is no folder.
 */
export async function readDesiredState(root: string): Promise<ReadState> {
  const repository = await repositoryRoot(root)
  const files: SourceFile[] = []
  const findings: Finding[] = []
  let left = TOTAL_LIMIT
  findings.push(...(await misnamedInRoot(repository)))
  for (const folder of [...ROOT_FILES, ...FOLDERS]) {
    const entries = await walk(repository, folder, isMeant(folder), COUNT_LIMIT - files.length)
    for (const { path, real, refusal } of entries) {
      const misnamed = misnamedBelow(folder, path)
      if (misnamed !== undefined) {
        if (refusal === undefined) findings.push(misnamed)
        continue
      }
      const found = refusal ?? readText(real, SOURCE_LIMIT)
      if (typeof found === 'string') files.push({ path, text: found })
      else findings.push(refused(path, found))
      left -= typeof found === 'string' ? found.length : 0
      if (left < 0) break
    }
    if (left < 0 || files.length > COUNT_LIMIT) {
      findings.push(refused(folder, TOO_MANY))
      break
    }
  }
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), findings }
}

function refused(file: string, { rule, message, hint }: Refusal): Finding {
  return finding(rule, { file, line: 1, column: 1 }, message, hint)
}

/** Files of an output folder by path inside it; a file that is no plain text file is ''. */
export async function readFolder(root: string, folder: string): Promise<ReadonlyMap<string, string>> {
  const present = await readPresent(await outputFolder(root, folder)).catch((cause: unknown) => {
    throw unreadable(folder, cause)
  })
  return new Map([...present].map(([path, text]) => [path, text ?? '']))
}

/** Names of the folders of `rendered/` in which Isthmus wrote, whether or not anything still asks for them. */
export async function renderedNames(root: string): Promise<readonly string[]> {
  const folder = 'rendered'
  return await recordedFolders(await outputFolder(root, folder)).catch((cause: unknown) => {
    throw unreadable(folder, cause)
  })
}

export interface Written {
  readonly written: readonly string[]
  readonly removed: readonly string[]
  readonly unchanged: number
}

/**
 * Makes an output folder hold exactly `files` (paths inside it, `.isthmus.json` among them). Files that the folder's own
 * record names are replaced or removed, also where they were edited by hand; without any file the folder itself goes. Failure
 * `files/foreign-file` where there is any other file, `files/not-writable` without permission; then nothing was changed.
 */
export async function writeOwned(root: string, folder: string, files: ReadonlyMap<string, string>): Promise<Written> {
  const path = await outputFolder(root, folder)
  for (const name of files.keys())
    if (name.split('/').some((each) => each === '' || each === '.' || each === '..'))
      throw new Error(`not a path inside ${folder}: ${name}`)
  const present = await readPresent(path).catch((cause: unknown) => {
    throw unreadable(folder, cause)
  })
  const foreign = foreignIn(present, files)
  if (foreign.length > 0) throw foreignFiles(folder, foreign)
  const changed = [...files].filter(([name, text]) => present.get(name) !== text)
  const removed = [...present.keys()].filter((name) => !files.has(name))
  await applyChanges(path, { write: inOrder(changed), remove: lastOf(removed) })
  // Whatever else came to be in it meanwhile stays.
  if (files.size === 0) await rmdir(path).catch(() => undefined)
  return { written: changed.map(([name]) => name).sort(), removed, unchanged: files.size - changed.length }
}

/** Makes a folder that a person named, where it is missing. Failure `files/not-writable`, `files/not-written`. */
export async function createFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw failureOf(folder, cause)
  })
}

/** Writes one new file, with its folders. Failure `files/exists` where there already is one: nothing is overwritten. */
export async function createFile(root: string, path: string, text: string): Promise<void> {
  const folder = path.includes('/') ? await outputFolder(root, dirname(path)) : await repositoryRoot(root)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, basename(path)), text, { flag: 'wx' })
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw failureOf(folder, cause)
    throw new Failure('files/exists', `${path} is already there`, {
      hint: 'move it away, or choose another folder',
      cause,
    })
  }
}

function unreadable(folder: string, cause: unknown): Failure {
  if (cause instanceof Failure) return cause
  const hint = 'check the permissions of the folder'
  return new Failure('files/not-readable', `${folder} cannot be read (${codeOf(cause)})`, { hint, cause })
}

function foreignFiles(folder: string, foreign: readonly string[]): Failure {
  const shown = foreign.slice(0, 5).map((name) => join(folder, name))
  const rest = foreign.length > shown.length ? ` and ${foreign.length - shown.length} more` : ''
  const hint = `${folder} holds only what Isthmus writes: move ${foreign.length === 1 ? 'it' : 'them'} elsewhere, or delete ${foreign.length === 1 ? 'it' : 'them'}; nothing was changed`
  return new Failure('files/foreign-file', `not written by Isthmus: ${shown.join(', ')}${rest}`, { hint })
}
