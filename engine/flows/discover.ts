import type { Component } from '../model/component.ts'
import type { Configuration } from '../model/configuration.ts'
import type { Repository } from '../model/git.ts'
import { load } from '../stages/load.ts'
import { validate } from '../stages/validate.ts'
import { readMerged } from './read-merged.ts'

export interface Discovered {
  /** Of the sources and of `rendered/`: one that was taken out still has clusters to look at. */
  readonly environments: readonly string[]
  /** Those that `rendered/` has: there is something to compare with. */
  readonly merged: readonly string[]
  /** `isthmus.yaml` of the default branch, where it has a valid one. */
  readonly configuration: Configuration | undefined
}

/** What the default branch says there is to look after. */
export async function discover(repository: Repository, components: readonly Component[]): Promise<Discovered> {
  const merged = await readMerged(repository)
  const { desired } = validate(load(merged.sources).documents, components)
  const names = desired.environments.map((each) => each.value.metadata.name)
  const environments = [...new Set([...names, ...merged.environments])].sort()
  return { environments, merged: merged.environments, configuration: desired.configuration?.value }
}
