import { parentPort, workerData } from 'node:worker_threads'
import fc from 'fast-check'
import { attempt } from './attempt.ts'
import { keptFor } from './corpus.ts'
import { TARGETS } from './targets.ts'

/** What a worker is asked: so many inputs for a target, drawn with a seed. */
export interface Work {
  readonly target: string
  readonly runs: number
  readonly seed: number
}

/** What it says: how many inputs held by now, or the input that did not. */
export interface Word {
  readonly held: number
  readonly broken?: { readonly input: unknown; readonly error: string }
}

/** Few enough that a worker that says nothing more is known to hang, and is found again by the seed of its batch. */
const BATCH = 500
const ALIVE_MS = 10_000

async function run({ target: name, runs, seed }: Work): Promise<void> {
  const target = TARGETS.find((each) => each.name === name)
  if (!target) throw new Error(`no target ${name}`)
  const say = (word: Word) => parentPort?.postMessage(word)
  let held = 0
  let saidAt = performance.now()
  // Slow inputs on a busy machine are no hang: a batch of them may take longer than a worker may be silent.
  const alive = () => {
    if (performance.now() - saidAt < ALIVE_MS) return
    saidAt = performance.now()
    say({ held })
  }
  for (const input of [...target.cases, ...keptFor(name).map((each) => each.input)]) {
    await attempt(target, input)
    say({ held: ++held })
  }
  for (let done = 0; done < runs; done += BATCH) {
    const property = fc.asyncProperty(target.input, async (input) => {
      await attempt(target, input)
      alive()
    })
    const numRuns = Math.min(BATCH, runs - done)
    const result = await fc.check(property, { seed: seed + done, numRuns })
    held += result.numRuns - (result.failed ? 1 : 0)
    if (result.failed) {
      const { errorInstance, counterexample } = result
      const error = errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : ''
      return say({ held, broken: { input: counterexample?.[0], error } })
    }
    say({ held })
  }
}

await run(workerData as Work)
