import { expect, test } from 'vitest'
import { githubForge } from '../../../engine/adapters/github.ts'
import { GITHUB_QUEUE } from '../../../engine/model/merge-queue.ts'
import { withNamedChecks } from '../../../engine/model/named-checks.ts'

const COMMIT = '0123456789'.repeat(4)

test.each([
  [`gh-readonly-queue/main/pr-104-${COMMIT}`, { base: 'main', pull: 104 }],
  [`gh-readonly-queue/release/1.x/pr-7-${COMMIT}`, { base: 'release/1.x', pull: 7 }],
  [`gh-readonly-queue/main/pr-7`, undefined],
  [`gh-readonly-queue/main/pr-0-${COMMIT}`, undefined],
  [`gh-readonly-queue/pr-7-${COMMIT}`, undefined],
  [`x/gh-readonly-queue/main/pr-7-${COMMIT}`, undefined],
  ['main', undefined],
])('%s is of a merge queue: %j', (branch, expected) => {
  expect(GITHUB_QUEUE.read(branch)).toEqual(expected)
})

test('it is the one of the forge that has it, also where the checks have a name of their own', () => {
  const credentials = { token: async () => 't' }
  const forge = githubForge({ repository: 'a/b', credentials, now: () => '', sleep: async () => {} })
  expect(withNamedChecks(forge, 'isthmus-shop').mergeQueue).toBe(GITHUB_QUEUE)
})
