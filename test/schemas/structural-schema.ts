import type { Json, JsonObject } from '../../engine/model/json.ts'
import { isObject } from '../../engine/model/json.ts'

/** How strictly an object is judged. `partial`: an assertion on a part of an object, where fields may be absent. */
export type Strictness = 'whole' | 'partial'

/** Plain JSON Schema keywords that mean the same in a structural schema. */
const KEPT = ['type', 'enum', 'maximum', 'maxLength', 'maxItems', 'maxProperties', 'multipleOf', 'uniqueItems'] as const
/** Keywords that a part of an object need not fulfil. */
const WHOLE_ONLY = ['required', 'minItems', 'minProperties', 'minLength', 'minimum'] as const
const JUNCTORS = ['allOf', 'anyOf', 'oneOf'] as const

/**
 * A CustomResourceDefinition's structural schema as JSON Schema that refuses what the API server would prune or refuse
 * under strict field validation: unknown fields fail unless the schema preserves them.
 * Formats and CEL rules are left out. `metadata` of embedded objects refers to `#/$defs/metadata`.
 */
export function strictSchema(structural: JsonObject, strictness: Strictness): JsonObject {
  const plain = closed(structural, strictness)
  const typed = structural['x-kubernetes-int-or-string'] === true ? { ...plain, type: ['integer', 'string'] } : plain
  return structural.nullable === true ? { anyOf: [{ type: 'null' }, typed] } : typed
}

function closed(structural: JsonObject, strictness: Strictness): JsonObject {
  const properties = isObject(structural.properties) ? structural.properties : undefined
  const values = structural.additionalProperties
  const isEmbedded = structural['x-kubernetes-embedded-resource'] === true
  const isOpen = structural['x-kubernetes-preserve-unknown-fields'] === true || structural.type !== 'object'
  return {
    ...conditions(structural, strictness),
    ...(properties || isEmbedded
      ? { properties: { ...(isEmbedded ? EMBEDDED : {}), ...mapped(properties ?? {}, strictness) } }
      : {}),
    ...(isObject(structural.items) ? { items: strictSchema(structural.items, strictness) } : {}),
    ...(isObject(values)
      ? { additionalProperties: strictSchema(values, strictness) }
      : { additionalProperties: values === true || isOpen }),
  }
}

const EMBEDDED = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { $ref: '#/$defs/metadata' } }

/** What a value must fulfil, apart from which fields there are. */
function conditions(structural: JsonObject, strictness: Strictness): JsonObject {
  const keywords: readonly string[] = strictness === 'whole' ? [...KEPT, ...WHOLE_ONLY] : KEPT
  const kept = keywords.flatMap((key) => (structural[key] === undefined ? [] : [[key, structural[key]] as const]))
  return {
    ...Object.fromEntries(kept),
    ...exclusive(structural),
    ...(typeof structural.pattern === 'string' && isPattern(structural.pattern) ? { pattern: structural.pattern } : {}),
    ...(strictness === 'whole' ? junctors(structural) : {}),
  }
}

/** In OpenAPI 3.0 `exclusiveMinimum` is a flag on `minimum`. */
function exclusive(structural: JsonObject): JsonObject {
  const { minimum, maximum } = structural
  return {
    ...(structural.exclusiveMinimum === true && minimum !== undefined ? { exclusiveMinimum: minimum } : {}),
    ...(structural.exclusiveMaximum === true && maximum !== undefined ? { exclusiveMaximum: maximum } : {}),
  }
}

/** Branches of allOf, anyOf, oneOf and not only judge; they never add fields (structural schemas, rule 1). */
function junctors(structural: JsonObject): JsonObject {
  const branches = JUNCTORS.flatMap((key) => {
    const all = structural[key]
    return Array.isArray(all) ? [[key, all.filter(isObject).map(condition)] as const] : []
  })
  const not = isObject(structural.not) ? { not: condition(structural.not) } : {}
  return { ...Object.fromEntries(branches), ...not }
}

function condition(structural: JsonObject): JsonObject {
  const properties = isObject(structural.properties) ? structural.properties : {}
  const judged = Object.entries(properties).map(
    ([key, value]) => [key, isObject(value) ? condition(value) : true] as const,
  )
  return {
    ...conditions(structural, 'whole'),
    ...(judged.length > 0 ? { properties: Object.fromEntries(judged) } : {}),
    ...(isObject(structural.items) ? { items: condition(structural.items) } : {}),
  }
}

function mapped(properties: JsonObject, strictness: Strictness): Readonly<Record<string, Json>> {
  const entries = Object.entries(properties).map(
    ([key, value]) => [key, isObject(value) ? strictSchema(value, strictness) : true] as const,
  )
  return Object.fromEntries(entries)
}

/** Patterns are written for Go; the few that this platform cannot compile are left to the API server. */
function isPattern(text: string): boolean {
  try {
    new RegExp(text)
    return true
  } catch {
    return false
  }
}
