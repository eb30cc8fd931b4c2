import { defineConfig } from 'vitest/config'
import shared from '../../vitest.config.ts'

const { include: _, exclude: __, ...test } = shared.test ?? {}
/** What is timed has the machine for itself. Vault is also the second that wants the network of regions, of which there is one. */
const ALONE = ['vault', 'dashboard-live', 'webhook-flood'].map((each) => `test/real/${each}.test.ts`)

const real = {
  ...test,
  testTimeout: 180_000,
  hookTimeout: 300_000,
}

export default defineConfig({
  test: {
    globalSetup: ['test/real/setup.ts'],
    projects: [
      // A bed of four API servers fills two cores for as long as it starts; after that it mostly waits, so three go side by side.
      {
        test: {
          ...real,
          name: 'side by side',
          include: ['test/real/**/*.test.ts'],
          exclude: ALONE,
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      { test: { ...real, name: 'alone', include: ALONE, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
})
