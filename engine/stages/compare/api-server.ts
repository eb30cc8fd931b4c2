import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, textAt } from '../../model/json.ts'

/**
 * What answers RHACM's dry-run updates. `in-memory`: the one of its own offline `dryrun` program, which stores what it is given
 * for good, null and empty values too, and whose `default` namespace is bare. `live`: a real API server, which keeps nothing of a
 * dry run and leaves out what its types leave out when empty.
 */
export type ApiServer = 'in-memory' | 'live'

/** The object as the server gives it back. A Secret's `stringData` becomes `data` on both. */
export function stored(object: JsonObject, server: ApiServer): JsonObject {
  const folded = withoutStringData(object)
  if (server === 'in-memory') return folded
  const version = textAt(object, 'apiVersion') ?? ''
  const isBuiltIn = !version.includes('.') || version.includes('.k8s.io/')
  const kept = pruned(folded, isBuiltIn)
  return isObject(kept) ? kept : folded
}

/** Members of built-in types that are no pointers in Go: false, 0 and '' are not stored. */
const OMITTED_WHEN_ZERO = new Set(
  (
    'hostNetwork hostPID hostIPC stdin stdinOnce tty readOnly paused publishNotReadyAddresses unschedulable minReadySeconds ' +
    'apiGroup namespace subPath nodeName schedulerName hostname subdomain clusterIP externalName loadBalancerIP priorityClassName'
  ).split(' '),
)
/** Members that are plain maps or lists in Go: empty ones are not stored. */
const OMITTED_WHEN_EMPTY = new Set(
  'labels annotations nodeSelector data binaryData matchLabels limits requests'.split(' '),
)

function pruned(value: Json, isBuiltIn: boolean): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => pruned(item, isBuiltIn))
  if (!isObject(value)) return value
  const entries = Object.entries(value)
    .map(([key, member]): [string, Json] => [key, pruned(member, isBuiltIn)])
    .filter(([key, member]) => member !== null && !(isBuiltIn && isOmitted(key, member)))
  return Object.fromEntries(entries)
}

function isOmitted(key: string, value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0
  if (isObject(value)) return Object.keys(value).length === 0 && OMITTED_WHEN_EMPTY.has(key)
  return (value === false || value === 0 || value === '') && OMITTED_WHEN_ZERO.has(key)
}

function withoutStringData(object: JsonObject): JsonObject {
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1' || !isObject(object.stringData)) return object
  const { stringData, ...rest } = object
  const encoded = Object.entries(stringData).map(([key, text]): [string, Json] => [key, encodeBase64(text)])
  return { ...rest, data: { ...(isObject(rest.data) ? rest.data : {}), ...Object.fromEntries(encoded) } }
}

function encodeBase64(text: Json): Json {
  if (typeof text !== 'string') return text
  const bytes = new TextEncoder().encode(text)
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
