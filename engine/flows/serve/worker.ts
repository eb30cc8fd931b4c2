import type { WorkQueue } from './queue.ts'

export type Attempted = 'done' | 'failed' | 'retry'

export interface WorkerInput {
  readonly queue: WorkQueue
  /** Never throws but for the end of the program. */
  readonly attempt: (environment: string, reasons: readonly string[]) => Promise<Attempted>
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
}

const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 300_000

/** One environment's work until the signal, one piece after the other; after a failure it pauses, and what is asked meanwhile waits. */
export async function work(environment: string, { queue, attempt, sleep, signal }: WorkerInput): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    const reasons = await queue.take(environment, signal)
    if (signal.aborted) return
    const outcome = await attempt(environment, reasons)
    failures = outcome === 'retry' ? failures + 1 : 0
    if (outcome !== 'retry') continue
    await sleep(pauseAfter(failures), signal)
    queue.ask(environment, `try ${failures + 1}`)
  }
}

export function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 10), LONGEST_PAUSE_MS)
}
