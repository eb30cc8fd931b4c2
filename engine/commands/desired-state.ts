import { readInsideOf } from '../adapters/files/named.ts'
import { readDesiredState } from '../adapters/files.ts'
import { buildKustomizations } from '../flows/build-kustomizations.ts'
import type { ReadFiles } from '../flows/expand-all.ts'
import type { Io } from './io.ts'
import { kustomizeWith } from './ports.ts'

/** What people wrote in a directory, with what Kustomize makes of their folders. */
export async function desiredStateIn(directory: string, io: Io): Promise<ReadFiles> {
  const { files, findings } = await readDesiredState(directory)
  return { files: await buildKustomizations(files, kustomizeWith(io), readInsideOf(directory)), findings }
}
