import { expect, test } from 'vitest'
import { orRetry } from '../../../../engine/commands/serve/or-retry.ts'
import { Failure } from '../../../../engine/model/failure.ts'
import { fakeLog } from '../../../contracts/fake-log.ts'

const failing = (error: unknown) => async () => {
  throw error
}

test('a piece of work that fails is tried again, and the log says what anybody can do about it', async () => {
  const log = fakeLog()
  const failure = new Failure('forge/unreachable', 'git.example cannot be reached', { hint: 'look whether it is up' })
  const trying = { log, failed: 'review-failed', about: { id: '7' } }
  expect(await orRetry(failing(failure), trying)).toBe('retry')
  const { code, message, hint } = failure
  expect(log.lines).toEqual([{ level: 'error', event: 'review-failed', fields: { id: '7', code, message, hint } }])
})

test('a bug in it is called one, with where it happened', async () => {
  const log = fakeLog()
  const trying = { log, failed: 'review-failed', about: { id: '7' } }
  expect(await orRetry(failing(new TypeError('undefined is not a function')), trying)).toBe('retry')
  expect(log.lines).toMatchObject([{ event: 'bug', fields: { id: '7', message: expect.stringContaining('or-retry') } }])
})
