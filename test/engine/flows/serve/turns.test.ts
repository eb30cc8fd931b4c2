import { expect, test } from 'vitest'
import { inTurns } from '../../../../engine/flows/serve/turns.ts'

test('no more than so many at once, in their order, and a failure holds nobody up', async () => {
  const turn = inTurns(2)
  const log: string[] = []
  let running = 0
  let most = 0
  const work = (name: string) =>
    turn(async () => {
      running++
      most = Math.max(most, running)
      log.push(name)
      await new Promise((resolve) => setTimeout(resolve, 1))
      running--
      if (name === 'b') throw new Error(name)
    })
  const outcomes = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map(work))
  expect(outcomes.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
  expect(log).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(most).toBe(2)
})
