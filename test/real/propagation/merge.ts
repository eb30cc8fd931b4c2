import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { isObject, textAt } from '../../../engine/model/json.ts'

/*
 * Written for the stand-in alone, and simpler than the engine's comparison: what is not plainly equal is put to the API
 * server as a dry run, which the engine cannot do. Where the two agree, that means something.
 */

/** The live object with the desired content laid over it (policy-api 5.3 to 5.6). */
export function merged(
  desired: JsonObject,
  live: JsonObject,
  how: { only: boolean; onlyMetadata: boolean },
): JsonObject {
  const asked = withoutStringData(desired)
  const kept = how.only ? keptByMustOnlyHave(asked, live) : live
  const entries = Object.entries(asked)
    .filter(([key]) => !['apiVersion', 'kind', 'metadata', 'status'].includes(key))
    .map(([key, value]): [string, Json] => [key, how.only ? value : laidOver(value, kept[key])])
  return { ...kept, ...Object.fromEntries(entries), metadata: metadataOf(asked, live, how.onlyMetadata) }
}

/** Equal but for the order of lists and for what the API server keeps for itself. */
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return ordered(a ?? null) === ordered(b ?? null)
}

/** True where the live value already holds the desired one. */
export function holds(desired: Json, live: Json | undefined): boolean {
  return live !== undefined && isSame(laidOver(desired, live), live)
}

/** As `holds`, for unnamed templates: a zero value equals an absent one (policy-api 5.7). */
export function holdsLoosely(desired: Json, live: Json): boolean {
  const asked = isObject(desired) ? { ...desired, metadata: shownMetadata(desired) } : desired
  return isSame(laidOver(withoutZeros(asked), withoutZeros(live)), withoutZeros(live))
}

function shownMetadata(object: JsonObject): Json {
  const { labels, annotations } = isObject(object.metadata) ? object.metadata : {}
  return { ...(labels === undefined ? {} : { labels }), ...(annotations === undefined ? {} : { annotations }) }
}

function withoutZeros(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutZeros)
  if (!isObject(value)) return value
  const kept = Object.entries(value).filter(([, each]) => each !== false && each !== 0 && each !== '' && each !== null)
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutZeros(each)]))
}

function keptByMustOnlyHave(desired: JsonObject, live: JsonObject): JsonObject {
  const always = ['apiVersion', 'kind', 'metadata', 'status']
  const ofAccount = live.kind === 'ServiceAccount' ? ['secrets', 'imagePullSecrets'] : []
  const keys = new Set([...always, ...ofAccount, ...Object.keys(desired)])
  return Object.fromEntries(Object.entries(live).filter(([key]) => keys.has(key)))
}

function metadataOf(desired: JsonObject, live: JsonObject, only: boolean): JsonObject {
  const was = isObject(live.metadata) ? live.metadata : {}
  const asked = isObject(desired.metadata) ? desired.metadata : {}
  const changed = (['labels', 'annotations'] as const).flatMap((key): [string, Json][] => {
    const wanted = asked[key]
    if (!isObject(wanted)) return []
    return [[key, only ? wanted : { ...(isObject(was[key]) ? was[key] : {}), ...wanted }]]
  })
  return { ...was, ...Object.fromEntries(changed) }
}

function withoutStringData(object: JsonObject): JsonObject {
  if (object.kind !== 'Secret' || !isObject(object.stringData)) return object
  const { stringData, ...rest } = object
  const encoded = Object.entries(stringData).map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')])
  return { ...rest, data: { ...(isObject(rest.data) ? rest.data : {}), ...Object.fromEntries(encoded) } }
}

function laidOver(desired: Json, live: Json | undefined): Json {
  if (isObject(desired) && isObject(live)) {
    const entries = Object.entries(desired).map(([key, value]): [string, Json] => [key, laidOver(value, live[key])])
    return { ...live, ...Object.fromEntries(entries) }
  }
  if (desired === null && isObject(live)) return live
  if (Array.isArray(desired) && Array.isArray(live)) return listOver(desired, live)
  if (typeof desired === 'string' && typeof live === 'string') return isQuantityOf(desired, live) ? live : desired
  const isPrinted = typeof desired !== 'object' && typeof live !== 'object' && typeof desired !== 'string'
  return isPrinted && String(desired) === String(live) ? (live ?? null) : desired
}

/** Each live item takes the first desired one that it holds or whose `name` it has; the rest of both stays. */
function listOver(desired: readonly Json[], live: readonly Json[]): readonly Json[] {
  const left = desired.map((value) => ({ value, isUsed: false }))
  const rest: Json[] = []
  for (const item of live) {
    const found = left.find((each) => !each.isUsed && isItem(each.value, item))
    if (found === undefined) rest.push(item)
    else Object.assign(found, { value: laidOver(found.value, item), isUsed: true })
  }
  return [...left.map((each) => each.value), ...rest]
}

function isItem(desired: Json, live: Json): boolean {
  if (!isObject(desired) || !isObject(live)) return isSame(desired, live) || String(desired) === String(live)
  const name = textAt(desired, 'name')
  return holds(desired, live) || (name !== undefined && name !== '' && name === textAt(live, 'name'))
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
}

function isQuantityOf(a: string, b: string): boolean {
  if (a === b) return true
  const [left, right] = [quantity(a), quantity(b)]
  return left !== undefined && right !== undefined && Math.abs(left - right) <= 1e-12 * Math.abs(left)
}

function quantity(text: string): number | undefined {
  const [, digits, unit = ''] = /^([+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)([numkMGTP]|[KMGTP]i)?$/.exec(text) ?? []
  return digits === undefined ? undefined : Number(digits) * (UNITS[unit] ?? 1)
}

const SERVERS_OWN = new Set(['managedFields', 'generation', 'resourceVersion'])

function ordered(value: Json, isMetadata = false): string {
  if (Array.isArray(value))
    return `[${value
      .map((each) => ordered(each))
      .sort()
      .join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const keys = Object.keys(value)
    .filter((key) => !(isMetadata && SERVERS_OWN.has(key)))
    .sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${ordered(value[key] ?? null, key === 'metadata')}`).join(',')}}`
}
