import type { Json, JsonObject } from '../../model/json.ts'
import { at, isObject } from '../../model/json.ts'
import type { Carried } from './carried.ts'
import type { ChangedValue } from './fields.ts'
import { fieldChanges } from './fields.ts'

/** What changes of a Policy beside the objects that it carries: remediation, dependencies, messages, and how each object is asked for. */
export function shellChanges(
  before: JsonObject,
  after: JsonObject,
  both: readonly { readonly was: Carried; readonly is: Carried }[],
): readonly ChangedValue[] {
  const asked = both.flatMap(({ was, is }) => {
    const { template, content, how } = is
    const name = at(content, 'metadata', 'name') ?? at(content, 'kind')
    const path = `/spec/policy-templates/[${template}]/objectDefinition/spec/object-templates/[${String(name)}]`
    return is.isTemplate ? [] : fieldChanges(was.how, how, path)
  })
  return [...fieldChanges(shellOf(before), shellOf(after)), ...asked]
}

/** A template of another kind than ConfigurationPolicy is carried as a whole. */
function shellOf(value: Json): Json {
  if (Array.isArray(value)) return value.map(shellOf)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]): [string, Json][] => {
      if (key === 'object-templates') return []
      const isCarried = key === 'objectDefinition' && isObject(child) && child.kind !== 'ConfigurationPolicy'
      return [[key, isCarried ? { metadata: { name: at(child, 'metadata', 'name') ?? null } } : shellOf(child)]]
    }),
  )
}
