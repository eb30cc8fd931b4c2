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
  ['one each', [1, 1, 1], ['c2'], ['vault: 2 of 3 members can be seen, 2 are a majority: 0 more may be lost']],
  ['a cluster without members', [3, 3, 3, 0], ['c4'], []],
])('%s', (_, pods, dark, lines) => {
  expect(toleranceLines([vault(pods)], dark)).toEqual(lines)
})
