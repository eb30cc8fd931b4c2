import { Failure } from '../../model/failure.ts'
import { retryAfterOf } from './failures.ts'

const ATTEMPTS = 4
const FIRST_WAIT_MS = 250
/** A look is not held up for longer by one busy server. */
const LONGEST_WAIT_MS = 20_000

/** Tries again what may pass: after the time that the server asked for, else after twice as long each time. */
export async function withRetries<T>(attempt: () => Promise<T>, sleep: (ms: number) => Promise<void>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt()
    } catch (error) {
      // An expired list is started again by whoever knows where it began.
      const mayPass = error instanceof Failure && error.retry && error.code !== 'cluster/expired'
      if (!mayPass || tried >= ATTEMPTS) throw error
      const asked = retryAfterOf(error)
      const wait = asked === undefined ? FIRST_WAIT_MS * 2 ** (tried - 1) : asked * 1000
      if (wait > LONGEST_WAIT_MS) throw error
      await sleep(wait)
    }
  }
}
