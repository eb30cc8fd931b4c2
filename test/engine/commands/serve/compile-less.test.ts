import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const MODULE = join(import.meta.dirname, '../../../../engine/commands/serve/compile-less.ts')
const ASK = `process.stdout.write(JSON.stringify([%IsMaglevEnabled(), %IsTurbofanEnabled()]))`

test('from then on the middle compiler is left out, and the last one is not', () => {
  const run = (script: string) =>
    JSON.parse(
      execFileSync(process.execPath, ['--allow-natives-syntax', '--input-type=module', '-e', script], {
        encoding: 'utf8',
      }),
    )
  expect(run(ASK)).toEqual([true, true])
  expect(run(`import { compileLess } from ${JSON.stringify(MODULE)}\ncompileLess()\n${ASK}`)).toEqual([false, true])
})
