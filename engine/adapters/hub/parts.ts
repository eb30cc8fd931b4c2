import type { JsonObject } from '../../model/json.ts'
import { isEqual, textAt } from '../../model/json.ts'

/** The objects of one hub namespace, by place and name; all of them for kinds other than Policy. */
interface Part {
  readonly objects: Map<string, JsonObject>
  /** The same as a list, made when it is asked for. */
  list: readonly JsonObject[] | undefined
}

/** The objects of one kind as the last event left them, by hub namespace (`''` for kinds other than Policy). */
export type Parts = Map<string, Part>

export function objectsIn(parts: Parts, name: string): readonly JsonObject[] {
  const part = parts.get(name)
  if (part === undefined) return []
  part.list ??= [...part.objects.values()]
  return part.list
}

/** Everything anew: what is as before stays the very same value. True where an object came, went or changed. */
export function replaceAll(
  parts: Parts,
  objects: readonly JsonObject[],
  homeOf: (object: JsonObject) => string | undefined,
): boolean {
  const old = new Map([...parts].map(([name, part]) => [name, part.objects] as const))
  parts.clear()
  let same = 0
  for (const each of objects) {
    const home = homeOf(each)
    if (home === undefined) continue
    const known = old.get(home)?.get(keyOf(each))
    const isKnown = known !== undefined && isEqual(known, each)
    if (isKnown) same++
    partFor(parts, home).objects.set(keyOf(each), isKnown ? known : each)
  }
  const count = (all: Iterable<ReadonlyMap<string, JsonObject>>) => [...all].reduce((sum, each) => sum + each.size, 0)
  return same !== count(old.values()) || same !== count([...parts.values()].map((each) => each.objects))
}

/** False where it was there as it is. */
export function put(parts: Parts, home: string, object: JsonObject): boolean {
  const part = partFor(parts, home)
  const key = keyOf(object)
  if (isEqual(part.objects.get(key), object)) return false
  part.objects.set(key, object)
  part.list = undefined
  return true
}

/** Takes an object out wherever it is but there; the names of where it was. */
export function removeBut(parts: Parts, home: string | undefined, object: JsonObject): readonly string[] {
  const key = keyOf(object)
  const left = [...parts].filter(([name, { objects }]) => name !== home && objects.has(key))
  for (const [, part] of left) {
    part.objects.delete(key)
    part.list = undefined
  }
  return left.map(([name]) => name)
}

function partFor(parts: Parts, name: string): Part {
  const part = parts.get(name) ?? { objects: new Map<string, JsonObject>(), list: undefined }
  parts.set(name, part)
  return part
}

function keyOf(object: JsonObject): string {
  return `${textAt(object, 'metadata', 'namespace') ?? ''}/${textAt(object, 'metadata', 'name') ?? ''}`
}
