import { expect, test } from 'vitest'
import { expandGenerator } from '../../../engine/flows/expand-generator.ts'
import type { GeneratorEntry } from '../../../engine/model/generator-files.ts'
import { HEAD } from '../stages/generate/a-generator.ts'

const configMap = (data: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  k: ${data}\n`

test.each<[string, GeneratorEntry, readonly string[]]>([
  ['a file', { kind: 'file', text: configMap('9007199254740993') }, ['gen/m:5']],
  ['a folder', { kind: 'folder', files: new Map([['b.yaml', configMap('18446744073709551615')]]) }, ['gen/m/b.yaml:5']],
  ['text', { kind: 'file', text: configMap('"9007199254740993"') }, []],
  ['the largest that is kept', { kind: 'file', text: configMap('9007199254740991') }, []],
])('a number of a manifest that cannot be kept exactly is told: %s', async (_, entry, places) => {
  const text = `${HEAD}policyDefaults: { namespace: hub }\npolicies: [{ name: p, manifests: [{ path: m }] }]\n`
  const read = async () => new Map([['m', entry]])
  const { findings, objects } = await expandGenerator({ path: 'gen/g.yaml', text }, read, (object) => object)
  expect(findings.map(({ rule, file, line }) => [rule, `${file}:${line}`])).toEqual(
    places.map((place) => ['yaml/number-precision', place]),
  )
  expect(objects).toHaveLength(3)
})
