import type { JsonObject } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import { describeKey, keyOf } from '../../model/kube.ts'
import { isEnforced, isLookOnly } from '../../model/remediation.ts'

/** One object that a Policy asks for, and what RHACM does about it. */
export interface Carried {
  /** `Kind namespace/name`; without a name where the policy looks at any of a kind. */
  readonly object: string
  readonly content: JsonObject
  /** How it is asked for: the rest of its object template (compliance type, selector, recreateOption), or the spec of a template that stands for itself. */
  readonly how: JsonObject
  /** It is the template itself, of another kind than ConfigurationPolicy. */
  readonly isTemplate: boolean
  /** Name of the template that holds it. */
  readonly template: string
  readonly isLookOnly: boolean
  readonly isEnforced: boolean
  /** RHACM deletes it when it is no longer asked for. */
  readonly isPruned: boolean
}

/** A Policy is asked for what it carries by everything that judges its change; a value never changes. */
const KNOWN = new WeakMap<JsonObject, readonly Carried[]>()

/** What a Policy asks for, in its order; what is no ConfigurationPolicy stands for itself. A disabled Policy writes nothing. */
export function carriedBy(policy: JsonObject | undefined): readonly Carried[] {
  if (policy === undefined) return []
  const carried = KNOWN.get(policy) ?? read(policy)
  KNOWN.set(policy, carried)
  return carried
}

function read(policy: JsonObject): readonly Carried[] {
  const isOff = isDisabled(policy)
  return listAt(policy, 'spec', 'policy-templates').flatMap((template): readonly Carried[] => {
    const definition = at(template, 'objectDefinition')
    if (!isObject(definition)) return []
    const enforced = !isOff && isEnforced(policy.spec, definition)
    const prune = textAt(definition, 'spec', 'pruneObjectBehavior') ?? 'None'
    const common = {
      template: textAt(definition, 'metadata', 'name') ?? '',
      isLookOnly: isLookOnly(definition),
      isEnforced: enforced,
      isPruned: enforced && prune !== 'None',
    }
    const one = (content: JsonObject, how: JsonObject) => ({
      ...common,
      how,
      isTemplate: content === definition,
      object: describeKey(keyOf(content)),
      content,
    })
    if (definition.kind !== 'ConfigurationPolicy')
      return [one(definition, isObject(definition.spec) ? definition.spec : {})]
    return listAt(definition, 'spec', 'object-templates').flatMap((each) => {
      if (!isObject(each)) return []
      const { objectDefinition, ...how } = each
      return isObject(objectDefinition) ? [one(objectDefinition, how)] : []
    })
  })
}

/** `musthave`, `mustonlyhave` or `mustnothave`; '' where the kind of template knows none of them. */
export function complianceOf({ how }: Carried): string {
  return textAt(how, 'complianceType')?.toLowerCase() ?? ''
}

/** When RHACM deletes it and creates it again: `none`, `ifrequired` (where it cannot be updated) or `always`. */
export function recreateOf({ how }: Carried): string {
  return textAt(how, 'recreateOption')?.toLowerCase() ?? 'none'
}

/** True for what must be there, where RHACM may come to write it. */
export function isWritten(carried: Carried): boolean {
  return !carried.isLookOnly && complianceOf(carried) !== 'mustnothave'
}

export function isDisabled(policy: JsonObject | undefined): boolean {
  return at(policy, 'spec', 'disabled') === true
}
