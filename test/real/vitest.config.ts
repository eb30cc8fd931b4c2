import { defineConfig, mergeConfig } from 'vitest/config'
import shared from '../../vitest.config.ts'

export default mergeConfig(
  { ...shared, test: { ...shared.test, include: [], exclude: [] } },
  defineConfig({
    test: {
      include: ['test/real/**/*.test.ts'],
      exclude: ['**/node_modules/**'],
      // A bed of four API servers fills two cores: one file after the other.
      fileParallelism: false,
      maxWorkers: 1,
      globalSetup: ['test/real/setup.ts'],
      testTimeout: 120_000,
      hookTimeout: 240_000,
    },
  }),
)
