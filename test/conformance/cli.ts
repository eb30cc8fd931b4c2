import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Json } from '../../engine/model/json.ts'
import { readDriftCase, runDriftCase } from './drift-case.ts'
import { unlike } from './unlike.ts'

const USAGE = `usage: npm run -s conformance -- drift FILE...

Runs recorded cases (one JSON object a line). Writes {"id","got"} a line to stdout, and what differs to stderr.
Exit 0: all passed; 1: bad usage or a file that cannot be read; 2: some case failed.
`
const LINES_SHOWN = 4

process.exitCode = main(process.argv.slice(2))

function main(args: readonly string[]): number {
  const [mode, ...files] = args
  if (mode === '--help' || mode === '-h') return say(USAGE, 0)
  if (mode === 'generator') return say('conformance: generator cases cannot be run yet, only drift\n', 1)
  if (mode !== 'drift') return say(mode === undefined ? USAGE : `conformance: unknown mode ${mode}\n${USAGE}`, 1)
  if (files.length === 0) return say(`conformance: drift needs a file of cases\n${USAGE}`, 1)
  const counts = { passed: 0, failed: 0 }
  for (const file of files) {
    const problem = runFile(file, counts)
    if (problem !== undefined) return say(`conformance: ${problem}\n`, 1)
  }
  return say(`${counts.passed} passed, ${counts.failed} failed\n`, counts.failed > 0 ? 2 : 0)
}

/** Undefined, or what is wrong with the file. */
function runFile(file: string, counts: { passed: number; failed: number }): string | undefined {
  const text = readText(file)
  if (text === undefined) return `${file} cannot be opened: name a file of cases, such as cases.jsonl`
  const lines = text.split('\n')
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue
    try {
      runLine(line, counts)
    } catch (error) {
      return `${file}:${i + 1} is no case: ${error instanceof Error ? error.message : String(error)}`
    }
  }
  return undefined
}

function runLine(line: string, counts: { passed: number; failed: number }): void {
  const each = readDriftCase(line)
  const got = gotOf(() => runDriftCase(each) as unknown as Json)
  process.stdout.write(`${JSON.stringify({ id: each.id, got })}\n`)
  if (each.expected === undefined) return
  const differences = unlike(each.expected, got)
  if (differences.length === 0) {
    counts.passed++
    return
  }
  counts.failed++
  const shown = differences.slice(0, LINES_SHOWN).map((difference) => `    ${difference}\n`)
  const more = differences.length > LINES_SHOWN ? `    and ${differences.length - LINES_SHOWN} more\n` : ''
  process.stderr.write(`failed ${each.id} ${each.mutations.join('; ')}\n${shown.join('')}${more}`)
}

/** A crash is a failed case, not the end of the run. */
function gotOf(run: () => Json): Json {
  try {
    return run()
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

/** Paths are the caller's, whose directory npm names. */
function readText(file: string): string | undefined {
  try {
    return readFileSync(resolve(process.env.INIT_CWD ?? '', file), 'utf8')
  } catch {
    return undefined
  }
}

function say(text: string, code: number): number {
  process.stderr.write(text)
  return code
}
