import { expect, test } from 'vitest'
import { entryName } from '../../../../engine/model/topology/entry-name.ts'

test.each<[readonly string[], string | undefined]>([
  [[], undefined],
  [['global.example.com'], 'global.example.com'],
  [['vault.global.example.com', 'sql.global.example.com'], '*.global.example.com'],
  [['a.example.com', 'b.example.org'], 'a.example.com'],
  [['a.com', 'b.com'], 'a.com'],
  [['example.com', 'b.example.com'], 'example.com'],
])('%j is shown as %j', (entries, expected) => {
  expect(entryName(entries)).toBe(expected)
})
