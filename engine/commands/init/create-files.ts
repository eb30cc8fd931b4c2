import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createFile } from '../../adapters/files.ts'
import { Failure } from '../../model/failure.ts'

/** Writes new files below `root`, which is made where it is missing: all of them, or none where one cannot be written. */
export async function createFiles(root: string, files: ReadonlyMap<string, string>): Promise<void> {
  const first = await mkdir(root, { recursive: true }).catch((cause: unknown) => {
    throw new Failure('init/not-writable', `${root} cannot be made`, {
      hint: 'choose a folder that you may write to',
      cause,
    })
  })
  const made: string[] = []
  try {
    for (const [path, text] of files) {
      await createFile(root, path, text)
      made.push(join(root, path))
    }
  } catch (error) {
    for (const each of made) await rm(each, { force: true })
    if (first !== undefined) await rm(first, { recursive: true, force: true })
    throw error
  }
}

/** Paths below a folder, with forward slashes; none where there is no folder yet. */
export async function presentIn(root: string): Promise<ReadonlySet<string>> {
  const names = await readdir(root, { recursive: true }).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return []
    throw new Failure('init/not-a-folder', `${root} cannot be used as a folder`, { hint: 'name another one', cause })
  })
  return new Set(names.map((each) => each.replaceAll('\\', '/')))
}
