import type { Json } from './json.ts'
import { isObject } from './json.ts'
import type { ObjectKey } from './kube.ts'

/** What stands in place of a secret, everywhere. */
export const REDACTED = '(redacted)'

/** Values that look like credentials wherever they stand (blueprint S1). */
const SECRET_VALUES: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bhv[sbr]\.[A-Za-z0-9_-]{20,}/,
  /\bs\.[A-Za-z0-9]{24}\b/,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{30,}/,
  /\bglpat-[A-Za-z0-9_-]{20,}/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\./,
  /\bLS0tLS1CRUdJTi[A-Za-z0-9+/=]{20,}/,
  /\/\/[^/\s:@]+:[^/\s:@]+@/,
]

const SECRET_KEY = /(passw(or)?d|passphrase|secret|token|api[-_]?key|private[-_]?key|credential|client[-_]?secret)/i
/** Keys that name a secret without holding one. */
const REFERENCE_KEY = /(ref|name|names|path|file|ttl|audience|audiences|namespace|expirationseconds)$/i

/**
 * The one place where values are made fit to be shown. Fails closed: what it cannot judge is redacted.
 * `pointer` is the place of the value in the object.
 */
export function redactValue(object: ObjectKey, pointer: string, value: Json): Json {
  try {
    if (isSecretPlace(object, pointer) && pointer !== '') return mask(value)
    return redactTree(object, pointer, value)
  } catch {
    return REDACTED
  }
}

export function isRedacted(value: Json | undefined): boolean {
  if (value === REDACTED) return true
  if (Array.isArray(value)) return value.some(isRedacted)
  return isObject(value) && Object.values(value).some(isRedacted)
}

function redactTree(object: ObjectKey, pointer: string, value: Json): Json {
  if (typeof value === 'string') return isSecretText(value) || isSecretPlace(object, pointer) ? REDACTED : value
  if (Array.isArray(value)) return value.map((item, i) => redactTree(object, `${pointer}/${i}`, item))
  if (!isObject(value)) return value
  const named = value.name
  return Object.fromEntries(
    Object.entries(value).map(([key, child]): [string, Json] => {
      const here = `${pointer}/${key}`
      const isSecretEnv = key === 'value' && typeof named === 'string' && SECRET_KEY.test(named)
      return [key, isSecretEnv || isSecretPlace(object, here) ? mask(child) : redactTree(object, here, child)]
    }),
  )
}

export function isSecretText(text: string): boolean {
  return SECRET_VALUES.some((each) => each.test(text))
}

function isSecretPlace(object: ObjectKey, pointer: string): boolean {
  if (object.kind === 'Secret' && /^\/(data|stringData)(\/|$)/.test(pointer)) return true
  if (pointer.endsWith('last-applied-configuration')) return true
  const key = pointer.slice(pointer.lastIndexOf('/') + 1)
  return SECRET_KEY.test(key) && !REFERENCE_KEY.test(key)
}

/** Containers keep their keys, so that a report can still say which one changed. */
function mask(value: Json): Json {
  if (value === null || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(mask)
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, child]): [string, Json] => [key, mask(child)]))
  return REDACTED
}
