import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clip } from '../../../engine/model/clip.ts'
import { visible, visibleLine, visibleLines } from '../../../engine/model/visible.ts'

test.each([
  ['\u001b[2J', '\\u{1b}[2J'],
  ['a\nb\tc', 'a\\u{a}b\\u{9}c'],
  ['\u202eabc', '\\u{202e}abc'],
  ['half of one: \ud83d', 'half of one: \\u{d83d}'],
  ['a whole one: 😀', 'a whole one: 😀'],
])('%j is shown as %s', (text, shown) => {
  expect(visible(text)).toBe(shown)
})

test('line breaks and tabs stay in lines, and are spaces in one line', () => {
  expect(visibleLines('a\n\tb\r')).toBe('a\n\tb\\u{d}')
  expect(visibleLine('a\n\tb')).toBe('a b')
})

test('what is shown is text that every receiver can read, wherever it was cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, most) => {
      const cut = clip(text, most)
      expect(cut.length).toBeLessThanOrEqual(most)
      expect(visible(text.slice(0, most))).not.toMatch(/\p{Surrogate}/u)
      expect(cut).not.toMatch(/\p{Surrogate}/u)
    }),
  )
})
