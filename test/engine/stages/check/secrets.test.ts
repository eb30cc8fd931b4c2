import { expect, test } from 'vitest'
import { expandAll } from '../../../../engine/flows/expand-all.ts'
import { components } from '../../../../policies/index.ts'
import { FILES } from '../../../fuzz/repositories.ts'

function foundIn(path: string, text: string): readonly string[] {
  const files = [...FILES.filter((each) => each.path !== path), { path, text }]
  const { findings } = expandAll({ files, findings: [] }, components)
  return findings
    .filter((each) => each.rule === 'secret/plain')
    .map((each) => `${each.file}:${each.line}:${each.column}`)
}

const MANIFEST = 'policies/shop/limits.yaml'
const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n'

test.each([
  [
    'a value of stringData',
    'apiVersion: v1\nkind: Secret\nmetadata: { name: a, namespace: shop }\nstringData:\n  user: ""\n  pass/word: hunter2\n',
    ':6',
  ],
  [
    'a value of data',
    'apiVersion: v1\nkind: Secret\nmetadata: { name: a, namespace: shop }\ndata:\n  # base64\n  password: aHVudGVyMg==\n',
    ':6',
  ],
  [
    'one in the second document',
    `${CONFIG_MAP}---\napiVersion: v1\nkind: Secret\nmetadata: { name: b, namespace: shop }\ndata: { password: aHVudGVyMg== }\n`,
    ':8',
  ],
])('%s is found in its line', (_, text, line) => {
  expect(foundIn(MANIFEST, text).map((each) => each.replace(/:\d+$/, ''))).toEqual([`${MANIFEST}${line}`])
})

test('what a template fetches is no secret in the open', () => {
  const text = 'apiVersion: v1\nkind: Secret\nmetadata: { name: a, namespace: shop }\nstringData:\n  password: ""\n'
  expect(foundIn(MANIFEST, text)).toEqual([])
})
