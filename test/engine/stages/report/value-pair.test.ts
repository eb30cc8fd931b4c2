import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { valuePair } from '../../../../engine/stages/report/value-pair.ts'

const LONG = Array.from({ length: 30 }, (_, i) => `vault-${i}.internal`).join(' ')

describe('two values of a field', () => {
  test.each([
    ['short ones as they are', 3, 5, '3', '5'],
    ['what is not there', undefined, 'a', '(absent)', 'a'],
    [
      'those that part early from their beginning',
      `a${LONG}`,
      `b${LONG}`,
      `a${LONG.slice(0, 78)}…`,
      `b${LONG.slice(0, 78)}…`,
    ],
    [
      'those that part late from there',
      `${LONG} 9 voters`,
      `${LONG} 15 voters`,
      '…vault-29.internal 9 voters',
      '…vault-29.internal 15 voters',
    ],
    ['one that goes on where the other ends', LONG, `${LONG},more`, '… vault-29.internal', '… vault-29.internal,more'],
  ])('%s', (_, one, other, first, second) => {
    expect(valuePair(one, other).map((each) => each.trim())).toEqual([
      expect.stringContaining(first.replace('…vault', 'vault').replace('… vault', 'vault')),
      expect.stringContaining(second.replace('…vault', 'vault').replace('… vault', 'vault')),
    ])
  })

  test('never look the same where they are not, and are never longer than asked', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 300 })
    fc.assert(
      fc.property(text, text, text, (same, a, b) => {
        fc.pre(a !== b)
        const [one, other] = valuePair(same + a, same + b)
        expect(one).not.toBe(other)
        expect(Math.max(one.length, other.length)).toBeLessThanOrEqual(80)
      }),
    )
  })
})
