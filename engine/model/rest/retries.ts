import { Failure } from '../failure.ts'

const ATTEMPTS = 4
const FIRST_WAIT_MS = 500
/** All waits of one request together; a limit that holds for longer is for the next run. */
const PATIENCE_MS = 90_000

export interface Patience {
  readonly askedWait: (failure: Failure) => number | undefined
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Failures that were tried again often enough: work around them does not start over. */
  readonly spent: WeakSet<Failure>
}

/** Tries again what may pass: after the time that the server asked for, else after twice as long each time. */
export async function withRetries<T>(work: () => Promise<T>, { askedWait, sleep, spent }: Patience): Promise<T> {
  let left = PATIENCE_MS
  for (let tried = 1; ; tried++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Failure && error.retry) || spent.has(error)) throw error
      const wait = askedWait(error) ?? FIRST_WAIT_MS * 2 ** (tried - 1)
      left -= wait
      if (tried >= ATTEMPTS || left < 0) {
        spent.add(error)
        throw error
      }
      await sleep(wait)
    }
  }
}
