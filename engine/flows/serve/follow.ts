import { Failure } from '../../model/failure.ts'
import type { Log } from '../../model/log.ts'
import { pauseAfter } from './worker.ts'

export interface FollowInput {
  /** Something for each change that the hub shows; throws a Failure where it cannot be followed now. */
  readonly changes: (environment: string, signal: AbortSignal) => AsyncIterable<unknown>
  readonly onChange: () => void
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
  readonly log: Log
}

/** Follows the hub for one environment until the signal; where that breaks off, it begins again after a pause. */
export async function follow(environment: string, input: FollowInput): Promise<void> {
  const { changes, onChange, sleep, signal, log } = input
  let failures = 0
  while (!signal.aborted) {
    try {
      for await (const _ of changes(environment, signal)) {
        failures = 0
        onChange()
      }
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof Failure)) throw error
      log.warn('watch-broken', { environment, code: error.code, message: error.message, hint: error.hint })
    }
    failures++
    await sleep(pauseAfter(failures), signal)
  }
}
