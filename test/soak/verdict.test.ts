import { expect, test } from 'vitest'
import { judge, slopeOf } from './verdict.ts'

const rising = Array.from({ length: 60 }, (_, minute) => ({ minute, value: 100 + minute / 60 }))

test('a slope is what a line rises in an hour', () => {
  expect(slopeOf(rising)?.perHour).toBeCloseTo(1)
  expect(slopeOf(rising.map((each) => ({ ...each, value: 5 })))?.perHour).toBe(0)
  expect(slopeOf(rising.slice(0, 2))).toBeUndefined()
})

test('each bound can break, and too few samples are no proof', () => {
  expect(judge({ of: 'heap', perHour: 1.01, most: 101, median: 101 }, rising).broken).toEqual([])
  expect(judge({ of: 'heap', perHour: 0.99 }, rising).broken).toEqual(['heap: 1 an hour, allowed are 0.99'])
  expect(judge({ of: 'heap', most: 100, median: 100 }, rising).broken).toHaveLength(2)
  expect(judge({ of: 'heap', perHour: 1 }, rising.slice(0, 2)).broken).toEqual(['heap: only 2 samples'])
})
