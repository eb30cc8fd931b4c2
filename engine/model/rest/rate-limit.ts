import type { Json } from '../json.ts'
import { textAt } from '../json.ts'
import { retryAfterMs } from '../retry.ts'

interface Limited {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly data: Json
}

/** What is waited where a server limits without saying how long; GitHub asks for as much. */
const UNTOLD_WAIT_MS = 60_000

/** Limits come as 429, from GitHub also as 403, told from a missing right by headers or text (docs.github.com, rate limits of the REST API). */
export function isLimited({ status, headers, data }: Limited): boolean {
  if (status === 429) return true
  if (status !== 403) return false
  if (headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined) return true
  return /rate limit|abuse detection/i.test(textAt(data, 'message') ?? '')
}

/** Milliseconds until it may be tried again, as the answer says; undefined where it does not. */
export function askedWait(
  headers: Readonly<Record<string, string>>,
  isLimit: boolean,
  now: string,
): number | undefined {
  const after = retryAfterMs(headers['retry-after'], now)
  if (after !== undefined) return after
  if (!isLimit) return undefined
  // GitLab writes them without the x.
  const reset = headers['x-ratelimit-reset'] ?? headers['ratelimit-reset'] ?? ''
  const remaining = headers['x-ratelimit-remaining'] ?? headers['ratelimit-remaining']
  // A whole second more: the reset is given in full seconds.
  if (remaining === '0' && /^\d{1,12}$/.test(reset)) return Math.max(0, (Number(reset) + 1) * 1000 - Date.parse(now))
  return UNTOLD_WAIT_MS
}
