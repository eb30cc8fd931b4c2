import { defineConfig } from 'vitest/config'
import shared from '../../vitest.config.ts'

const { include: _, exclude: __, ...test } = shared.test ?? {}

export default defineConfig({
  test: { ...test, include: ['test/soak/suites/**/*.test.ts'], maxWorkers: 1, testTimeout: 12 * 3_600_000 },
})
