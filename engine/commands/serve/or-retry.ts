import type { Attempted } from '../../flows/serve/worker.ts'
import { Failure } from '../../model/failure.ts'
import type { Log, LogFields } from '../../model/log.ts'
import { bugText } from '../bug-text.ts'

export interface Trying {
  readonly log: Log
  /** What is logged where it fails: `review-failed`. */
  readonly failed: string
  /** What every line about it says. */
  readonly about: LogFields
}

/** One piece of the server's work. What throws is logged and tried again: a failure, or a bug, in one piece holds up no other. */
export async function orRetry(work: () => Promise<Attempted>, { log, failed, about }: Trying): Promise<Attempted> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Failure) {
      const { code, message, hint } = error
      log.error(failed, { ...about, code, message, hint })
    } else log.error('bug', { ...about, message: bugText(error) })
    return 'retry'
  }
}
