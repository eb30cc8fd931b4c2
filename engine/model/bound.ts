import type { Json, JsonObject } from './json.ts'
import { listAt, textAt } from './json.ts'

/** A policy that a binding carries, and the clusters that its PolicySet keeps it from. */
export interface Bound {
  readonly policy: string
  readonly excluded: readonly string[]
}

/** The policies of a binding: its own subjects, and the members of the PolicySets that it names (policy-api 3.2). */
export function boundBy(binding: Json, objects: readonly JsonObject[]): readonly Bound[] {
  return listAt(binding, 'subjects').flatMap((subject): readonly Bound[] => {
    const name = textAt(subject, 'name') ?? ''
    if (textAt(subject, 'kind') !== 'PolicySet') return [{ policy: name, excluded: [] }]
    const set = objects.find((each) => each.kind === 'PolicySet' && textAt(each, 'metadata', 'name') === name)
    const exclusions = listAt(set, 'spec', 'exclusions')
    return listAt(set, 'spec', 'policies').flatMap((policy) => {
      if (typeof policy !== 'string') return []
      const own = exclusions.filter((each) => textAt(each, 'policyName') === policy)
      const excluded = own.flatMap((each) => listAt(each, 'clusterNames')).filter((each) => typeof each === 'string')
      return [{ policy, excluded }]
    })
  })
}
