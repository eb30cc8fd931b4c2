import type { Json, JsonObject } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import type { Strictness } from './compliance.ts'
import { equivalence } from './equivalence.ts'
import type { Merged } from './merge.ts'
import { mergeLists, mergeMaps } from './merge.ts'
import { comparableMetadata, metadataToCompare } from './metadata.ts'

/** One top-level key of a definition held against an observed object. */
export type KeyComparison =
  | { readonly error: string }
  | {
      readonly merged: Json
      readonly differs: boolean
      readonly missing: boolean
      /** What the comparison leaves of a desired list (merge.ts). */
      readonly rewritten?: readonly Json[]
    }

/** Keys that say what an object is, and are not compared. */
export function isIdentityKey(key: string): boolean {
  return key === 'apiVersion' || key === 'kind'
}

/** handleSingleKey of the controller. */
export function compareKey(
  key: string,
  desired: JsonObject,
  observed: JsonObject,
  strictness: Strictness,
  zeroIsAbsent: boolean,
): KeyComparison {
  const wanted = key === 'metadata' ? comparableMetadata(desired.metadata) : (desired[key] ?? null)
  const there = Object.hasOwn(observed, key) ? observed[key] : undefined
  if (isContainer(wanted) && there !== undefined && there !== null && !isSameShape(wanted, there)) {
    return { error: `Error merging changes into key "${key}": object type of template and existing do not match` }
  }
  const laid = layOver(wanted, there, strictness, zeroIsAbsent)
  const missing = laid.missing || there === undefined
  if (key === 'metadata') {
    return compareMetadata(laid.value, desired, observed, missing, zeroIsAbsent)
  }
  const compared = key === 'stringData' && observed.kind === 'Secret' ? decodedData(observed) : there
  if (typeof compared === 'string' && compared !== there) return { error: compared }
  const match = equivalence(laid.value, compared, zeroIsAbsent)
  const rewritten = laid.rewritten === undefined ? {} : { rewritten: laid.rewritten }
  return { merged: laid.value, differs: !match.equal, missing: missing || match.missing, ...rewritten }
}

function layOver(
  wanted: Json,
  there: Json | undefined,
  strictness: Strictness,
  zeroIsAbsent: boolean,
): Merged & { readonly rewritten?: readonly Json[] } {
  if (strictness === 'musthave') {
    if (Array.isArray(wanted) && Array.isArray(there)) return mergeLists(wanted, there, zeroIsAbsent)
    if (isObject(wanted) && isObject(there)) return mergeMaps(wanted, there, zeroIsAbsent)
  }
  return { value: wanted, missing: false }
}

function compareMetadata(
  merged: Json,
  desired: JsonObject,
  observed: JsonObject,
  missing: boolean,
  zeroIsAbsent: boolean,
): KeyComparison {
  const isNamespace = desired.apiVersion === 'v1' && desired.kind === 'Namespace'
  const sides = metadataToCompare(
    isObject(merged) ? merged : {},
    isObject(observed.metadata) ? observed.metadata : {},
    isNamespace,
  )
  const match = equivalence(sides.desired, sides.observed, zeroIsAbsent)
  return { merged: sides.desired, differs: !match.equal, missing: missing || match.missing }
}

function isContainer(value: Json): boolean {
  return typeof value === 'object' && value !== null
}

function isSameShape(a: Json, b: Json): boolean {
  return isContainer(b) && Array.isArray(a) === Array.isArray(b)
}

/** The texts that a Secret holds, or why they cannot be read. */
function decodedData(secret: JsonObject): JsonObject | string {
  const data = secret.data
  if (data === undefined) return {}
  if (!isObject(data)) return 'Error accessing encoded data'
  const entries: [string, Json][] = []
  for (const [key, encoded] of Object.entries(data)) {
    if (typeof encoded !== 'string') return 'Error accessing encoded data'
    const decoded = decodeBase64(encoded)
    if (decoded === undefined) {
      const name = isObject(secret.metadata) ? secret.metadata.name : ''
      return `Error decoding secret: ${typeof name === 'string' ? name : ''}`
    }
    entries.push([key, decoded])
  }
  return Object.fromEntries(entries)
}

function decodeBase64(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/\r\n]*={0,2}[\r\n]*$/.test(text)) return undefined
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
    return new TextDecoder('utf-8').decode(bytes)
  } catch {
    return undefined
  }
}
