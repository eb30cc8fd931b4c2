import { Failure } from './failure.ts'

/** How often something is tried, and how long one waits for it. */
export interface Patience {
  readonly attempts: number
  /** Before the second attempt; twice as long before each next one. */
  readonly firstWaitMs: number
  /** All waits together; whoever asks for more is left to the next run. */
  readonly patienceMs: number
}

/** A limit that holds for longer is for the next run. */
const USUAL: Patience = { attempts: 4, firstWaitMs: 500, patienceMs: 90_000 }

export interface Retries extends Partial<Patience> {
  /** Milliseconds that the server asked for with this failure. */
  readonly askedWait: (failure: Failure) => number | undefined
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Of the failures that may pass, those that passing time mends; all of them where absent. */
  readonly isMended?: (failure: Failure) => boolean
  /** Failures that were tried again often enough: work around them does not start over. */
  readonly spent?: WeakSet<Failure>
}

/** Milliseconds that `Retry-After` asks for, in seconds or as a date (RFC 9110 section 10.2.3). `now`: RFC 3339. */
export function retryAfterMs(header: string | undefined, now: string): number | undefined {
  if (header === undefined) return undefined
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.parse(now))
}

/** Tries again what may pass: after the time that the server asked for, else after twice as long each time. */
export async function withRetries<T>(work: () => Promise<T>, retries: Retries): Promise<T> {
  const { askedWait, sleep, isMended, spent = new WeakSet(), ...patience } = { ...USUAL, ...retries }
  const { attempts, firstWaitMs, patienceMs } = patience
  let left = patienceMs
  for (let tried = 1; ; tried++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Failure && error.retry) || spent.has(error) || isMended?.(error) === false) throw error
      const wait = askedWait(error) ?? firstWaitMs * 2 ** (tried - 1)
      left -= wait
      if (tried >= attempts || left < 0) {
        spent.add(error)
        throw error
      }
      await sleep(wait)
    }
  }
}
