import type { Json, JsonObject } from '../../model/json.ts'
import { at, isEqual, isObject, listAt, textAt } from '../../model/json.ts'
import { describeKey, identityOf, keyOf } from '../../model/kube.ts'
import { ANNOTATION } from '../../model/labels.ts'
import type { PlannedPolicy } from '../../model/plan.ts'
import { isEnforced } from '../../model/remediation.ts'

/** One named object as a policy wants it to be on its clusters. */
export interface WantedObject {
  readonly policy: PlannedPolicy
  /** Of the object in the Policy. */
  readonly pointer: string
  readonly identity: string
  /** `Kind namespace/name`. */
  readonly name: string
  readonly object: JsonObject
  readonly isExact: boolean
  readonly isEnforced: boolean
  /** The template that it stands in. */
  readonly template: Json
}

/** Objects that a policy wants to be there, but not what only looks: health, facts and inputs. */
export function wantedObjects(policy: PlannedPolicy): readonly WantedObject[] {
  return desiredTemplates(policy).flatMap(({ template, definition, pointer }) =>
    listAt(definition, 'spec', 'object-templates').flatMap((each, i): readonly WantedObject[] => {
      const object = at(each, 'objectDefinition')
      const compliance = textAt(each, 'complianceType')?.toLowerCase()
      if (!isObject(object) || compliance === 'mustnothave') return []
      const key = keyOf(object)
      if (key.name === '') return []
      return [
        {
          policy,
          pointer: `${pointer}/spec/object-templates/${i}/objectDefinition`,
          identity: identityOf(key),
          name: describeKey(key),
          object,
          isExact: compliance === 'mustonlyhave',
          isEnforced: isEnforced(policy.object.spec, definition),
          template,
        },
      ]
    }),
  )
}

/** Templates that ask for a state, with their definition and its pointer. */
export function desiredTemplates({
  object,
}: PlannedPolicy): readonly { readonly template: Json; readonly definition: Json; readonly pointer: string }[] {
  return listAt(object, 'spec', 'policy-templates').flatMap((template, i) => {
    const definition = at(template, 'objectDefinition') ?? null
    const role = textAt(definition, 'metadata', 'annotations', ANNOTATION.role)
    const pointer = `/spec/policy-templates/${i}/objectDefinition`
    return role === undefined || role === 'desired' ? [{ template, definition, pointer }] : []
  })
}

/**
 * Where no object can be as both want it: the keys that lead to the first such value, or undefined. What one of them does not name it
 * leaves to the other, unless it wants nothing else there. Lists are not compared, since RHACM looks for items in any order.
 */
export function contradiction(a: WantedObject, b: WantedObject): readonly string[] | undefined {
  const found = differing(a.object, b.object)
  if (found !== undefined || !a.isExact || !b.isExact) return found
  return isEqual(at(a.object, 'spec') ?? null, at(b.object, 'spec') ?? null) ? undefined : ['spec']
}

function differing(a: Json | undefined, b: Json | undefined): readonly string[] | undefined {
  if (isObject(a) && isObject(b)) {
    for (const key of Object.keys(a)) {
      const below = Object.hasOwn(b, key) ? differing(a[key], b[key]) : undefined
      if (below !== undefined) return [key, ...below]
    }
    return undefined
  }
  return isKnown(a) && isKnown(b) && String(a) !== String(b) ? [] : undefined
}

/** A value that is there as it is written: of what a template gives nobody knows before it runs. */
function isKnown(value: Json | undefined): value is string | number | boolean {
  return typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && !value.includes('{{'))
}
