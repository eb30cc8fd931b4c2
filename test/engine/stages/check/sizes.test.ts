import { expect, test } from 'vitest'
import { MAP, withPolicy } from '../../an-authored-policy.ts'

test.each<[string, number, readonly string[]]>([
  ['a small one', 100, []],
  ['one that client-side apply cannot keep a copy of', 300, ['names/object-large @ apiVersion']],
  ['one that etcd refuses', 1100, ['names/object-too-large @ apiVersion']],
])('%s', (_, kib, wanted) => {
  const data = `{ text: "${'x'.repeat(kib * 512)}" }`
  expect(withPolicy('', { 'a.yaml': MAP('a', data), 'b.yaml': MAP('b', data) }).found).toEqual(wanted)
})
