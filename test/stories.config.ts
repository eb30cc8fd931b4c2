import { defineConfig } from 'vitest/config'
import shared from '../vitest.config.ts'

const { exclude: _, ...test } = shared.test ?? {}

/** Stories over many commands, and pages that look at many clusters, take too long for `npm test`; they need no more than it. */
export default defineConfig({
  test: {
    ...test,
    include: ['test/**/*.story.test.ts'],
    exclude: ['**/node_modules/**'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
