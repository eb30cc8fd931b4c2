import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Workers inherit these when they start: a fixed time zone and language, and a home without anybody's settings.
const home = mkdtempSync(join(tmpdir(), 'isthmus-home-'))
process.once('exit', () => rmSync(home, { recursive: true, force: true }))
const env = { TZ: 'UTC', LANG: 'C', LC_ALL: 'C', HOME: home, XDG_CONFIG_HOME: home, GIT_CONFIG_NOSYSTEM: '1' }
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
    setupFiles: ['test/setup/hermetic.ts', 'test/setup/fast-check.ts'],
    env,
  },
})
