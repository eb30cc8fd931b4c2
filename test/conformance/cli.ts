import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Io } from '../../engine/commands/io.ts'
import { processIo } from '../../engine/commands/io.ts'
import { withProgress } from '../../engine/commands/progress-line.ts'
import type { Json } from '../../engine/model/json.ts'
import { readDriftCase, runDriftCase } from './drift-case.ts'
import { filesBeside, generatorDifferences, readGeneratorCase, runGenerator } from './generator-case.ts'
import { unlike } from './unlike.ts'

const USAGE = `usage: npm run -s conformance -- drift|generator FILE...

Runs recorded cases (one JSON object a line). Writes {"id","got"} a line to stdout, and what differs to stderr,
where a terminal also shows how far a long file is.
Generator cases are read in the folder files/ beside their file.
Exit 0: all passed; 1: bad usage or a file that cannot be read; 2: some case failed.
`
const LINES_SHOWN = 4

/** What came of one line; no differences where the case does not say what is expected. */
interface Result {
  readonly id: string | number
  readonly got: Json
  readonly differences: readonly string[] | undefined
  /** For reading a failure. */
  readonly about: string
}

type Run = (line: string, file: string) => Promise<Result>

const MODES: ReadonlyMap<string, Run> = new Map([
  ['drift', runDrift],
  ['generator', runGeneratorLine],
])

const { io, close } = shown(processIo())
process.exitCode = await main(process.argv.slice(2), io).finally(close)

/** Where somebody watches, long files show how far they are. */
function shown(real: Io): { readonly io: Io; close(): void } {
  if (!real.screen) return { io: real, close: () => undefined }
  const watched = withProgress(real, real.screen)
  // A line that goes elsewhere leaves the screen as it is.
  return real.isTerminal ? watched : { ...watched, io: { ...watched.io, out: real.out } }
}

async function main(args: readonly string[], { out, err, progress }: Io): Promise<number> {
  const say = (text: string, code: number) => {
    err(text)
    return code
  }
  const [mode, ...files] = args
  if (mode === '--help' || mode === '-h') return say(USAGE, 0)
  const run = MODES.get(mode ?? '')
  if (!run) return say(mode === undefined ? USAGE : `conformance: unknown mode ${mode}\n${USAGE}`, 1)
  if (files.length === 0) return say(`conformance: ${mode} needs a file of cases\n${USAGE}`, 1)
  const counts = { passed: 0, failed: 0 }
  for (const file of files) {
    const tell = (result: Result) => report(result, counts, { out, err })
    const problem = await runFile(file, run, { tell, progress })
    progress?.end()
    if (problem !== undefined) return say(`conformance: ${problem}\n`, 1)
  }
  return say(`${counts.passed} passed, ${counts.failed} failed\n`, counts.failed > 0 ? 2 : 0)
}

interface Telling {
  readonly tell: (result: Result) => void
  readonly progress: Io['progress'] | undefined
}

/** Undefined, or what is wrong with the file. */
async function runFile(file: string, run: Run, { tell, progress }: Telling): Promise<string | undefined> {
  // Paths are the caller's, whose directory npm names.
  const path = resolve(process.env.INIT_CWD ?? '', file)
  const text = readText(path)
  if (text === undefined) return `${file} cannot be opened: name a file of cases, such as cases.jsonl`
  const lines = text.split('\n')
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue
    try {
      tell(await run(line, path))
      progress?.step(i, lines.length, `running ${file}`)
    } catch (error) {
      return `${file}:${i + 1} is no case: ${error instanceof Error ? error.message : String(error)}`
    }
  }
  return undefined
}

async function runDrift(line: string): Promise<Result> {
  const each = readDriftCase(line)
  const got = await gotOf(() => runDriftCase(each) as unknown as Json)
  const differences = each.expected === undefined ? undefined : unlike(each.expected, got)
  return { id: each.id, got, differences, about: each.mutations.join('; ') }
}

async function runGeneratorLine(line: string, file: string): Promise<Result> {
  const each = readGeneratorCase(line)
  const text = JSON.stringify(each.generator)
  const got = await gotOf(() => runGenerator(text, filesBeside(file), process.env.PATH ?? ''))
  const isRecorded = each.output !== undefined || each.error !== undefined
  return { id: each.id, got, differences: isRecorded ? generatorDifferences(each, got) : undefined, about: '' }
}

function report(
  { id, got, differences, about }: Result,
  counts: { passed: number; failed: number },
  { out, err }: Pick<Io, 'out' | 'err'>,
): void {
  out(`${JSON.stringify({ id, got })}\n`)
  if (differences === undefined) return
  if (differences.length === 0) {
    counts.passed++
    return
  }
  counts.failed++
  const shown = differences.slice(0, LINES_SHOWN).map((difference) => `    ${difference}\n`)
  const more = differences.length > LINES_SHOWN ? `    and ${differences.length - LINES_SHOWN} more\n` : ''
  err(`failed ${id} ${about}\n${shown.join('')}${more}`)
}

/** A crash is a failed case, not the end of the run. */
async function gotOf(run: () => Json | Promise<Json>): Promise<Json> {
  try {
    return await run()
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
