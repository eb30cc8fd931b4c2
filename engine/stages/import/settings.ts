import { CLUSTER_NAME } from '../../model/cluster-name.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { isEqual, isObject } from '../../model/json.ts'
import { resolvePointer, tokensOf } from '../../model/pointer.ts'
import { originsAt } from '../../model/traced.ts'
import type { Deviation } from './trial.ts'

/** One value of the environment, and what it has to be for the running objects to come out. */
export interface SettingChange {
  readonly pointer: string
  readonly value: Json
}

/** What an observed field may correct; names are read from the objects that bear them, never from texts about them. */
const CORRECTABLE = /^\/spec\/(components\/|domain\/base$|clusters\/\d+\/(cloud|region|zones|network)(\/|$))/

/**
 * The settings behind deviations: a rendered field knows the input that asked for it, so where it repeats that input, alone
 * or inside a text, the observed field says what the input must have been.
 */
export function settingsBehind(deviations: readonly Deviation[], environment: Json): readonly SettingChange[] {
  const changes = new Map<string, Json>()
  for (const { template, difference } of deviations) {
    for (const field of difference.fields) {
      if (field.observed === undefined) continue
      const place = `${template.pointer}${difference.template}/objectDefinition${field.pointer}`
      for (const { pointer } of originsAt(template.policy.origins, place)) {
        if (!CORRECTABLE.test(pointer)) continue
        const input = resolvePointer(environment, pointer)
        const value =
          field.desired === undefined
            ? extended(changes.get(pointer) ?? input, field.observed)
            : inverted(input, field.desired, field.observed)
        if (value !== undefined && (field.desired === undefined || !changes.has(pointer))) changes.set(pointer, value)
      }
    }
  }
  return [...changes].map(([pointer, value]) => ({ pointer, value }))
}

/** One word more in a list that a list of the environment went into. */
function extended(input: Json | undefined, observed: Json): Json | undefined {
  if (!Array.isArray(input) || typeof observed !== 'string') return undefined
  return input.includes(observed) ? input : [...input, observed]
}

function inverted(input: Json | undefined, desired: Json, observed: Json): Json | undefined {
  if (input === undefined || isObject(input)) return undefined
  if (isEqual(input, desired)) return observed
  if (typeof desired !== 'string' || typeof observed !== 'string' || Array.isArray(input)) return undefined
  const text = String(input)
  const at = desired.indexOf(text)
  if (text.length < 2 || at < 0 || desired.indexOf(text, at + 1) >= 0) return undefined
  const [before, after] = [desired.slice(0, at), desired.slice(at + text.length)]
  if (!observed.startsWith(before) || !observed.endsWith(after)) return undefined
  const found = observed.slice(before.length, observed.length - after.length)
  if (found === '' || observed.length < before.length + after.length) return undefined
  return typeof input === 'number' ? (/^\d+$/.test(found) ? Number(found) : undefined) : found
}

/** The environment with one value set; missing objects on the way are made, lists are never extended. */
export function withSetting(environment: JsonObject, { pointer, value }: SettingChange): JsonObject {
  const set = (here: Json | undefined, tokens: readonly string[]): Json => {
    const [token, ...rest] = tokens
    if (token === undefined) return value
    if (Array.isArray(here)) return here.map((item, i) => (String(i) === token ? set(item, rest) : item))
    const object = isObject(here) ? here : {}
    return { ...object, [token]: set(Object.hasOwn(object, token) ? object[token] : undefined, rest) }
  }
  return set(environment, tokensOf(pointer)) as JsonObject
}

export interface Choice {
  readonly pointer: string
  readonly values: readonly Json[]
}

/** Settings of a component that name one of the clusters. */
export function clusterChoicesIn(literal: Json, pointer: string, clusters: readonly string[]): readonly Choice[] {
  const properties = isObject(literal) && isObject(literal.properties) ? literal.properties : {}
  return Object.entries(properties).flatMap(([name, property]) =>
    isObject(property) && property.title === CLUSTER_NAME ? [{ pointer: `${pointer}/${name}`, values: clusters }] : [],
  )
}

/** Settings of a component that have few values: enums and switches, with the values that are not the default. */
export function choicesIn(literal: Json, pointer: string): readonly Choice[] {
  const properties = isObject(literal) && isObject(literal.properties) ? literal.properties : {}
  return Object.entries(properties).flatMap(([name, property]): readonly Choice[] => {
    if (!isObject(property)) return []
    const here = `${pointer}/${name}`
    const values = Array.isArray(property.enum) ? property.enum : property.type === 'boolean' ? [false, true] : []
    const others = (values as readonly Json[]).filter((each) => !isEqual(each, property.default ?? false))
    return others.length > 0 ? [{ pointer: here, values: others }] : choicesIn(property, here)
  })
}
