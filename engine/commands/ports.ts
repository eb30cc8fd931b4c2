import { performance } from 'node:perf_hooks'
import type { GitRepository } from '../adapters/git.ts'
import { openRepository } from '../adapters/git.ts'
import { kustomizeOf } from '../adapters/kustomize/of-files.ts'
import { rememberedBuilds } from '../adapters/kustomize/remembered.ts'
import { kustomizeBuilder } from '../adapters/kustomize.ts'
import type { Kustomize } from '../model/generator-files.ts'
import { configurationIn } from './configuration.ts'
import type { Io } from './io.ts'
import { gitOptionsFor } from './ports/git.ts'

/**
 * So old may be what a question about branches is answered with. Less than the server waits after it heard of a push: what
 * it asks then is never answered from before the push.
 */
const FRESH_MS = 900

/** Opens the desired-state repository in a directory, which may be a folder of a larger one, as its isthmus.yaml says how. */
export async function repositoryIn(directory: string, io: Io): Promise<GitRepository> {
  const options = gitOptionsFor(await configurationIn(directory), directory, io)
  const repository = await openRepository({ ...options, freshMs: FRESH_MS })
  return { ...repository, kustomize: rememberedBuilds(kustomizeWith(io), () => performance.now()) }
}

/** Kustomizations are built with the program on the search path of the caller. */
export function kustomizeWith({ env }: Pick<Io, 'env'>): Kustomize {
  return kustomizeOf(kustomizeBuilder(env.PATH ?? ''))
}
