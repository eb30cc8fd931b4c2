import { Failure } from '../../model/failure.ts'
import { OTHER_DEFAULT } from '../../model/git.ts'
import type { Log } from '../../model/log.ts'

export interface UpkeepInput {
  /** Packs what has gathered in the clone; false where that was not much. Throws a Failure where the default branch is another one now. */
  readonly tidy: () => Promise<boolean>
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
  readonly log: Log
}

const EVERY_MS = 3_600_000

/** Keeps the clone small for as long as the server runs, whichever role it has. */
export async function upkeep({ tidy, sleep, signal, log }: UpkeepInput): Promise<void> {
  while (!signal.aborted) {
    await tidyOnce(tidy, log)
    await sleep(EVERY_MS, signal)
  }
}

/** A clone that cannot be tidied now works all the same, but not one that takes another branch for the default one. */
export async function tidyOnce(tidy: UpkeepInput['tidy'], log: Log): Promise<void> {
  try {
    if (await tidy()) log.info('tidied')
  } catch (error) {
    if (!(error instanceof Failure) || error.code === OTHER_DEFAULT) throw error
    log.warn('not-tidied', { code: error.code, message: error.message, hint: error.hint })
  }
}
