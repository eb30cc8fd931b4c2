import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const MODULE = join(import.meta.dirname, '../../../../engine/commands/serve/compile-less.ts')
/** V8's word on a function that is called a lot: the bit says that it is never optimized. */
const ASK = `
  const sum = (numbers) => { let all = 0; for (const each of numbers) all += each; return all }
  for (let i = 0; i < 100; i++) sum([1, 2, 3])
  process.stdout.write(String((%GetOptimizationStatus(sum) & 2) !== 0))
`

test('from then on nothing is optimized', () => {
  const run = (script: string) =>
    execFileSync(process.execPath, ['--allow-natives-syntax', '--input-type=module', '-e', script], {
      encoding: 'utf8',
    })
  expect(run(ASK)).toBe('false')
  expect(run(`import { compileLess } from ${JSON.stringify(MODULE)}\ncompileLess()\n${ASK}`)).toBe('true')
})
