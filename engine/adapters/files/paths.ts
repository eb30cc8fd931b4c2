import type { Stats } from 'node:fs'
import { lstat, realpath } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import { Failure } from '../../model/failure.ts'

/** The system's code of an error, such as ENOENT; '' for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** True where `path` is `folder` or lies below it; both already without symlinks. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

/** The real path of a repository's root. Failure `files/missing-repository` where it is no folder that can be read. */
export async function repositoryRoot(root: string): Promise<string> {
  const hint = 'name the folder of your desired-state repository with -C DIR, or make one with `isthmus init DIR`'
  try {
    const real = await realpath(root)
    if ((await lstat(real)).isDirectory()) return real
  } catch (cause) {
    const what = codeOf(cause) === 'ENOENT' ? 'does not exist' : `cannot be read (${codeOf(cause)})`
    throw new Failure('files/missing-repository', `the folder ${root} ${what}`, { hint, cause })
  }
  throw new Failure('files/missing-repository', `${root} is not a folder`, { hint })
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Absolute path of an output folder, which need not exist. Failure where a symlink leads out of the repository, or a
 * file is in the way.
 */
export async function outputFolder(root: string, folder: string): Promise<string> {
  let here = await repositoryRoot(root)
  const real = here
  const steps = folder.split('/')
  if (steps.some((each) => each === '' || each === '.' || each === '..'))
    throw new Error(`not an output folder: ${folder}`)
  for (const step of steps) {
    const path = join(here, step)
    const stats = await statOf(path)
    here = stats?.isSymbolicLink() ? await realpath(path).catch(() => '') : path
    if (!isInside(real, here))
      throw new Failure('files/symlink-outside', `${folder} is a link that leaves the repository or leads nowhere`, {
        hint: 'replace the link by a folder; output is written inside the repository only',
      })
    if (stats && !stats.isSymbolicLink() && !stats.isDirectory())
      throw new Failure('files/not-a-folder', `${path} is a file where a folder must be`, {
        hint: 'move the file away, or name the environment otherwise',
      })
  }
  return here
}
