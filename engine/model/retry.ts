import { Failure } from './failure.ts'

/** How often something is tried, and how long one waits for it. */
export interface Patience {
  readonly attempts: number
  /** Before the second attempt; twice as long before each next one. */
  readonly firstWaitMs: number
  /** All waits together; whoever asks for more is left to the next run. */
  readonly patienceMs: number
}

/** Milliseconds that `Retry-After` asks for, in seconds or as a date (RFC 9110 section 10.2.3). `now`: RFC 3339. */
export function retryAfterMs(header: string | undefined, now: string): number | undefined {
  if (header === undefined) return undefined
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.parse(now))
}

/** Tries again what may pass: after the time that was asked for, else after twice as long each time. */
export async function withRetries<T>(
  work: () => Promise<T>,
  askedWait: (failure: Failure) => number | undefined,
  sleep: (milliseconds: number) => Promise<void>,
  { attempts, firstWaitMs, patienceMs }: Patience,
): Promise<T> {
  let left = patienceMs
  for (let tried = 1; ; tried++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Failure && error.retry) || tried >= attempts) throw error
      const wait = askedWait(error) ?? firstWaitMs * 2 ** (tried - 1)
      left -= wait
      if (left < 0) throw error
      await sleep(wait)
    }
  }
}
