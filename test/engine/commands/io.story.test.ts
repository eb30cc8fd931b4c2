import { spawnSync } from 'node:child_process'
import { existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const CLI = join(import.meta.dirname, '../../../engine/cli.ts')
const FULL = '/dev/full'

test.skipIf(!existsSync(FULL))('a disk that is full is a failure in one line', () => {
  const args = ['--disable-warning=ExperimentalWarning', CLI, 'schema', 'Environment']
  const stdio = ['ignore' as const, openSync(FULL, 'w'), 'pipe' as const]
  const ran = spawnSync(process.execPath, args, { stdio, encoding: 'utf8' })
  expect(ran.stderr).toBe('error output/not-written: standard output takes no more (ENOSPC)\n')
  expect(ran.status).toBe(1)
})
