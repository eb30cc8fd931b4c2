import { createHash } from 'node:crypto'

/** Kubernetes' limit for labels and most names. */
export const LABEL_LIMIT = 63
/** `<namespace>.<policy>` becomes a label value, and the admission webhook refuses 63 (policy-api 2.1). */
export const POLICY_FULL_NAME_LIMIT = 62

/** RFC 1123 label: what a namespace, a cluster and a placement may be called. */
export function isDnsLabel(name: string): boolean {
  return name.length <= LABEL_LIMIT && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)
}

/** Lower-case hex digest of text, `length` characters (at most 64). */
export function digest(text: string, length = 8): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length)
}

/** The name itself where it fits, else its beginning and a hash of the whole: the same long name gives the same short one on every machine. */
export function shorten(name: string, limit = LABEL_LIMIT): string {
  if (name.length <= limit) return name
  const kept = name.slice(0, Math.max(1, limit - 9)).replace(/[-.]+$/, '')
  return `${kept}-${digest(name)}`
}

/**
 * What stands before `-<last>` in a name, also where `shorten` cut it: its hash proves the beginning. Absent where the
 * name does not end so, or was cut within that beginning.
 */
export function stemOf(name: string, last: string): string | undefined {
  if (name.endsWith(`-${last}`)) return name.slice(0, -last.length - 1)
  const [, kept, hash] = /^(.+)-([0-9a-f]{8})$/.exec(name) ?? []
  if (kept === undefined) return undefined
  return kept
    .split('-')
    .map((_, i, words) => words.slice(0, i + 1).join('-'))
    .find((each) => digest(`${each}-${last}`) === hash)
}
