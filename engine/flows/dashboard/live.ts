import type { Bell } from '../../model/bell.ts'
import { problemOf } from '../dashboard.ts'
import type { Board } from './board.ts'
import type { Reader } from './reader.ts'

export interface LiveInput {
  readonly board: Board
  /** Rung where something may be new. */
  readonly bell: Bell
  readonly environments: () => Promise<readonly string[]>
  readonly read: Reader
  /** Between two looks at everything, whatever the bell says. */
  readonly everyMs: number
  /** What comes within this is one burst. */
  readonly settleMs: number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
}

/**
 * Wakes a board when somebody first looks: resolves when it has something to show, and keeps it up to date from then on.
 * Nobody who never looks pays for it. `onBug` is told of an end before the signal.
 */
export function wakened(input: LiveInput, onBug: (bug: unknown) => void): () => Promise<void> {
  const begun: Promise<void>[] = []
  const begin = async () => {
    await refresh(input)
    keepLive(input).catch(onBug)
  }
  return () => {
    const [first = begin()] = begun
    if (begun.length === 0) begun.push(first)
    return first
  }
}

async function keepLive(input: LiveInput): Promise<void> {
  const { bell, everyMs, settleMs, sleep, signal } = input
  while (!signal.aborted) {
    const round = new AbortController()
    const ended = AbortSignal.any([signal, round.signal])
    await Promise.race([bell.rung(ended), sleep(everyMs, ended)])
    round.abort()
    await sleep(settleMs, signal)
    if (!signal.aborted) await refresh(input)
  }
}

/** Everything once. What cannot be read is said on the board, and what was known of it stays. */
async function refresh({ board, environments, read }: LiveInput): Promise<void> {
  const readOne = async (environment: string) => {
    try {
      await read(environment, board.put)
    } catch (error) {
      board.fail(problemOf(error, environment))
    }
  }
  try {
    const known = board.environments()
    for (const each of known) await readOne(each)
    const names = await environments()
    board.keep(names)
    for (const each of names.filter((one) => !known.includes(one))) await readOne(each)
  } catch (error) {
    board.fail(problemOf(error))
  }
}
