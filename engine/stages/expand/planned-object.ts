import type { PlannedObject } from '../../model/plan.ts'
import type { Origin, Tree } from '../../model/traced.ts'
import { settle } from '../../model/traced.ts'

/** An object that no template engine reads, to be applied on the hub as it is. What no input asked for by name was asked for by `origin`, which brought it in. */
export function plannedObject(tree: Tree, origin?: Origin): PlannedObject {
  return asPlanned(settle(tree, { verbatim: true }), origin)
}

/** The same of a Policy, in whose strings a hub's template engine would find templates: literal braces are escaped. */
export function plannedTemplate(tree: Tree, origin: Origin): PlannedObject {
  return asPlanned(settle(tree), origin)
}

function asPlanned({ value, origins }: ReturnType<typeof settle>, origin: Origin | undefined): PlannedObject {
  return {
    object: value as PlannedObject['object'],
    origins: origin === undefined ? origins : new Map([['', [origin]], ...origins]),
  }
}
