import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import { applyPatches } from '../../../../engine/stages/generate/patch.ts'
import { configMap, generated, objectsOf, onePolicy } from './a-generator.ts'

interface PatchCase {
  readonly name: string
  readonly manifest: JsonObject
  readonly patch: JsonObject
  readonly openapi?: JsonObject
  /** What Kustomize 5.8 makes of it; null where nothing is left. */
  readonly patched: JsonObject | null
}

const cases = readFileSync(new URL('patch/cases.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as PatchCase)

describe('one manifest', () => {
  test.each(cases)('$name', ({ manifest, patch, openapi, patched }) => {
    const before = JSON.stringify([manifest, patch])
    expect(applyPatches([manifest], [patch], openapi)).toEqual({ documents: patched === null ? [] : [patched] })
    expect(JSON.stringify([manifest, patch])).toBe(before)
  })

  test.each<[string, JsonObject]>([
    ['a map where a list is', { spec: { template: { spec: { containers: { name: 'x' } } } } }],
    ['a value where a map is', { metadata: { labels: 'x' } }],
    ['an unknown directive', { metadata: { labels: { $patch: 'mend' } } }],
    ['another kind', { kind: 'StatefulSet' }],
    ['another namespace', { metadata: { namespace: 'other' } }],
    ['a name that is no text', { metadata: { name: 7 } }],
    ['metadata that is null', { metadata: null }],
  ])('%s is refused', (_, patch) => {
    expect(applyPatches([cases[0]?.manifest ?? {}], [patch], undefined)).toMatchObject({ patch: 0 })
  })

  test('patches are applied in order', () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { n: '0' } }
    const patches = [{ data: { n: '1', m: '1' } }, { data: { n: '2' } }]
    expect(applyPatches([object], patches, undefined)).toEqual({ documents: [{ ...object, data: { n: '2', m: '1' } }] })
  })
})

test.each<[string, Json, readonly Json[], Json]>([
  ['in quotes', '1', ['text', 2], '2'],
  ['not in quotes', 1, ['2', 3], 3],
  ['null', null, ['yes', 4], 4],
  ['not there', undefined as unknown as Json, ['5', 6], '6'],
])('what is %s at first stays so through all patches', (_, first, values, expected) => {
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a' },
    data: first === undefined ? {} : { k: first },
  }
  const patches = values.map((k) => ({ data: { k } }))
  expect(applyPatches([object], patches, undefined)).toEqual({ documents: [{ ...object, data: { k: expected } }] })
})

describe('several manifests', () => {
  const named = (name: string): JsonObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } })
  const a = named('a')
  const b = named('b')

  test('a patch finds its own', () => {
    expect(applyPatches([a, b], [{ ...b, data: { k: 'v' } }], undefined)).toEqual({
      documents: [a, { ...b, data: { k: 'v' } }],
    })
  })

  const list = (items: Json): JsonObject => ({ ...named('l'), kind: 'ConfigMapList', items })

  test('a list is its items', () => {
    expect(applyPatches([list([named('c'), b]), a, list(null)], [{ ...b, data: { k: 'v' } }], undefined)).toEqual({
      documents: [named('c'), { ...b, data: { k: 'v' } }, a],
    })
    const kept: JsonObject = { ...named('l'), kind: 'BlockList', spec: {} }
    expect(applyPatches([kept, a], [a], undefined)).toEqual({ documents: [kept, a] })
  })

  test.each<[string, readonly JsonObject[], readonly JsonObject[]]>([
    ['a list of text', [list(['x']), a], [a]],
    ['a list with an item without name', [list([{ apiVersion: 'v1', kind: 'ConfigMap' }]), a], [a]],
    ['a list that is none', [list('x'), a], [a]],
    ['a patch for a list', [list([b])], [{ data: {} }]],
    ['a patch that does not say which', [a, b], [{ data: {} }]],
    ['a patch for none', [a, b], [{ ...a, kind: 'Secret' }]],
    ['the same object twice', [a, a], [a]],
    ['no manifest', [], [a]],
    ['a manifest without name', [a, { apiVersion: 'v1', kind: 'ConfigMap' }], [a]],
  ])('%s is refused', (_, documents, patches) => {
    expect(applyPatches(documents, patches, undefined)).toHaveProperty('problem')
  })
})

describe('in a file', () => {
  const patched = (path: string, patch: string, files: Readonly<Record<string, string>>) =>
    objectsOf(generated(onePolicy(`manifests: [{ path: ${path}, patches: [${patch}] }]`), files))

  test('the one patch of a file with one document may rename it', () => {
    const [object] = patched('a.yaml', '{ metadata: { name: b, namespace: c } }', { 'a.yaml': configMap('a') })
    expect(object?.metadata).toEqual({ name: 'b', namespace: 'c' })
  })

  test('in a folder it may not', () => {
    const text = onePolicy('manifests: [{ path: d, patches: [{ metadata: { name: b } }] }]')
    expect(generated(text, { 'd/a.yaml': configMap('a') }).findings.map((each) => each.rule)).toEqual([
      'generator/patch',
    ])
  })

  test('openapi.path names the schema that says how lists are merged', () => {
    const {
      manifest,
      patch,
      openapi,
      patched: expected,
    } = cases.find((each) => /a schema says so/.test(each.name)) ?? {}
    const text = (path: string) =>
      onePolicy(`manifests: [{ path: cr.yaml, openapi: { path: ${path} }, patches: [${JSON.stringify(patch)}] }]`)
    const files = { 'cr.yaml': JSON.stringify(manifest), 'schema.yaml': JSON.stringify(openapi), 'list.yaml': '- a\n' }
    expect(objectsOf(generated(text('schema.yaml'), files))).toEqual([expected])
    expect(generated(text('list.yaml'), files).findings.map((each) => each.rule)).toEqual(['generator/openapi'])
  })

  test('patches are read as manifests are', () => {
    const [object] = patched('a.yaml', '{ data: { d: 2020-01-01, n: 0644 } }', { 'a.yaml': configMap('a') })
    expect(object?.data).toEqual({ k: 'v', d: '2020-01-01T00:00:00Z', n: 420 })
  })
})

test('no patch makes it throw or changes who the object is', () => {
  const key = fc.constantFrom('metadata', 'name', 'spec', '$patch', 'containers', 'kind', 'template', '__proto__')
  const scalar = fc.constantFrom<Json>(null, 'delete', 'replace', 1, true, '')
  const { value } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      scalar,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 3 }),
    ),
  }))
  const manifest = cases[1]?.manifest ?? {}
  fc.assert(
    fc.property(fc.dictionary(key, value, { maxKeys: 4 }), (patch) => {
      const result = applyPatches([manifest], [patch], undefined)
      if ('problem' in result) return
      for (const each of result.documents)
        expect(each).toMatchObject({ kind: 'Deployment', metadata: { name: 'web', namespace: 'app' } })
    }),
  )
})
