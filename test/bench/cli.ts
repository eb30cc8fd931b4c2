import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureCommands } from './commands.ts'
import { measureGenerator } from './generator.ts'
import { measureFleetGrowth, measureGrowth } from './growth.ts'
import { measureHubDrift } from './hub-drift.ts'
import type { Row } from './measure.ts'
import { markdownTable, printTable } from './measure.ts'
import { measureServer } from './server.ts'
import { measureStages } from './stages.ts'

const USAGE = `npm run bench [-- OPTIONS]
  --only GROUP[,GROUP]  ${'commands, generator, stages, growth, drift, server'}
  --long                a fleet of 3,500 concrete policies too, and ten idle minutes instead of one
  --dist FOLDER         measure another build's dist/ (growth and stages are always those of this checkout)
  --json FILE           all rows, with the machine
  --markdown            a Markdown table on stdout
`

const values = given()

function given() {
  try {
    const { values: options } = parseArgs({
      options: {
        only: { type: 'string' },
        long: { type: 'boolean', default: false },
        dist: { type: 'string', default: 'dist' },
        json: { type: 'string' },
        markdown: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    return options
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return process.exit(1)
  }
}

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(USAGE)
    return
  }
  const cli = [join(values.dist, 'engine/cli.js')]
  if (!existsSync(cli[0] ?? '')) throw new Error(`${cli[0]} is not there: run \`npm run build\` first`)
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-bench-'))
  try {
    const rows: Row[] = []
    const all = groups(cli, folder)
    const known = all.map(([name]) => name)
    const wanted = values.only?.split(',') ?? known
    const strange = wanted.find((each) => !known.includes(each))
    if (strange !== undefined) {
      process.stderr.write(`there is no group ${strange}; there are ${known.join(', ')}\n`)
      process.exitCode = 1
      return
    }
    for (const [name, measure] of all) {
      if (!wanted.includes(name)) continue
      process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${name} …\n`)
      rows.push(...(await measure()))
    }
    if (values.json !== undefined)
      writeFileSync(values.json, `${JSON.stringify({ machine: machine(), rows }, null, 2)}\n`)
    process.stdout.write(values.markdown ? markdownTable(rows) : printTable(rows))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function groups(cli: readonly string[], folder: string): readonly (readonly [string, () => Promise<readonly Row[]>])[] {
  const sources = ['--disable-warning=ExperimentalWarning', 'scripts/isthmus.mjs']
  const fleet = { clusters: 3500, policies: 10 }
  return [
    ['commands', () => measureCommands(cli, sources, folder)],
    ['generator', () => measureGenerator(cli, folder)],
    ['stages', async () => measureStages()],
    [
      'growth',
      async () => [
        ...measureGrowth(values.long ? [3, 30, 300, 3500] : [3, 30]),
        ...(await measureFleetGrowth(cli, folder, values.long ? [3, 30, 300, 3500] : [3, 300])),
      ],
    ],
    [
      'drift',
      () => measureHubDrift(cli, folder, fleet, values.long ? { looks: 5, events: 30 } : { looks: 3, events: 10 }),
    ],
    ['server', () => measureServer(cli, folder, values.long ? 10 : 1)],
  ]
}

function machine() {
  const [first] = cpus()
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cores: cpus().length,
    processor: first?.model ?? '',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    at: new Date().toISOString(),
  }
}

await main()
