import type { EnvironmentRead } from '../dashboard.ts'
import { problemOf } from '../dashboard.ts'
import type { Bell } from '../serve/bell.ts'
import type { Board } from './board.ts'

export interface LiveInput {
  readonly board: Board
  /** Rung where something may be new. */
  readonly bell: Bell
  readonly environments: () => Promise<readonly string[]>
  readonly read: (environment: string) => Promise<EnvironmentRead>
  /** Between two looks at everything, whatever the bell says. */
  readonly everyMs: number
  /** What comes within this is one burst. */
  readonly settleMs: number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
}

/** Keeps a board up to date until the signal. */
export async function keepLive(input: LiveInput): Promise<void> {
  const { bell, everyMs, settleMs, sleep, signal } = input
  while (!signal.aborted) {
    await refresh(input)
    const round = new AbortController()
    const ended = AbortSignal.any([signal, round.signal])
    await Promise.race([bell.rung(ended), sleep(everyMs, ended)])
    round.abort()
    await sleep(settleMs, signal)
  }
}

/** Everything once. What cannot be read is said on the board, and what was known of it stays. */
export async function refresh({ board, environments, read }: LiveInput): Promise<void> {
  try {
    const names = await environments()
    board.keep(names)
    for (const each of names) {
      try {
        board.put(await read(each))
      } catch (error) {
        board.fail(problemOf(error, each))
      }
    }
  } catch (error) {
    board.fail(problemOf(error))
  }
}
