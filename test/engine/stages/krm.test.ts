import fc from 'fast-check'
import { dump, load } from 'js-yaml'
import { expect, test } from 'vitest'
import { parseDocument, visit } from 'yaml'
import { readResourceList, resourceList } from '../../../engine/stages/krm.ts'

const list = (item: string) => `apiVersion: config.kubernetes.io/v1
kind: ResourceList
functionConfig: { kind: PolicyGenerator, version: 1.10, metadata: { name: g, annotations: { a: b } } }
items:
- apiVersion: v1
  kind: X
  metadata: { name: x }
  spec:
    a: ${item}
`

/** Every scalar of a text with its quotes. */
function scalars(text: string): readonly string[] {
  const all: string[] = []
  visit(parseDocument(text, { schema: 'failsafe' }), {
    Scalar: (_, node) => void all.push(`${node.type} ${node.source}`),
  })
  return all
}

test.each(
  `1.10 0644 0o17 1e3 1.50e+2 0x1F 1_000 +1 .5 1.0 12345678901234567890123 yes on n ~ null 2020-01-01 1:30 .inf 0775`.split(
    ' ',
  ),
)('%s stays as Kustomize gave it', (scalar) => {
  const read = readResourceList(list(scalar))
  if ('problem' in read) throw new Error(read.problem)
  expect(resourceList(read.items, [], [])).toContain(`    a: ${scalar}\n`)
})

test('quotes, blocks and what a function adds keep their meaning', () => {
  const block =
    '|-\n      one\n        two\n    b: "1.10"\n    c: \'yes\'\n    d: plain text that is long enough to be folded by a writer that minds the width of a screen, and which must not be'
  const read = readResourceList(list(block))
  if ('problem' in read) throw new Error(read.problem)
  const out = resourceList(read.items, [{ kind: 'Y', version: '1.10', on: 'yes' }], [])
  expect(load(out)).toMatchObject({
    items: [{ spec: { a: 'one\n  two', b: '1.10', c: 'yes' } }, { kind: 'Y', version: '1.10', on: 'yes' }],
  })
  expect(out).toContain('b: "1.10"')
  expect(out).toContain("c: 'yes'")
})

test('the generator is read as it is written, without the annotations of its call', () => {
  const read = readResourceList(list('x'))
  if ('problem' in read) throw new Error(read.problem)
  expect(read.functionConfig).toContain('version: 1.10')
  expect(read.functionConfig).not.toContain('annotations')
})

test('whatever the values, no scalar of an item changes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const item = dump({ apiVersion: 'v1', kind: 'X', value }, { lineWidth: -1 })
      const read = readResourceList(dump({ kind: 'ResourceList', functionConfig: {}, items: [load(item)] }))
      if ('problem' in read) throw new Error(read.problem)
      const out = resourceList(read.items, [], [])
      expect((load(out) as { items: unknown[] }).items[0]).toEqual(load(item))
      const again = readResourceList(`${out}functionConfig: {}\n`)
      if ('problem' in again) throw new Error(again.problem)
      expect(scalars(resourceList(again.items, [], []))).toEqual(scalars(out))
    }),
    { numRuns: 100 },
  )
})

test('an alias to another part of the list is refused, not a crash', () => {
  const text = 'kind: ResourceList\nitems: [&a { kind: X }]\nfunctionConfig: { kind: Y, x: *a }\n'
  expect(readResourceList(text)).toHaveProperty('problem')
})
