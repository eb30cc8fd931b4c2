import { expect, test } from 'vitest'
import type { Json } from '../../../../engine/model/json.ts'
import { isObject } from '../../../../engine/model/json.ts'
import { schemaKinds } from '../../../../engine/stages/validate/kinds.ts'
import { patternWords } from '../../../../engine/stages/validate/patterns.ts'
import { components } from '../../../../policies/index.ts'

function schemasWithPattern(node: Json): readonly { readonly [key: string]: Json }[] {
  if (Array.isArray(node)) return node.flatMap(schemasWithPattern)
  if (!isObject(node)) return []
  return [...(typeof node.pattern === 'string' ? [node] : []), ...Object.values(node).flatMap(schemasWithPattern)]
}

test('nobody has to read a regular expression to know what was expected', () => {
  const found = [...schemaKinds(components).values()].flatMap(schemasWithPattern)
  const wordless = found.filter(({ pattern, examples, default: otherwise }) => {
    const example = Array.isArray(examples) ? examples[0] : otherwise
    return patternWords(String(pattern), example).includes(String(pattern))
  })
  expect(found.length).toBeGreaterThan(50)
  expect(wordless).toEqual([])
})

test.each([
  ['^x$', 'x', 'written like x'],
  ['^x$', undefined, 'text that matches ^x$'],
])('%s, of which %s is an example', (pattern, example, words) => {
  expect(patternWords(pattern, example)).toBe(words)
})
