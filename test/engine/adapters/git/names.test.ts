import { expect, test } from 'vitest'
import { isRefName } from '../../../../engine/adapters/git/names.ts'

test.each([
  ['as long as forges keep it', `renovate/${'a'.repeat(246)}`, true],
  ['longer than that', 'a'.repeat(256), false],
  ['that begins as an option does', '-x', false],
  ['with two dots', 'a..b', false],
])('a branch name %s', (_, name, isOne) => {
  expect(isRefName(name)).toBe(isOne)
})
