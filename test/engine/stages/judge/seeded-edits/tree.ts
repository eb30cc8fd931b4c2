import type { Json, JsonObject } from '../../../../../engine/model/json.ts'
import { isObject } from '../../../../../engine/model/json.ts'

export type Path = readonly (string | number)[]

export function get(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((here, key) => {
    if (Array.isArray(here)) return (here as readonly Json[])[Number(key)]
    return isObject(here) && Object.hasOwn(here, key) ? here[String(key)] : undefined
  }, value)
}

/** A copy with another value at a path; undefined takes it away. */
export function set(value: Json | undefined, path: Path, leaf: Json | undefined): Json {
  const [key, ...rest] = path
  if (key === undefined) return leaf ?? null
  if (Array.isArray(value)) {
    const list = [...(value as readonly Json[])]
    if (rest.length === 0 && leaf === undefined) list.splice(Number(key), 1)
    else list[Number(key)] = set(list[Number(key)], rest, leaf)
    return list
  }
  const object: JsonObject = isObject(value) ? value : {}
  if (rest.length > 0 || leaf !== undefined) return { ...object, [key]: set(object[key], rest, leaf) }
  return Object.fromEntries(Object.entries(object).filter(([each]) => each !== key))
}

/** Every place in a value, itself included, with what is there. */
export function places(value: Json, path: Path = []): readonly { readonly path: Path; readonly value: Json }[] {
  const children: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? (value as readonly Json[]).map((each, i) => [i, each] as const)
    : isObject(value)
      ? Object.entries(value)
      : []
  return [{ path, value }, ...children.flatMap(([key, child]) => places(child, [...path, key]))]
}

export function pointer(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
