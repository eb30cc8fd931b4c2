import { Failure } from '../../model/failure.ts'

const ATTEMPTS = 4
const FIRST_WAIT_MS = 500
/** All waits of one request together; a limit that holds for longer is for the next run. */
const PATIENCE_MS = 90_000

/** Tries again what may pass: after the time that the server asked for, else after twice as long each time. */
export async function withRetries<T>(
  work: () => Promise<T>,
  askedWait: (failure: Failure) => number | undefined,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<T> {
  let left = PATIENCE_MS
  for (let tried = 1; ; tried++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Failure && error.retry) || tried >= ATTEMPTS) throw error
      const wait = askedWait(error) ?? FIRST_WAIT_MS * 2 ** (tried - 1)
      left -= wait
      if (left < 0) throw error
      await sleep(wait)
    }
  }
}
