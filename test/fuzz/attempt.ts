import { Failure } from '../../engine/model/failure.ts'
import type { Target } from './target.ts'

/** Nothing that people send may take longer; the machine may be busy, so a slow one is tried again. */
export const SLOWEST_MS = 2_000

/** Checks one input: it holds, in time, and leaves no mark on the prototypes of this process. Throws otherwise. */
export async function attempt(target: Target, input: unknown): Promise<void> {
  const shown = JSON.stringify(input)
  let took = Number.POSITIVE_INFINITY
  for (let tries = 3; tries > 0 && took > SLOWEST_MS; tries--) {
    const start = performance.now()
    await target.check(input)
    took = performance.now() - start
  }
  if (took > SLOWEST_MS) throw new Error(`${Math.round(took)} ms, more than ${SLOWEST_MS}`)
  for (const each of [Object.prototype, Array.prototype, String.prototype, Function.prototype])
    if (Object.keys(each).length > 0) throw new Error(`a prototype was changed: ${Object.keys(each).join()}`)
  if (JSON.stringify(input) !== shown) throw new Error('the input was changed')
}

/** True where `work` ends, or fails as outside things may fail: with a code and a remedy. Any other error is a bug. */
export async function endsWell(work: () => unknown): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    if (error.code === '' || error.hint === '') throw new Error(`a failure without code or hint: ${error.message}`)
  }
}
