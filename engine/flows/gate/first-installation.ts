import type { Component } from '../../model/component.ts'
import { Failure } from '../../model/failure.ts'
import type { Repository } from '../../model/git.ts'
import type { Gate } from '../../stages/gate.ts'
import { discover } from '../discover.ts'
import { readMerged } from '../read-merged.ts'

interface FirstInstallationInput {
  readonly repository: Repository
  readonly components: readonly Component[]
  readonly environment: string | undefined
  readonly head: string | undefined
}

/** The gate of an environment of which nothing is merged, as the server sets it: green, without a look. Undefined where something is merged. */
export async function firstInstallation(asked: FirstInstallationInput): Promise<Gate | undefined> {
  const { repository, components, head } = asked
  const { environments, merged } = await discover(repository, components)
  if (asked.environment === undefined && merged.length > 0) return undefined
  const proposed = head === undefined ? [] : (await readMerged(repository, head)).environments
  const comes = [...new Set([...environments, ...proposed])].sort().filter((each) => !merged.includes(each))
  const environment = asked.environment ?? theOne(comes)
  return environment !== undefined && comes.includes(environment) ? greenFor(environment) : undefined
}

function theOne(names: readonly string[]): string | undefined {
  if (names.length < 2) return names[0]
  throw new Failure('usage/several-environments', `there are several environments: ${names.join(', ')}`, {
    hint: 'choose one with --environment NAME',
  })
}

function greenFor(environment: string): Gate {
  const sentence = `nothing of ${environment} is merged yet: a first installation goes to all regions at once`
  return { environment, regions: [], isGreen: true, checks: [{ rule: 'gate/no-wave', isGreen: true, sentence }] }
}
