import { defineConfig } from 'vitest/config'
import shared from '../../../vitest.config.ts'

const { exclude: _, ...test } = shared.test ?? {}

/** Pages that look at many clusters take too long for `npm test`. */
export default defineConfig({
  test: { ...test, include: ['test/docs/apart/*.test.ts'], testTimeout: 300_000, hookTimeout: 300_000 },
})
