import { expect, test } from 'vitest'
import { secondsOf } from '../../../engine/commands/every.ts'
import { sleepUntil } from '../../../engine/commands/source.ts'

test.each([
  [undefined, 15],
  ['60', 60],
  ['0.02', 0.02],
  ['86400', 86_400],
])('--every %s is %s seconds', (given, seconds) => {
  expect(secondsOf(given, 15)).toBe(seconds)
})

test.each(['', 'soon', '0', '-5', 'Infinity', '86401', '9999999'])('--every %s is refused', (given) => {
  expect(() => secondsOf(given, 15)).toThrow(expect.objectContaining({ code: 'usage/every', hint: 'write --every 15' }))
})

test('a wait that is longer than a timer can be does not end at once', async () => {
  const stop = new AbortController()
  const ends: string[] = []
  const waiting = sleepUntil(2 ** 31, stop.signal).then(() => void ends.push('waited'))
  await sleepUntil(20, stop.signal)
  ends.push('soon')
  stop.abort()
  await waiting
  expect(ends).toEqual(['soon', 'waited'])
})
