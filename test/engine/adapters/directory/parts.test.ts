import fc from 'fast-check'
import { loadAll } from 'js-yaml'
import { expect, test } from 'vitest'
import { objectsOf } from '../../../../engine/adapters/directory/objects.ts'
import { partsOf } from '../../../../engine/adapters/directory/parts.ts'
import type { Json } from '../../../../engine/model/json.ts'

const objectsIn = (text: string) => (loadAll(text) as Json[]).flatMap((each) => objectsOf(each).objects)

const object = fc.record({
  name: fc.string({ maxLength: 20 }),
  lines: fc.array(fc.constantFrom('- a: b', '---', 'kind: List', '', 'x')),
})
const item = ({ name, lines }: { name: string; lines: readonly string[] }, indent: string) =>
  [
    'apiVersion: v1',
    'kind: ConfigMap',
    `metadata: { name: ${JSON.stringify(`n${name}`)} }`,
    'data:',
    '  text: |2',
    ...lines.map((each) => `    ${each}`),
  ]
    .map((line, i) => `${indent}${i === 0 ? '- ' : '  '}${line}`)
    .join('\n')

const list = fc
  .tuple(fc.array(object, { minLength: 1 }), fc.constantFrom('', '  '), fc.boolean())
  .map(([items, indent, isTyped]) => {
    const body = items.map((each) => item(each, indent)).join('\n')
    return `apiVersion: v1\n${isTyped ? 'kind: List\n' : ''}items:\n${body}\n${isTyped ? '' : 'kind: List\n'}metadata: {}\n`
  })

test('parts of documents and lists hold the same objects in the same order as the whole', () => {
  fc.assert(
    fc.property(fc.array(list, { minLength: 1, maxLength: 3 }), fc.integer({ min: 20, max: 200 }), (lists, atOnce) => {
      const text = lists.join('---\n')
      const parts = [...partsOf(text, atOnce)]
      expect(parts.flatMap(objectsIn)).toEqual(objectsIn(text))
    }),
  )
})

test('a text without documents or items to tell apart stays whole', () => {
  const text = `a:\n${'- \n'.repeat(100)}`
  expect([...partsOf(text, 10)]).toEqual([text])
})
