import type { Json, JsonObject } from '../../engine/model/json.ts'
import { isObject, listAt } from '../../engine/model/json.ts'
import { compare } from '../../engine/stages/compare.ts'
import type { Evaluation } from '../../engine/stages/evaluate.ts'
import { evaluate } from '../../engine/stages/evaluate.ts'
import { parseYaml } from '../../engine/stages/render/yaml.ts'

/** One recorded verdict of RHACM's own controller: what a policy said about a cluster. */
export interface DriftCase {
  readonly id: string | number
  readonly mutations: readonly string[]
  readonly policy: JsonObject
  readonly cluster: readonly JsonObject[]
  readonly expected: Json | undefined
}

/** Reads one line of a case file; throws on a line that is no case. */
export function readDriftCase(line: string): DriftCase {
  const read = JSON.parse(line) as Json
  if (!isObject(read) || !isObject(read.policy) || !Array.isArray(read.cluster)) {
    throw new Error('a case has an id, a policy and a cluster')
  }
  const { id, policy, cluster, expected } = read
  if (typeof id !== 'string' && typeof id !== 'number') throw new Error('a case has an id')
  const mutations = listAt(read, 'mutations').filter((each) => typeof each === 'string')
  return { id, mutations, policy, cluster: cluster.filter(isObject), expected }
}

export function runDriftCase(each: DriftCase): Evaluation {
  return evaluate(each.policy, each.cluster, (policy, objects) => compare(policy, objects, { parseYaml }))
}
