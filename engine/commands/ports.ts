import type { GitRepository } from '../adapters/git.ts'
import { openRepository } from '../adapters/git.ts'
import { configurationIn } from './configuration.ts'
import type { Io } from './io.ts'
import { gitOptionsFor } from './ports/git.ts'

/** Opens the desired-state repository in a directory, which may be a folder of a larger one, as its isthmus.yaml says how. */
export async function repositoryIn(directory: string, io: Io): Promise<GitRepository> {
  return await openRepository(await gitOptionsFor(await configurationIn(directory), directory, io))
}
