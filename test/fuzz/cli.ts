import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { keep } from './corpus.ts'
import { TARGETS } from './targets.ts'
import type { Word, Work } from './work.ts'

/** A worker that says nothing for so long hangs. */
const SILENCE_MS = 180_000

const USAGE = `npm run fuzz [-- OPTIONS] [TARGET...]: draws inputs until so many held or one did not; that one is kept in the corpus
  --runs N              inputs for each target (10000)
  --seed S              the same inputs again
targets: ${TARGETS.map((each) => each.name).join(', ')}
`

const { values, positionals } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
if (values.help) {
  process.stdout.write(USAGE)
  process.exit(0)
}
const [runs, seed] = [Number(values.runs), Number(values.seed)]
const unknown = positionals.filter((name) => !TARGETS.some((each) => each.name === name))
if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed) || unknown.length > 0) {
  process.stderr.write(
    `--runs and --seed take whole numbers; targets: ${TARGETS.map((each) => each.name).join(', ')}\n`,
  )
  process.exit(1)
}

interface Outcome {
  readonly held: number
  readonly seconds: number
  readonly problem?: string
}

const chosen = TARGETS.filter((each) => positionals.length === 0 || positionals.includes(each.name))
const totals = { held: 0, broken: 0 }
for (const { name } of chosen) {
  const { held, seconds, problem } = await fuzz({ target: name, runs, seed })
  totals.held += held
  totals.broken += problem === undefined ? 0 : 1
  process.stdout.write(`${name.padEnd(16)} ${String(held).padStart(9)} held  ${seconds.toFixed(1).padStart(7)} s\n`)
  if (problem !== undefined) process.stdout.write(`${problem}\n`)
}
process.stdout.write(
  `${totals.held} inputs held for ${chosen.length} targets with seed ${seed}, ${totals.broken} targets broken\n`,
)
process.exitCode = totals.broken === 0 ? 0 : 2

function fuzz(work: Work): Promise<Outcome> {
  const start = performance.now()
  const worker = new Worker(new URL('work.ts', import.meta.url), { workerData: work })
  return new Promise((resolve) => {
    let held = 0
    const end = (problem?: string) => {
      clearTimeout(watch)
      void worker.terminate()
      const seconds = (performance.now() - start) / 1000
      resolve(problem === undefined ? { held, seconds } : { held, seconds, problem })
    }
    const hangs = () => end(`hangs in the inputs drawn with --seed ${work.seed + held} or soon after`)
    const watch = setTimeout(hangs, SILENCE_MS)
    worker.on('message', (word: Word) => {
      held = word.held
      watch.refresh()
      const { broken } = word
      if (broken) end(`does not hold, kept as ${keep(work.target, broken.input)}\n${broken.error}`)
    })
    worker.on('error', (error: Error) => end(`a kept input does not hold: ${error.message}`))
    worker.on('exit', () => end())
  })
}
