import { Failure } from '../../engine/model/failure.ts'
import type { Target } from './target.ts'

/**
 * Nothing that people send may take more of a processor. The slowest inputs take about a second, and three where others share the
 * processor's caches; what grows by the square with its input takes minutes.
 */
export const SLOWEST_MS = 8_000

/** Checks one input: it holds, in time, and leaves no mark on the prototypes of this process. Throws otherwise. */
export async function attempt(target: Target, input: unknown): Promise<void> {
  const shown = JSON.stringify(input)
  const before = process.threadCpuUsage()
  await target.check(input)
  const { user, system } = process.threadCpuUsage(before)
  const took = (user + system) / 1000
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
