import { observe } from '../effects/observe.ts'
import type { Component } from '../model/component.ts'
import type { DriftReport } from '../model/drift.ts'
import { Failure } from '../model/failure.ts'
import type { Repository } from '../model/git.ts'
import type { Json } from '../model/json.ts'
import type { Source } from '../model/observation.ts'
import { originsAt } from '../model/traced.ts'
import { wantedOf } from '../model/wanted.ts'
import { compare } from '../stages/compare.ts'
import { explainOrigin } from '../stages/explain.ts'
import type { JudgeInput, Memory } from '../stages/judge.ts'
import { judge } from '../stages/judge.ts'
import { readHub } from '../stages/read-hub.ts'
import { readRendered } from '../stages/read-rendered.ts'
import { expandAll } from './expand-all.ts'
import type { Merged } from './read-merged.ts'
import { readMerged } from './read-merged.ts'

export interface PatrolInput {
  readonly repository: Repository
  readonly source: Source
  readonly components: readonly Component[]
  readonly environment: string | undefined
  readonly memory: (environment: string) => Promise<Memory>
  readonly parseYaml: (text: string) => Json
  readonly now: string
}

/** Observes an environment once and judges it against what was merged. */
export async function patrol(input: PatrolInput): Promise<DriftReport> {
  const merged = await readMerged(input.repository)
  const environment = environmentOf(merged, input.environment)
  const { rendered } = readRendered(environment, merged.rendered)
  const observation = readHub(await observe(input.source, rendered, input.now), wantedOf(rendered).hubNamespace)
  return judge({
    rendered,
    observation,
    compare: (template, objects) => compare(template, objects, { parseYaml: input.parseYaml, server: 'live' }),
    sourceOf: sourceOf(merged, environment, input.components),
    memory: await input.memory(environment),
  })
}

function environmentOf(merged: Merged, wanted: string | undefined): string {
  const [first, second] = merged.environments
  const all = merged.environments.join(', ')
  if (first === undefined) {
    throw new Failure(
      'drift/nothing-merged',
      'the default branch has no rendered/ folder, so there is nothing to compare with',
      {
        hint: 'run `isthmus expand`, commit and merge rendered/, or merge the change proposal',
      },
    )
  }
  if (wanted === undefined && second === undefined) return first
  if (wanted !== undefined && merged.environments.includes(wanted)) return wanted
  throw wanted === undefined
    ? new Failure('usage/several-environments', `there are several environments: ${all}`, {
        hint: 'choose one with --environment NAME',
      })
    : new Failure('usage/unknown-environment', `nothing of an environment ${wanted} is merged`, {
        hint: `merged are: ${all}`,
      })
}

/** The line that asked for a value: the sources of the same commit, expanded again; the rendered file where they say nothing. */
function sourceOf(merged: Merged, environment: string, components: readonly Component[]): JudgeInput['sourceOf'] {
  const { environments, documents } = expandAll({ files: merged.sources, findings: [] }, components, environment)
  const policies = new Map(environments.flatMap((each) => each.plan.policies.map((policy) => [policy.name, policy])))
  return (name, pointer) => {
    const [origin] = originsAt(policies.get(name)?.origins ?? new Map(), pointer)
    if (!origin) return { file: `rendered/${environment}/${name}.yaml`, line: 1 }
    const { file, line } = explainOrigin(origin, documents)
    return { file, line }
  }
}
