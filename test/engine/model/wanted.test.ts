import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../engine/model/json.ts'
import { wantedOf } from '../../../engine/model/wanted.ts'
import { aRendered, configMap, NAMESPACE, rootPolicy, template } from '../stages/judge/status-a-hub.ts'

const secret = (name: string, namespace: string): JsonObject => {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace } }
}
const wantedFor = (objects: readonly JsonObject[], spec: JsonObject = {}) =>
  wantedOf(aRendered([rootPolicy('shop', [template({ name: 't', objects, spec })])]))
    .on('c1')
    .map(({ kind, namespace, names }) => `${kind} ${namespace || '*'} ${names?.join() ?? 'all'}`)

describe('what a source has to read', () => {
  test.each<[string, readonly JsonObject[], readonly string[]]>([
    [
      'one list a kind and namespace',
      [configMap('a'), configMap('b'), configMap('c', {}, 'other')],
      ['ConfigMap other all', 'ConfigMap shop all'],
    ],
    [
      'all namespaces where there are many',
      Array.from({ length: 9 }, (_, i) => configMap('a', {}, `n${i}`)),
      ['ConfigMap * all'],
    ],
    [
      'Secrets by name, in each of many namespaces',
      Array.from({ length: 9 }, (_, i) => secret('s', `n${i}`)),
      Array.from({ length: 9 }, (_, i) => `Secret n${i} s`),
    ],
    ['a namespace that a template decides', [configMap('a', {}, '{{ .ObjectNamespace }}')], ['ConfigMap * all']],
    [
      'cluster-scoped kinds without a namespace',
      [{ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'fast', namespace: 'x' } }],
      ['StorageClass * all'],
    ],
    ['nothing for an object without a kind', [{ metadata: { name: '__proto__' } }], []],
  ])('%s', (_, objects, expected) => {
    expect(wantedFor(objects)).toEqual(expected)
  })

  test('a namespace selector needs the namespaces themselves', () => {
    const { metadata: _, ...rest } = configMap('a')
    const object = { ...rest, metadata: { name: 'a' } }
    expect(wantedFor([object], { namespaceSelector: { include: ['app-*'] } })).toEqual([
      'ConfigMap * all',
      'Namespace * all',
    ])
  })

  test('an object selector makes a Secret of any name count', () => {
    const spec = { 'object-templates': [{ objectSelector: {}, objectDefinition: secret('s', 'shop') }] }
    expect(wantedFor([], spec)).toEqual(['Secret shop all'])
  })

  test('of the hub no Secret is read, and Policies of all namespaces, where the replicas are', () => {
    const { hub, hubNamespace } = wantedOf(aRendered([rootPolicy('shop', [])]))
    expect(hubNamespace).toBe(NAMESPACE)
    expect(hub.map((each) => each.kind)).not.toContain('Secret')
    expect(hub.find((each) => each.kind === 'Policy')).toMatchObject({ namespace: '', names: null })
  })
})
