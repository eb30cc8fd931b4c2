import { measureCommands } from './commands.ts'
import { printTable } from './measure.ts'
import { measureStages } from './stages.ts'

/**
 * `npm run bench [-- --json]`: medians over repeats in one run, beside a peer where there is one, so that a ratio holds
 * whatever the machine. Inputs are made from the reference with nothing random in them.
 */
const rows = [...measureStages(), ...(await measureCommands())]
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
else process.stdout.write(printTable(rows))
