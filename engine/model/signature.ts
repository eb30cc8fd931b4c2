import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** HMAC-SHA-256 of the parts one after the other. Over bytes: what was decoded to text may be another body. */
export function hmac(key: string | Uint8Array, ...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const made = createHmac('sha256', key)
  for (const part of parts) made.update(part)
  return made.digest()
}

/** Equality in a time that says nothing of where two values differ, nor how long the secret one is. */
export function isSame(secret: string | Uint8Array, given: string | Uint8Array): boolean {
  const digest = (value: string | Uint8Array) => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(secret), digest(given))
}

/** SHA-256 in hex, of the body and of the time that was signed with it. */
export function bodyDigest(body: Uint8Array, time = ''): string {
  return createHash('sha256').update(time).update(body).digest('hex')
}
