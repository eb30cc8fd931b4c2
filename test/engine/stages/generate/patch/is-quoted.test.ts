import { expect, test } from 'vitest'
import { isQuoted } from '../../../../../engine/stages/generate/patch/is-quoted.ts'

/** As yaml.v3 writes them. */
const QUOTED = [
  '',
  '~',
  'null',
  'True',
  '.inf',
  'y',
  'Off',
  '1',
  '-1.5',
  '0x1F',
  '1_0',
  '1:30',
  '2026-07-10',
  '{ a',
  '*',
]
const MORE_QUOTED = [
  '- a',
  '-',
  '? ',
  ': a',
  'a: b',
  'a:',
  'a #b',
  ' a',
  'a ',
  '--- a',
  '...',
  '@a',
  '%a',
  'a\nb',
  'a\tb',
  '🙂',
]
const PLAIN = [
  'a',
  'v1.2',
  'a:b',
  'a#b',
  '-a',
  '?a',
  ':a',
  'tRUE',
  'nULL',
  '<<',
  '=',
  '_1',
  '12e4567',
  '2026-13-01',
  'é',
  'a, b',
  'x[1]',
]

test.each([...QUOTED, ...MORE_QUOTED].map((text) => [text]))('%j needs quotes', (text) => {
  expect(isQuoted(text)).toBe(true)
})

test.each(PLAIN.map((text) => [text]))('%j stands as it is', (text) => {
  expect(isQuoted(text)).toBe(false)
})
