import { describe, expect, test } from 'vitest'
import { readRendered } from '../../../../engine/stages/read-rendered.ts'
import { parseYaml, parseYamlStream } from '../../../../engine/stages/render/yaml.ts'

const CIRCLE = 'kind: Policy\nmetadata: { name: p }\nspec: &a [*a]\n'
const BOMB = Array.from({ length: 20 }, (_, i) => `a${i}: &a${i} [${Array(10).fill(i === 0 ? 1 : `*a${i - 1}`)}]`).join(
  '\n',
)

test.each([
  ['a circle', CIRCLE],
  ['a bomb', BOMB],
])('%s of aliases is refused wherever YAML is read', (_, text) => {
  for (const read of [parseYaml, parseYamlStream]) expect(() => read(text)).toThrow('excessive aliasing')
  const file = 'rendered/gdw/p.yaml'
  expect(readRendered('gdw', new Map([[file, text]]))).toMatchObject({ rendered: { policies: [] }, unreadable: [file] })
})

test('an alias that somebody may write is read', () => {
  expect(parseYaml('a: &a { b: 1 }\nc: *a\n')).toEqual({ a: { b: 1 }, c: { b: 1 } })
})

describe('a text is read as kubectl and the controllers read it', () => {
  test.each<[string, unknown]>([
    ['yes', true],
    ['On', true],
    ['y', 'y'],
    ['off', false],
    ['N', 'N'],
    ['tRue', 'tRue'],
    ['0644', 420],
    ['0o644', 420],
    ['-0b11', -3],
    ['1_000', 1000],
    ['0800', 800],
    ['1e3', 1000],
    ['12e4567', '12e4567'],
    ['12:30', '12:30'],
    ['2020-01-01', '2020-01-01'],
    ['~', null],
    ['!!str 5', '5'],
    ['!!int "5"', 5],
    ['{ <<: { b: 1 }, c: 2 }', { b: 1, c: 2 }],
    ['|\n  one', 'one'],
    ['|\n  one\n', 'one\n'],
    ['[\n  x\n]', ['x']],
    ['{\n  "x": 1\n}\nb: [\n]', { x: 1 }],
  ])('%j', (text, value) => {
    for (const read of [parseYaml(`a: ${text}`), parseYamlStream(`a: ${text}`)[0]])
      expect(read).toMatchObject({ a: value })
  })

  test('a key too', () => {
    expect(parseYaml('on: 1\n0x10: 2\n')).toEqual({ true: 1, 16: 2 })
  })

  test('what no reader takes is refused, with its place', () => {
    for (const text of ['a: [', 'a: 1\na: 2', 'a: "x'])
      expect(() => parseYaml(text)).toThrow(expect.objectContaining({ name: 'YAMLException' }))
    expect(() => parseYaml('a: 1\n---\nb: 2\n')).toThrow('single document')
  })
})
