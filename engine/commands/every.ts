import { Failure } from '../model/failure.ts'

/** As long as a timer can be set, in milliseconds: a longer one of Node's ends at once. */
export const LONGEST_SLEEP_MS = 2 ** 31 - 1
const MOST_SECONDS = 3600 * 24

/** Seconds between two looks as `--every` says them, or as usual. Throws `usage/every`. */
export function secondsOf(every: unknown, usual: number, least = 0.001): number {
  if (every === undefined) return usual
  const seconds = Number(every)
  if (seconds >= least && seconds <= MOST_SECONDS) return seconds
  throw new Failure('usage/every', `--every takes seconds, at least ${least} and at most ${MOST_SECONDS}`, {
    hint: `write --every ${usual}`,
  })
}
