import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const MODULE = join(import.meta.dirname, '../../../../engine/commands/serve/compile-less.ts')
const ASK = `process.stdout.write(JSON.stringify([%IsSparkplugEnabled(), %IsMaglevEnabled(), %IsTurbofanEnabled()]))`

const run = (script: string) => {
  const args = ['--allow-natives-syntax', '--input-type=module', '-e', script]
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { enabled: JSON.parse(stdout), stderr }
}

test('from then on the last compiler is the only one, and V8 knows every flag', () => {
  expect(run(ASK).enabled).toEqual([true, true, true])
  const less = run(`import { compileLess } from ${JSON.stringify(MODULE)}\ncompileLess()\n${ASK}`)
  // V8 says on stderr what it does not know, and goes on.
  expect(less).toEqual({ enabled: [false, false, true], stderr: '' })
})
