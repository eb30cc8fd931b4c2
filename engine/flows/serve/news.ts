import type { Component } from '../../model/component.ts'
import { Failure } from '../../model/failure.ts'
import type { Repository } from '../../model/git.ts'
import { renderedFolder } from '../../model/rendered.ts'
import { outputDigest } from '../../stages/render.ts'
import { expandAll } from '../expand-all.ts'
import { nextStep } from '../next-step.ts'
import { readMerged } from '../read-merged.ts'
import { renderedIn } from '../rendered-in.ts'
import { takenOutOf } from '../taken-out.ts'

export interface NewsInput {
  readonly repository: Repository
  readonly components: readonly Component[]
  readonly version: string
}

/** What an environment has to propose, as of when it was asked. */
export interface News {
  /** Nobody has been shown it yet: people wait for it. False as well where it cannot be told: whoever does the work finds out why. */
  readonly isNews: boolean
  /** It has been worked on. */
  told(): void
}

/** Which environments have something to propose that nobody has been shown. */
export function newsOf(input: NewsInput): (environment: string) => Promise<News> {
  const shown = new Map<string, string | undefined>()
  return async (environment) => {
    const wanted = await outputOf(environment, input).catch((error: unknown) => {
      if (error instanceof Failure) return undefined
      throw error
    })
    return {
      isNews: wanted !== undefined && wanted !== shown.get(environment),
      told: () => void shown.set(environment, wanted),
    }
  }
}

/** Digest of what an environment should have and has not; undefined where it has it. */
async function outputOf(environment: string, input: NewsInput): Promise<string | undefined> {
  const merged = await readMerged(input.repository)
  const { sources, rendered } = merged
  const all = expandAll({ files: sources, findings: [] }, input.components, environment)
  const [expanded] = all.environments
  if (expanded === undefined)
    return takenOutOf(merged, all, environment).length > 0 ? outputDigest(new Map()) : undefined
  const { files } = nextStep(renderedIn(environment, rendered).rendered, expanded.plan, input.version)
  const folder = renderedFolder(environment)
  const isAsWanted = [...files].every(([path, text]) => rendered.get(`${folder}/${path}`) === text)
  return isAsWanted ? undefined : outputDigest(files)
}
