import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, listAt, textAt } from '../../model/json.ts'
import { describeKey, isKubeObject, keyOf } from '../../model/kube.ts'

export interface Found {
  readonly objects: readonly JsonObject[]
  /** Clauses without the file's name. */
  readonly problems: readonly string[]
}

/** The Kubernetes objects of one document, a List opened. What is no resource at all is not of interest; half a resource is. */
export function objectsOf(document: Json): Found {
  // A list that was cut short may hold whole items and nothing else.
  if (Array.isArray(document)) return document.some(isHalf) ? opened(document, {}) : { objects: [], problems: [] }
  if (!isObject(document)) return { objects: [], problems: [] }
  const kind = textAt(document, 'kind') ?? ''
  if (Array.isArray(document.items) && (kind === '' || kind.endsWith('List'))) {
    const found = opened(listAt(document, 'items'), { apiVersion: document.apiVersion, kind: kind.slice(0, -4) })
    if (kind !== '') return found
    // kubectl sorts keys, so a list without its kind ended in the middle of its items.
    return document.items.some(isHalf)
      ? { ...found, problems: [...found.problems, 'a list without a kind; it may be cut short'] }
      : { objects: [], problems: [] }
  }
  if (isKubeObject(document)) return { objects: [asStored(document)], problems: [] }
  return isHalf(document) ? { objects: [], problems: [halfProblem(document)] } : { objects: [], problems: [] }
}

function opened(items: readonly Json[], type: Readonly<Record<string, Json | undefined>>): Found {
  const objects: JsonObject[] = []
  const problems: string[] = []
  for (const item of items) {
    // `kubectl get --raw` lists leave the type of the items to the list.
    const typed: Json =
      isObject(item) && item.kind === undefined && type.kind
        ? { apiVersion: type.apiVersion ?? '', kind: type.kind, ...item }
        : item
    if (isKubeObject(typed)) objects.push(asStored(typed))
    else problems.push(halfProblem(typed))
  }
  return { objects, problems }
}

function isHalf(value: Json): boolean {
  return isObject(value) && (typeof value.apiVersion === 'string' || typeof value.kind === 'string')
}

function halfProblem(value: Json): string {
  const { kind, name } = keyOf(value)
  const what = kind === '' ? 'an object without a kind' : name === '' ? `a ${kind} without a name` : `${kind} ${name}`
  return `${what} is not whole; it may be cut short`
}

/** The API server folds `stringData` into `data` on every write; a file that was applied but never read back still has it. */
function asStored(object: JsonObject): JsonObject {
  const { stringData, ...rest } = object
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1' || !isObject(stringData)) return object
  const encoded = Object.entries(stringData).map(([key, value]): [string, Json] => [
    key,
    Buffer.from(typeof value === 'string' ? value : '').toString('base64'),
  ])
  return { ...rest, data: { ...(isObject(rest.data) ? rest.data : {}), ...Object.fromEntries(encoded) } }
}

/**
 * Which of two readings of one object counts. `oc adm inspect` writes some objects twice, moments apart: the same uid is
 * the same object, and the later resourceVersion is newer (comparable as numbers). Anything else is a contradiction.
 */
export function newerOf(a: JsonObject, b: JsonObject): { readonly object: JsonObject; readonly problem?: string } {
  const [uid, other] = [textAt(a, 'metadata', 'uid'), textAt(b, 'metadata', 'uid')]
  if (uid !== undefined && uid === other) return { object: version(a) > version(b) ? a : b }
  if (JSON.stringify(a) === JSON.stringify(b)) return { object: b }
  return { object: b, problem: `${describeKey(keyOf(b))} is there twice with different content; the later one counts` }
}

function version(object: JsonObject): number {
  return Number(textAt(object, 'metadata', 'resourceVersion') ?? 0) || 0
}
