import { defineConfig } from 'vitest/config'
import shared from '../../vitest.config.ts'

const { include: _, exclude: __, ...test } = shared.test ?? {}
/** What is timed has the machine for itself. */
const ALONE = filesOf('dashboard-live', 'webhook-flood')
/**
 * Nine nodes that mostly wait, beside what starts no API server: of the network of regions there is one, and a lost region
 * wants a machine that answers in time. The largest file begins.
 */
const WITH_VAULT = filesOf(
  'vault',
  'ci-run',
  'mermaid',
  'pack',
  'completion',
  'krm',
  'alertmanager',
  'report-page',
  'topology-picture',
)

function filesOf(...names: readonly string[]): string[] {
  return names.map((each) => `test/real/${each}.test.ts`)
}

const real = {
  ...test,
  testTimeout: 180_000,
  hookTimeout: 300_000,
}

export default defineConfig({
  test: {
    globalSetup: ['test/real/setup.ts'],
    projects: [
      // A bed of four API servers fills two cores for as long as it starts; after that it mostly waits, so two go side by side.
      {
        test: {
          ...real,
          name: 'side by side',
          include: ['test/real/**/*.test.ts'],
          exclude: [...ALONE, ...WITH_VAULT],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      { test: { ...real, name: 'with Vault', include: WITH_VAULT, maxWorkers: 2, sequence: { groupOrder: 1 } } },
      { test: { ...real, name: 'alone', include: ALONE, maxWorkers: 1, sequence: { groupOrder: 2 } } },
    ],
  },
})
