import { expect, test } from 'vitest'
import type { Json } from '../../../engine/model/json.ts'
import {
  ALIAS_NODE_LIMIT,
  DEPTH_LIMIT,
  indicatorsIn,
  NODE_LIMIT,
  nodeLimitOf,
  walkable,
} from '../../../engine/model/walkable.ts'

const nested = (depth: number): Json => Array.from({ length: depth }).reduce<Json>((inner) => [inner], 'x')
/** The same list ten times in each of so many levels, as aliases make it. */
const swollen = (levels: number): Json =>
  Array.from({ length: levels }).reduce<Json>((inner) => Array<Json>(10).fill(inner), 'x')

function circle(): Json {
  const list: Json[] = []
  list.push(list)
  return list
}

test.each<[string, Json, boolean]>([
  ['a value', 'x', true],
  ['a list at the limit', nested(DEPTH_LIMIT), true],
  ['a list below it', nested(DEPTH_LIMIT + 1), false],
  ['a circle', circle(), false],
  ['what aliases swell', swollen(12), false],
])('%s', (_, value, isWalkable) => {
  expect(walkable([value], 10_000).length === 1).toBe(isWalkable)
})

test('all documents share one limit', () => {
  expect(walkable([swollen(2), swollen(2)], 150)).toHaveLength(1)
})

test('aliases lower the limit', () => {
  expect([nodeLimitOf('a: 1'), nodeLimitOf('a: &a 1')]).toEqual([NODE_LIMIT, ALIAS_NODE_LIMIT])
})

test.each([
  ['a: 1\nb: [x, y]\n', 6],
  ['- \n- {c: d}\n', 6],
  ['words alone', 0],
])('the indicators of %j', (text, count) => {
  expect(indicatorsIn(text)).toBe(count)
})
