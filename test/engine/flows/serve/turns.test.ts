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

test('what is urgent goes first, but every fourth turn is that of whoever has waited longest', async () => {
  const turn = inTurns(1)
  const log: string[] = []
  const work = (name: string) => turn(async () => void log.push(name), name.startsWith('u'))
  await Promise.all(['first', 'a', 'b', 'u1', 'u2', 'c', 'u3', 'u4', 'u5', 'u6', 'u7'].map(work))
  expect(log).toEqual(['first', 'u1', 'u2', 'u3', 'a', 'u4', 'u5', 'u6', 'b', 'u7', 'c'])
})

test('urgent or not, what comes in its order stays in it', async () => {
  const turn = inTurns(1)
  const log: string[] = []
  await Promise.all(['u1', 'u2', 'u3', 'u4', 'u5'].map((name) => turn(async () => void log.push(name), true)))
  expect(log).toEqual(['u1', 'u2', 'u3', 'u4', 'u5'])
})
