import { expect, test } from 'vitest'
import type { StretchedService } from '../../../engine/model/stretched.ts'
import { toleranceLines } from '../../../engine/model/tolerance.ts'

function vault(pods: readonly number[]): StretchedService {
  return {
    name: 'vault',
    pointer: '',
    members: pods.map((count, i) => ({
      cluster: `c${i + 1}`,
      pods: Array.from({ length: count }, (_, pod) => `vault-${pod}`),
    })),
    quorum: { kind: 'raft' },
    roundTrip: { milliseconds: 70, pointer: '' },
    failover: [],
  }
}

test.each([
  ['nothing dark', [3, 3, 3], [], []],
  [
    'one region of three',
    [3, 3, 3],
    ['c3'],
    ['vault: 6 of 9 members can be seen, 5 are a majority: 1 more may be lost'],
  ],
  ['two of three', [3, 3, 3], ['c1', 'c3'], ['vault: 3 of 9 members can be seen, 5 are a majority: no quorum is left']],
  ['one each', [1, 1, 1], ['c2'], ['vault: 2 of 3 members can be seen, 2 are a majority: no more may be lost']],
  ['a cluster without members', [3, 3, 3, 0], ['c4'], []],
])('%s', (_, pods, dark, lines) => {
  expect(toleranceLines([vault(pods)], dark)).toEqual(lines)
})

test.each([
  ['nothing dark', [3, 3, 3], [], []],
  [
    'of five replicas over three regions two may be in the one that is dark',
    [3, 3, 3],
    ['c3'],
    ['database: of 5 replicas of each range at least 3 can be seen, 3 are a majority: no more may be lost'],
  ],
  [
    'two of five regions',
    [3, 3, 3, 3, 3],
    ['c1', 'c2'],
    ['database: of 5 replicas of each range at least 3 can be seen, 3 are a majority: no more may be lost'],
  ],
  [
    'two of three',
    [3, 3, 3],
    ['c1', 'c2'],
    ['database: of 5 replicas of each range at least 1 can be seen, 3 are a majority: no quorum is left'],
  ],
])('a replicated database, %s', (_, pods, dark, lines) => {
  const database = { ...vault(pods), name: 'database', quorum: { kind: 'replication', factor: 5 } as const }
  expect(toleranceLines([database], dark)).toEqual(lines)
})

test('what a drift of the members leaves is less, and is said in its place', () => {
  const notes = new Map([['vault', '5 of 9 members are asked for: no more may be lost']])
  expect(toleranceLines([vault([3, 3, 3])], ['c3'], [], notes)).toEqual([
    'vault: 5 of 9 members are asked for: no more may be lost',
  ])
  expect(toleranceLines([vault([3, 3, 3])], [], [], notes)).toEqual([])
})

test('clusters of one region are lost together', () => {
  const database = { ...vault([3, 3, 3]), name: 'database', quorum: { kind: 'replication', factor: 5 } as const }
  const clusters = [1, 2, 3].map((i) => ({ name: `c${i}`, region: i === 3 ? 'r2' : 'r1' }))
  expect(toleranceLines([database], ['c1', 'c2'], clusters)).toEqual([
    'database: of 5 replicas of each range at least 2 can be seen, 3 are a majority: no quorum is left',
  ])
})
