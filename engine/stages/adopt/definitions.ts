import type { Drift } from '../../model/drift.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { isEqual, isObject, listAt } from '../../model/json.ts'
import { groupOf, keyOf } from '../../model/kube.ts'
import type { PlannedPolicy } from '../../model/plan.ts'
import { pointerOf } from '../../model/pointer.ts'
import { settle } from '../../model/traced.ts'

/** An object as a policy defines it. */
export interface Defined {
  /** Pointer of the definition in the Policy. */
  readonly definition: string
  readonly object: JsonObject
}

/** The definitions of a drift's object in a policy; one without a namespace stands for every namespace. */
export function definitionsOf(policy: PlannedPolicy, drift: Drift): readonly Defined[] {
  return listAt(policy.object, 'spec', 'policy-templates').flatMap((template, i) => {
    const base = ['spec', 'policy-templates', i, 'objectDefinition']
    return listAt(template, 'objectDefinition', 'spec', 'object-templates').flatMap((each, j) => {
      const object = isObject(each) ? each.objectDefinition : undefined
      if (!isObject(object) || !isSame(object, drift)) return []
      return [{ definition: pointerOf([...base, 'spec', 'object-templates', j, 'objectDefinition']), object }]
    })
  })
}

function isSame(object: JsonObject, { object: wanted }: Drift): boolean {
  const key = keyOf(object)
  return (
    groupOf(key.apiVersion) === groupOf(wanted.apiVersion) &&
    key.kind === wanted.kind &&
    key.name === wanted.name &&
    (key.namespace === '' || key.namespace === wanted.namespace)
  )
}

/** Whether a planned value asks for what a report shows as desired. */
export function isAskedBy(planned: Json, shown: Json): boolean {
  return isEqual(planned, shown) || prints(planned, shown)
}

/** Whether RHACM makes the shown value of the planned one: braces are escaped in a policy, else it would execute them. */
export function prints(planned: Json, shown: Json): boolean {
  return isEqual(planned, settle(shown).value)
}
