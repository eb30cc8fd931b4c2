import * as yaml from 'js-yaml'
import { load as parse } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { indentedInside, offsetsBack } from '../../../engine/model/indented-inside.ts'
import { configMap, generated, objectsOf, onePolicy } from '../stages/generate/a-generator.ts'

describe('lines inside brackets and quotes are indented', () => {
  test.each<[string, string, unknown]>([
    ['a list that ends below its key', 'a:\n  b: [\n    x,\n  ]\n', { a: { b: ['x'] } }],
    ['a map that ends at the margin', 'a: {\n  b: c\n}\nd: e\n', { a: { b: 'c' }, d: 'e' }],
    ['one in a list', 'a:\n- [\n  1,\n  2\n]\n- b\n', { a: [[1, 2], 'b'] }],
    ['elements at the margin', 'a: [\n# none\nb,\nc]\n', { a: ['b', 'c'] }],
    ['text in quotes', 'a: "b\n\nc"\nd: \'e\nf\'\n', { a: 'b\nc', d: 'e f' }],
    ['tabs', 'a: {\n\tb: 1\n}\n', { a: { b: 1 } }],
    ['brackets in a block of text', 'a: [\n]\nb: |\n  {\n    x: [\n    ]\n  }\n', { a: [], b: '{\n  x: [\n  ]\n}\n' }],
    ['carriage returns', 'a: [\r\n  b\r\n]\r\nc: d\r\n', { a: ['b'], c: 'd' }],
  ])('%s', (_, text, value) => {
    expect(() => parse(text)).toThrow('deficient indentation')
    const indented = indentedInside(text, yaml)
    expect(parse(indented)).toEqual(value)
    // Every character that is no indentation is found again where it was.
    const back = offsetsBack(text, indented)
    const words = [...indented.matchAll(/[^\s]+/g)].map((each) =>
      text.slice(back(each.index), back(each.index) + each[0].length),
    )
    expect(words).toEqual(text.match(/[^\s]+/g))
  })

  test.each([
    ['what is in order', 'a: [\n  b\n  ]\n'],
    ['a key that is there twice', 'a: [\n  ]\na: [\n  ]\n'],
    ['a bracket that is never closed', 'a: [\nb: c\n'],
    ['the end of a document in brackets', 'a: [\n---\n]\n'],
    ['the end of a document in quotes', 'a: "b\n---\nc"\n'],
    ['something else', 'a: [\n]\nb: }\n'],
  ])('%s stays as it is', (_, text) => {
    expect(indentedInside(text, yaml)).toBe(text)
  })

  test('thousands of them take no time to speak of', () => {
    const text = Array.from({ length: 5_000 }, (_, i) => `k${i}: [\n  x\n]\n`).join('')
    expect(Object.keys(parse(indentedInside(text, yaml)) as object)).toHaveLength(5_000)
  })

  test.each([
    ['a long list', `a: [\n${'x,\n'.repeat(2_500)}]\n`, 2_500],
    ['long lists', `${Array.from({ length: 9 }, (_, i) => `k${i}: [\n${'x,\n'.repeat(200)}]\n`).join('')}`, 9],
  ])('%s at the margin is read some dozens of times, not once a line', (_, text, count) => {
    let reads = 0
    const parseEvents = (each: string) => {
      reads++
      return yaml.parseEvents(each, {})
    }
    const indented = indentedInside(text, { ...yaml, parseEvents })
    const value = parse(indented) as { readonly [key: string]: readonly unknown[] }
    expect(value.a?.length ?? Object.keys(value).length).toBe(count)
    expect(reads).toBeLessThan(count === 9 ? 300 : 60)
  })
})

test('a manifest and its patch may be written so', () => {
  const text = onePolicy('manifests: [{ path: a.yaml }]')
  const [object] = objectsOf(generated(text, { 'a.yaml': configMap('a', '{\n  k: v\n}') }))
  expect(object?.data).toEqual({ k: 'v' })
})
