import { expect, test } from 'vitest'
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
