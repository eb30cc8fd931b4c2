import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Workers inherit these when they start: a fixed time zone and language, a home without anybody's settings, and a place for all that
// tests make, which goes with it. What runs as another user in a test of real components has to get through.
const all = mkdtempSync(join(tmpdir(), 'isthmus-tests-'))
process.once('exit', () => rmSync(all, { recursive: true, force: true }))
chmodSync(all, 0o711)
const [home, temporary] = [join(all, 'home'), join(all, 'tmp')] as const
for (const each of [home, temporary]) mkdirSync(each)
chmodSync(temporary, 0o1777)
const env = {
  TZ: 'UTC',
  LANG: 'C',
  LC_ALL: 'C',
  HOME: home,
  XDG_CONFIG_HOME: home,
  TMPDIR: temporary,
  GIT_CONFIG_NOSYSTEM: '1',
}
Object.assign(process.env, env)

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      'test/**/fixtures/**',
      'test/**/cases/**',
      'test/real/**',
      'test/soak/suites/**',
      'test/**/*.story.test.ts',
    ],
    // Processes, not threads: a test may send signals and kill what it started.
    pool: 'forks',
    // Nothing in this code is state of a module (a test of the layout sees to it), so files may share a process: half the time.
    isolate: false,
    // Two more than the cores that continuous integration has: many tests wait for Git.
    maxWorkers: 4,
    sequence: { shuffle: false, concurrent: false },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What is waited for ends the wait; a second of it would only say how busy a machine is.
    expect: { poll: { timeout: 15_000 } },
    setupFiles: ['test/setup/hermetic.ts', 'test/setup/fast-check.ts'],
    env,
  },
})
