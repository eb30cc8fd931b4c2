import type { Json } from './json.ts'
import { isObject } from './json.ts'

/** Pointers to texts in Go: empty ones are stored. */
const STORED_TEXTS = new Set(
  'storageClassName ingressClassName runtimeClassName volumeAttributesClassName type path localhostProfile'.split(' '),
)
/** Flags and numbers that are no pointers in Go: false and 0 are not stored. */
const OMITTED_WHEN_ZERO = new Set(
  (
    'hostNetwork hostPID hostIPC stdin stdinOnce tty readOnly paused publishNotReadyAddresses unschedulable minReadySeconds ' +
    'initialDelaySeconds hostPort nodePort healthCheckNodePort globalDefault insecureSkipTLSVerify'
  ).split(' '),
)
/** Plain maps in Go: empty ones are not stored. */
const OMITTED_WHEN_EMPTY = new Set(
  'labels annotations nodeSelector data binaryData matchLabels limits requests parameters volumeAttributes'.split(' '),
)
/** Maps whose keys people choose: whatever is in them is stored. */
const FREE_MAPS = new Set(
  'labels annotations nodeSelector data binaryData stringData matchLabels parameters volumeAttributes'.split(' '),
)

/** True where an API server stores nothing for a member of a built-in kind: omitempty in kubernetes staging/src/k8s.io/api. */
export function isOmittedWhenEmpty(kind: Json | undefined, key: string, value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0
  if (isObject(value)) return Object.keys(value).length === 0 && OMITTED_WHEN_EMPTY.has(key)
  // A claim without a class asks for none; a volume has none by saying nothing.
  if (value === '') return !STORED_TEXTS.has(key) || (kind === 'PersistentVolume' && key === 'storageClassName')
  return (value === false || value === 0) && OMITTED_WHEN_ZERO.has(key)
}

export function isFreeMap(key: string): boolean {
  return FREE_MAPS.has(key)
}
