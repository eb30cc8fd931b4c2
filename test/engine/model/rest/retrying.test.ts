import { expect, test } from 'vitest'
import { Failure } from '../../../../engine/model/failure.ts'
import { retrying } from '../../../../engine/model/rest/retrying.ts'

const SERVER = { name: 'github', title: 'GitHub', rights: '' }

/** A server that limits with that wait until a time, and what it was asked. */
function aServer(waitMs: number, untilMs: number) {
  const start = Date.parse('2026-03-04T12:00:00Z')
  const state = { ms: 0, asked: 0 }
  const now = () => new Date(start + state.ms).toISOString()
  const sleep = async (ms: number) => {
    state.ms += ms
  }
  const { failureOf, retried } = retrying(SERVER, { now, sleep })
  const ask = () =>
    retried(async () => {
      state.asked++
      if (state.ms >= untilMs) return 'well'
      const failure = new Failure('github/rate-limited', '403', { hint: 'Wait.', retry: true })
      throw failureOf({ failure, waitMs })
    })
  return { state, ask }
}

test('a limit for longer than anybody waits is asked about once, and nothing is asked until it is over', async () => {
  const { state, ask } = aServer(600_000, 600_000)
  await expect(ask()).rejects.toMatchObject({ message: '403' })
  state.ms = 599_000
  await expect(ask()).rejects.toMatchObject({
    code: 'github/rate-limited',
    message: 'GitHub limits us until 2026-03-04T12:10:00Z: nothing was asked',
    retry: true,
  })
  expect(state.asked).toBe(1)
  state.ms = 600_000
  expect(await ask()).toBe('well')
})

test('a short one is waited for, and holds up nothing after it', async () => {
  const { state, ask } = aServer(5_000, 5_000)
  expect(await ask()).toBe('well')
  expect(await ask()).toBe('well')
  expect(state.asked).toBe(3)
})

test.each([
  ['an answer that asks for years', 3_600_000],
  ['a clock that was set back meanwhile', -60_000],
])('%s does not hold for longer than an hour', async (_, ms) => {
  const { state, ask } = aServer(9e11, 3_600_000)
  await expect(ask()).rejects.toMatchObject({ message: '403' })
  state.ms = ms
  await ask().catch(() => {})
  expect(state.asked).toBe(2)
})
