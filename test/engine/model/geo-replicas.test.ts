import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lostReplicas, spreadReplicas } from '../../../engine/model/geo-replicas.ts'

test.each([
  [
    '2-2-1: the region that holds two',
    5,
    [
      [3, 3],
      [3, 0],
      [3, 0],
    ],
    5,
    2,
  ],
  [
    '3-3-3',
    9,
    [
      [3, 3],
      [3, 1],
      [3, 0],
    ],
    9,
    4,
  ],
  [
    'a single node holds one replica of a range at most',
    5,
    [
      [3, 0],
      [3, 1],
      [3, 0],
    ],
    5,
    1,
  ],
  [
    'two of three nodes hold two of two',
    5,
    [
      [3, 0],
      [3, 2],
      [3, 0],
    ],
    5,
    2,
  ],
  [
    'fewer nodes than replicas',
    9,
    [
      [1, 1],
      [1, 0],
      [1, 0],
    ],
    3,
    1,
  ],
  [
    'a small region leaves its share to the others',
    5,
    [
      [1, 0],
      [3, 3],
      [3, 0],
    ],
    5,
    2,
  ],
  ['everything in one region', 3, [[3, 3]], 3, 3],
  ['nobody', 3, [], 0, 0],
])('%s', (_, factor, regions, placed, lost) => {
  const given = regions.map(([members = 0, gone = 0]) => ({ members, lost: gone }))
  expect(lostReplicas(factor, given)).toEqual({ placed, lost })
})

/** Every even placement, tried out: counts a region at most one apart where its members allow. */
function worstByTrying(factor: number, regions: readonly { members: number; lost: number }[]): number {
  const placed = Math.min(
    factor,
    regions.reduce((sum, each) => sum + each.members, 0),
  )
  const placements = regions.reduce<readonly (readonly number[])[]>(
    (found, { members }) => found.flatMap((each) => Array.from({ length: members + 1 }, (_, n) => [...each, n])),
    [[]],
  )
  const even = placements.filter((counts) => {
    if (counts.reduce((sum, each) => sum + each, 0) !== placed) return false
    const open = counts.filter((each, i) => each < (regions[i]?.members ?? 0))
    return open.length === 0 || Math.max(...counts) - Math.min(...open) <= 1
  })
  return Math.max(
    ...even.map((counts) => counts.reduce((sum, each, i) => sum + Math.min(each, regions[i]?.lost ?? 0), 0)),
  )
}

test('is the worst of all even placements', () => {
  const region = fc.tuple(fc.nat(4), fc.nat(4)).map(([members, lost]) => ({ members, lost: Math.min(members, lost) }))
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.array(region, { minLength: 1, maxLength: 4 }), (factor, regions) => {
      expect(lostReplicas(factor, regions).lost).toBe(worstByTrying(factor, regions))
    }),
    { numRuns: 150 },
  )
})

test('replicas are all placed, evenly, and no two on one member; the largest share is what a region can lose', () => {
  const counts = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 27 }), counts, (factor, members) => {
      const spread = spreadReplicas(factor, members)
      const total = members.reduce((sum, each) => sum + each, 0)
      expect(spread.reduce((sum, each) => sum + each, 0)).toBe(Math.min(factor, total))
      const most = Math.max(...spread)
      for (const [i, count] of members.entries()) {
        const here = spread[i] ?? 0
        expect(here).toBeLessThanOrEqual(count)
        if (here < count) expect(here).toBeGreaterThanOrEqual(most - 1)
      }
      const losses = members.map((_, lost) =>
        lostReplicas(
          factor,
          members.map((each, i) => ({ members: each, lost: i === lost ? each : 0 })),
        ),
      )
      expect(Math.max(...losses.map((each) => each.lost))).toBe(most)
    }),
  )
})
