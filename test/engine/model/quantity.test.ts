import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSameQuantity, parseQuantity } from '../../../engine/model/quantity.ts'

test.each([
  ['1k', '1000'],
  ['60', '60.0'],
  ['1.10', '1.1'],
  ['1e3', '1000'],
  ['1E3', '1k'],
  ['12E-1', '1.2'],
  ['0.5', '500m'],
  ['1Ki', '1024'],
  ['1Gi', '1024Mi'],
  ['0.5Gi', '512Mi'],
  ['1Ei', '1152921504606846976'],
  ['1E', '1000P'],
  ['1000n', '1u'],
  ['1000u', '1m'],
  ['+5', '5'],
  ['-1k', '-1000'],
  ['007', '7'],
  ['5.', '5'],
  ['.5', '500m'],
  ['m', '0'],
  ['k', '0'],
  ['M', '0'],
  ['Ki', '0'],
  ['.', '0'],
  ['-', '0'],
  ['-0', '0'],
  ['0.00', '0'],
  ['0.0000000001', '1n'],
  ['1.00000000001', '1.000000001'],
  ['-0.0000000001', '-1n'],
  ['1e4294967296', '1'],
  ['9223372036854775808Ki', '9223372036854775807Ki'],
])('%s is the same amount as %s', (a, b) => {
  expect(isSameQuantity(a, b)).toBe(true)
})

test.each([
  ['1k', '1Ki'],
  ['1', '1m'],
  ['1', '-1'],
  ['1.1', '1.01'],
  ['500m', '0.6'],
  ['1Mi', '1M'],
  ['10', '1e2'],
  ['1', 'one'],
])('%s is another amount than %s', (a, b) => {
  expect(isSameQuantity(a, b)).toBe(false)
})

test.each([
  '',
  ' 1',
  '1 ',
  '1K',
  '1mi',
  '1kk',
  '1.2.3',
  '0x10',
  '1e',
  '1e+',
  'e',
  '--1',
  '1-',
  'abc',
  '1,5',
  'Pi',
  'e-10',
  '1e99999999999999999999',
  '１',
])('%j is no quantity', (text) => {
  expect(parseQuantity(text)).toBeUndefined()
})

test('an amount is the same in every spelling', () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 15n), 10n ** 15n), (value) => {
      const text = String(value)
      expect(isSameQuantity(text, `${text}000m`)).toBe(true)
      expect(isSameQuantity(text, `${text}.000`)).toBe(true)
      expect(isSameQuantity(`${text}k`, `${text}000`)).toBe(true)
      expect(isSameQuantity(`${text}e3`, `${text}k`)).toBe(true)
      expect(isSameQuantity(text, String(value + 1n))).toBe(false)
    }),
  )
})

test('long and hostile texts are read in linear time', () => {
  const digits = '1'.repeat(200_000)
  expect(parseQuantity(`${digits}x`)).toBeUndefined()
  expect(parseQuantity(`${'E'.repeat(200_000)}`)).toBeUndefined()
  expect(isSameQuantity(digits, digits)).toBe(true)
  expect(isSameQuantity('1e2000000000', '1')).toBe(false)
  expect(isSameQuantity('1e-2000000000', '1n')).toBe(true)
})

test('any text is read without a crash', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[+\-.0-9eEinumkKMGTP]{0,12}$/), (text) => {
      const read = parseQuantity(text)
      if (read) expect(isSameQuantity(text, text)).toBe(true)
    }),
    { numRuns: 500 },
  )
})
