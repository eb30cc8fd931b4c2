import type { GitRepository } from '../adapters/git.ts'
import { openRepository } from '../adapters/git.ts'
import type { Io } from './io.ts'

/** Opens the desired-state repository in a directory. */
export function repositoryIn(directory: string, io: Io): Promise<GitRepository> {
  return openRepository({ directory, variables: io.env })
}
