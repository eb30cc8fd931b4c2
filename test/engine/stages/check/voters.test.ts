import { expect, test } from 'vitest'
import type { Environment } from '../../../../engine/model/environment.ts'
import type { StretchedService } from '../../../../engine/model/stretched.ts'
import { votersPerRegion } from '../../../../engine/stages/check/voters.ts'

function voters(factor: number, members: readonly number[], home?: string): readonly number[] {
  const clusters = members.map((_, i) => ({ name: `c${i}`, cloud: 'aws', region: `r${i}` }))
  const service = {
    members: members.map((count, i) => ({ cluster: `c${i}`, pods: Array.from({ length: count }, (_, n) => `p-${n}`) })),
    quorum: { kind: 'replication', factor, ...(home ? { home } : {}) },
  }
  return votersPerRegion({ spec: { clusters } } as unknown as Environment, service as unknown as StretchedService)
}

test.each<[number, readonly number[], readonly number[]]>([
  [5, [3, 3, 3], [2, 2, 1]],
  [9, [3, 3, 3], [3, 3, 3]],
  [5, [1, 1, 1], [1, 1, 1]],
  [9, [3, 3, 1], [3, 3, 1]],
  [5, [1, 3, 3], [1, 2, 2]],
  [5, [1, 1, 1, 1, 1], [1, 1, 1, 1, 1]],
])('%i replicas on %j members vote as %j', (factor, members, wanted) => {
  expect(voters(factor, members)).toEqual(wanted)
})

test('every voter is at home where the ranges have one', () => {
  expect(voters(5, [3, 3, 3], 'c1')).toEqual([5])
})
