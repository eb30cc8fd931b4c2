import type { GitRepository } from '../adapters/git.ts'
import { openRepository } from '../adapters/git.ts'
import { kustomizeOf } from '../adapters/kustomize/of-files.ts'
import { kustomizeBuilder } from '../adapters/kustomize.ts'
import type { Kustomize } from '../model/generator-files.ts'
import { configurationIn } from './configuration.ts'
import type { Io } from './io.ts'
import { gitOptionsFor } from './ports/git.ts'

/** Opens the desired-state repository in a directory, which may be a folder of a larger one, as its isthmus.yaml says how; `freshMs` as Git's adapter takes it. */
export async function repositoryIn(directory: string, io: Io, freshMs = 0): Promise<GitRepository> {
  const options = await gitOptionsFor(await configurationIn(directory), directory, io)
  const repository = await openRepository({ ...options, freshMs })
  return { ...repository, kustomize: kustomizeWith(io) }
}

/** Kustomizations are built with the program on the search path of the caller. */
export function kustomizeWith({ env }: Pick<Io, 'env'>): Kustomize {
  return kustomizeOf(kustomizeBuilder(env.PATH ?? ''))
}
