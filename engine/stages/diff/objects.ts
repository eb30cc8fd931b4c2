import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, listAt } from '../../model/json.ts'
import { describeKey, keyOf } from '../../model/kube.ts'

/** The objects that a Policy carries, by `Kind namespace/name`; what is no ConfigurationPolicy stands for itself. */
export function objectsOf(policy: JsonObject): readonly (readonly [string, Json])[] {
  return listAt(policy, 'spec', 'policy-templates').flatMap((template) => {
    const definition = isObject(template) ? template.objectDefinition : undefined
    if (!isObject(definition)) return []
    if (definition.kind !== 'ConfigurationPolicy') return [[describeKey(keyOf(definition)), definition] as const]
    return listAt(definition, 'spec', 'object-templates').flatMap((each) => {
      const object = isObject(each) ? each.objectDefinition : undefined
      return isObject(object) ? [[describeKey(keyOf(object)), object] as const] : []
    })
  })
}

/** The Policy without the objects that it carries: remediation, dependencies, compliance types, messages. */
export function shellOf(policy: JsonObject): Json {
  return strip(policy, false)
}

function strip(value: Json, inTemplates: boolean): Json {
  if (Array.isArray(value)) return value.map((each) => strip(each, inTemplates))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]): [string, Json][] => {
      if (inTemplates && key === 'objectDefinition' && isObject(child))
        return [[key, { metadata: child.metadata ?? {}, kind: child.kind ?? '' }]]
      return [[key, strip(child, inTemplates || key === 'object-templates')]]
    }),
  )
}
