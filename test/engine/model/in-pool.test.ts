import { expect, test } from 'vitest'
import { inPool } from '../../../engine/model/in-pool.ts'

test('so many at once, one after the other, and results in the order of the items', async () => {
  const state = { running: 0, most: 0 }
  const results = await inPool([5, 1, 3, 2, 4], 2, async (ms) => {
    state.most = Math.max(state.most, ++state.running)
    await new Promise((resolve) => setTimeout(resolve, ms))
    state.running--
    return ms * 10
  })
  expect(results).toEqual([50, 10, 30, 20, 40])
  expect(state).toEqual({ running: 0, most: 2 })
})

test('the first that fails is thrown', async () => {
  await expect(inPool([1, 2], 1, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
})
