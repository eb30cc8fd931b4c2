import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { GeneratorEntry, Kustomize } from '../../model/generator-files.ts'

type Build = (folder: string, root: string) => Promise<GeneratorEntry>

/** Builds out of texts: they are written into a folder of their own, which is removed again. */
export function kustomizeOf(build: Build): Kustomize {
  return async (folder, files) => {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'isthmus-kustomize-')))
    try {
      for (const [path, text] of files) {
        if (path.split('/').includes('..')) continue
        await mkdir(dirname(join(root, path)), { recursive: true })
        await writeFile(join(root, path), text)
      }
      return hidden(await build(join(root, folder), root), root)
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  }
}

/** The folder is another one each time; what is said of it must not be. */
function hidden(entry: GeneratorEntry, root: string): GeneratorEntry {
  if (entry.kind !== 'refused') return entry
  return { ...entry, message: entry.message.replaceAll(`${root}/`, '').replaceAll(root, '.') }
}
