/** A JSON value as parsed; never mutated once it is in the model. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value of a JSON text; undefined where it is none. Its members may be anything, however it came. */
export function parsedJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** Reads a nested value by keys; undefined where any step is missing or not a container. Own keys only, so `__proto__` reads nothing. */
export function at(value: Json | undefined, ...keys: readonly (string | number)[]): Json | undefined {
  let here: Json | undefined = value
  for (const key of keys) {
    if (Array.isArray(here)) here = here[Number(key)]
    else if (isObject(here) && Object.hasOwn(here, key)) here = here[key]
    else return undefined
  }
  return here
}

/** Like `at`, but only a string comes back. */
export function textAt(value: Json | undefined, ...keys: readonly (string | number)[]): string | undefined {
  const found = at(value, ...keys)
  return typeof found === 'string' ? found : undefined
}

/** Like `at`, but always a list: empty where the value is missing or no list. */
export function listAt(value: Json | undefined, ...keys: readonly (string | number)[]): readonly Json[] {
  const found = at(value, ...keys)
  return Array.isArray(found) ? found : []
}

/** Deep equality of JSON values; the order of map keys does not count, the order of lists does. */
export function isEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => isEqual(item, b[i]))
  if (!isObject(a) || !isObject(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
}

/** JSON text with sorted keys and no white space: equal values give equal text. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`)
  return `{${entries.join(',')}}`
}
