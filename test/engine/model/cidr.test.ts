import { expect, test } from 'vitest'
import { contains, overlaps, parseCidr } from '../../../engine/model/cidr.ts'

test('a network is its first address and a prefix', () => {
  expect(parseCidr('10.128.0.0/14')).toMatchObject({ first: 10 * 2 ** 24 + 128 * 2 ** 16, prefix: 14 })
  expect(parseCidr('0.0.0.0/0')).toMatchObject({ first: 0, last: 2 ** 32 - 1 })
})

test.each(['010.132.0.0/14', '10.132.00.0/14', '10.132.0.0/014', '10.256.0.0/16', '10.0.0.0/33', '10.0.0.1/8', 'x'])(
  '%s is none',
  (text) => {
    expect(parseCidr(text)).toBeUndefined()
  },
)

test.each([
  ['10.0.0.0/8', '10.0.0.0/8', true, true],
  ['10.0.0.0/8', '10.1.2.0/24', true, true],
  ['10.1.2.0/24', '10.0.0.0/8', true, false],
  ['10.0.0.0/8', '10.0.0.0/32', true, true],
  ['10.0.0.0/8', '10.255.255.255/32', true, true],
  ['10.255.255.255/32', '10.0.0.0/8', true, false],
  ['10.0.0.0/8', '11.0.0.0/8', false, false],
  ['11.0.0.0/8', '10.0.0.0/8', false, false],
])('%s and %s', (one, other, isOverlapping, isContaining) => {
  const [a, b] = [parseCidr(one), parseCidr(other)]
  if (!a || !b) throw new Error('no network')
  expect([overlaps(a, b), contains(a, b)]).toEqual([isOverlapping, isContaining])
})
