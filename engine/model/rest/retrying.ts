import { Failure } from '../failure.ts'
import type { RestServer } from '../rest.ts'
import { withRetries } from '../retry.ts'
import type { Refusal } from './refusal.ts'

export interface Retrying {
  /** The failure of a refusal, with the wait that the server asks for. */
  failureOf(refusal: Refusal): Failure
  /** Runs a piece of work again while it fails with what may pass. */
  retried<T>(work: () => Promise<T>): Promise<T>
}

export interface RetryingOptions {
  /** The time, RFC 3339 UTC. */
  readonly now: () => string
  readonly sleep: (milliseconds: number) => Promise<void>
}

/** No limit of a forge holds for longer than its hour, whatever an answer says. */
const LONGEST_MS = 3_600_000

/**
 * Waits for as long as a server asks. Where that is too long it is asked nothing until then: GitHub may ban whoever goes on
 * asking while limited (docs.github.com, best practices for the REST API), and a server has many things to ask.
 */
export function retrying({ name, title }: RestServer, { now, sleep }: RetryingOptions): Retrying {
  const waits = new WeakMap<Failure, number>()
  const limit = { until: 0 }
  const nowMs = () => Date.parse(now())
  const retries = { askedWait: (failure: Failure) => waits.get(failure), sleep, spent: new WeakSet<Failure>() }
  const isLimited = (error: unknown): error is Failure =>
    error instanceof Failure && error.code === `${name}/rate-limited`
  return {
    failureOf({ failure, waitMs }) {
      if (waitMs !== undefined) waits.set(failure, waitMs)
      return failure
    },
    async retried(work) {
      const left = limit.until - nowMs()
      if (left > 0 && left <= LONGEST_MS) throw held(name, title, limit.until)
      try {
        return await withRetries(work, retries)
      } catch (error) {
        const wait = isLimited(error) ? waits.get(error) : undefined
        if (wait !== undefined) limit.until = nowMs() + Math.min(wait, LONGEST_MS)
        throw error
      }
    },
  }
}

function held(name: string, title: string, until: number): Failure {
  const time = new Date(until).toISOString().replace(/\.\d+Z$/, 'Z')
  return new Failure(`${name}/rate-limited`, `${title} limits us until ${time}: nothing was asked`, {
    hint: 'it is tried again then; a token of its own for Isthmus shares its limit with nobody',
    retry: true,
  })
}
