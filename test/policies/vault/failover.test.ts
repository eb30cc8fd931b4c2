import { expect, test } from 'vitest'
import { raftFailover, sumOf } from '../../../engine/model/failover.ts'
import { vaultFailover } from '../../../policies/vault/failover.ts'

test.each([
  [1, undefined, 32],
  [2, undefined, 32],
  [2, 10, 22],
  [2, 60, 32],
  [5, undefined, 32],
  [6, 10, 32],
  [10, undefined, 52],
])(
  'Vault with multiplier %i and requests of %s s writes again %i s after a silent loss',
  (multiplier, most, seconds) => {
    const terms = vaultFailover(multiplier, 70, most)
    // What is passed on to a leader that is silent ends 30 s after its last word, however long the election took.
    expect(sumOf(terms)).toEqual({ min: sumOf(raftFailover(multiplier, 70)).min, max: seconds })
    expect(terms.every((each) => each.seconds.max > 0)).toBe(true)
  },
)
