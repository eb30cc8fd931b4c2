import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { didYouMean, editDistance, suggestion } from '../../../engine/model/suggest.ts'

test('a name that is empty is never what somebody meant', () => {
  expect(suggestion('e', [''], 'write one')).toBe('write one')
  expect(suggestion('e', ['', 'vault'], 'write one')).toBe('known here: `vault`')
})

describe('editDistance', () => {
  test.each([
    ['', '', 0],
    ['a', '', 1],
    ['vault', 'vault', 0],
    ['vualt', 'vault', 1],
    ['tunel', 'tunnel', 1],
    ['domians', 'domain', 2],
    ['abc', 'xyz', 3],
  ])('%s → %s is %i', (from, to, expected) => {
    expect(editDistance(from, to)).toBe(expected)
  })

  test('it is the same both ways, none only for equal texts, and never more than the longer text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 })
    fc.assert(
      fc.property(text, text, (a, b) => {
        const distance = editDistance(a, b)
        expect(distance).toBe(editDistance(b, a))
        expect(distance === 0).toBe(a === b)
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length))
      }),
    )
  })
})

describe('didYouMean', () => {
  const names = ['vault', 'database', 'tunnel', 'certs']
  test.each([
    ['vualt', 'vault'],
    ['VAULT', 'vault'],
    ['databse', 'database'],
    ['cert', 'certs'],
    ['loadbalancer', undefined],
    ['', undefined],
    ['v', undefined],
    ['v'.repeat(100_000), undefined],
  ])('%.20s → %s', (text, expected) => {
    expect(didYouMean(text, names)).toBe(expected)
  })

  test('where nothing is near, what there is; where there is nothing, what to do', () => {
    expect(suggestion('loadbalancer', names, 'remove it')).toBe('known here: `vault`, `database`, `tunnel`, `certs`')
    expect(suggestion('x', [], 'remove it')).toBe('remove it')
    expect(
      suggestion(
        'x',
        Array.from({ length: 20 }, (_, i) => `name-${i}`),
        '',
      ),
    ).toMatch(/`name-11`, …$/)
  })
})
