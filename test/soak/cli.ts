import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** `npm run soak -- NAME`: the soak of that name; without a name, or with one that there is not, it says which there are. */
const suites = readdirSync(join(import.meta.dirname, 'suites'))
  .filter((each) => each.endsWith('.test.ts'))
  .map((each) => each.replace('.test.ts', ''))
const [name = '', ...more] = process.argv.slice(2)
if (!suites.includes(name)) {
  const asked = name === '' ? 'name a soak' : `there is no soak ${JSON.stringify(name)}`
  process.stderr.write(`${asked}: ${suites.join(', ')} (docs/explanation/soak.md)\n`)
  process.exit(1)
}
const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')
const args = [vitest, 'run', '--config', 'test/soak/vitest.config.ts', `suites/${name}.test.ts`, ...more]
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
process.exitCode = status ?? 1
