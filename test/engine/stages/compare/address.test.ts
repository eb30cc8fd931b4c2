import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../../engine/model/json.ts'
import { compare } from '../../../../engine/stages/compare.ts'
import { aConfigMap, aPolicy, aTemplate, aThing, hold } from './a-policy.ts'

const namespace = (name: string, labels: JsonObject = {}, rest: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels, ...rest },
})
const CLUSTER = [
  namespace('app', { env: 'prod' }),
  namespace('app-2', { env: 'prod' }, { deletionTimestamp: '2026-01-01T00:00:00Z' }),
  namespace('vault'),
  aConfigMap({ data: { a: '1' } }),
]
const UNPLACED: JsonObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } }

function messages(definition: JsonObject, spec: JsonObject, complianceType = 'musthave', rest: JsonObject = {}) {
  return compare(aPolicy([aTemplate(definition, complianceType, rest)], spec), CLUSTER).templates[0]?.message
}

describe('namespaceSelector', () => {
  test.each([
    [{ include: ['app'] }, 'configmaps [settings] found as specified in namespace app'],
    [{ include: ['*'], exclude: ['app*', 'default'] }, 'configmaps [settings] not found in namespace vault'],
    [{ matchLabels: { env: 'prod' } }, 'configmaps [settings] not found in namespace app-2'],
    [
      { matchLabels: { env: 'prod' }, terminatingInclusion: 'Never' },
      'configmaps [settings] found as specified in namespace app',
    ],
    [
      { matchExpressions: [{ key: 'env', operator: 'DoesNotExist' }] },
      'configmaps [settings] not found in namespaces: default, vault',
    ],
    [{ include: ['a[p-q]p', 'v?ult'] }, 'configmaps [settings] not found in namespace vault'],
    [
      { include: ['['] },
      "Error filtering namespaces with provided namespaceSelector: error parsing 'include' pattern '[': syntax error in pattern",
    ],
    [
      { matchExpressions: [{ key: 'env', operator: 'Like' }] },
      'Error filtering namespaces with provided namespaceSelector: error parsing namespace LabelSelector: "Like" is not a valid label selector operator',
    ],
  ])('%j', (namespaceSelector, message) => {
    expect(messages(UNPLACED, { namespaceSelector })).toBe(message)
  })

  test.each([{}, { exclude: ['x'] }, { include: ['nothing'] }])(
    '%j leaves no namespace, for every compliance type',
    (selector) => {
      for (const complianceType of ['musthave', 'mustnothave', 'mustonlyhave']) {
        const message =
          'namespaced object settings of kind ConfigMap has no namespace specified from the policy namespaceSelector nor the object metadata'
        expect(messages(UNPLACED, { namespaceSelector: selector }, complianceType)).toBe(message)
      }
    },
  )

  test('a literal namespace wins over it', () => {
    const message = 'configmaps [settings] found as specified in namespace app'
    expect(messages(aConfigMap({}), { namespaceSelector: { include: ['vault'] } })).toBe(message)
  })
})

describe('kinds', () => {
  test('one that the cluster does not serve', () => {
    const verdict = hold(aThing({}), [], { complianceType: 'mustnothave' })
    expect(verdict.templates).toEqual([
      {
        compliant: 'NonCompliant',
        reason: 'K8s error',
        message:
          "couldn't find mapping resource with kind Thing in API version example.org/v1, please check if you have CRD deployed",
      },
    ])
  })

  test('one that a CustomResourceDefinition serves, in its scope and by its plural', () => {
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'thingies.example.org' },
      spec: {
        group: 'example.org',
        names: { kind: 'Thing', plural: 'thingies' },
        scope: 'Cluster',
        versions: [{ name: 'v1', served: true }],
      },
    }
    const asked = { apiVersion: 'example.org/v1', kind: 'Thing', metadata: { name: 'thing' } }
    expect(hold(asked, [definition]).templates[0]?.message).toBe('thingies [thing] not found')
  })

  test.each([
    { kind: 'Pod', metadata: { name: 'p' } },
    { apiVersion: 'v1', metadata: { name: 'p' } },
  ])('%j is no object', (definition) => {
    expect(hold(definition, []).templates[0]?.message).toBe(
      'The kind and apiVersion fields are required on the object template at index 0 in policy a-policy',
    )
  })
})

describe('an identity that is no text', () => {
  test.each([
    { metadata: 'settings' },
    { metadata: { name: 5, namespace: 'app' } },
    { metadata: { name: 'settings', namespace: ['app'] } },
    { metadata: { namespace: 'app' }, kind: true },
  ])('%j asks for nothing', (rest) => {
    expect(compare(aPolicy([aTemplate({ apiVersion: 'v1', kind: 'ConfigMap', ...rest })]), CLUSTER).templates).toEqual([
      {
        compliant: 'NonCompliant',
        reason: 'K8s decode object definition error',
        message: 'Error parsing the namespace from the object definition',
      },
    ])
  })

  test('null is none', () => {
    const definition = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: null, namespace: 'app' } }
    expect(messages(definition, {})).toBe('configmaps [settings] found as specified in namespace app')
  })
})

describe('objectSelector', () => {
  const pods = ['b', 'a', 'c'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'app', labels: { app: name === 'c' ? 'other' : 'db' } },
    spec: { nodeName: name === 'a' ? 'n1' : 'n2' },
  }))
  const unnamed = (spec: JsonObject): JsonObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'app' },
    spec,
  })
  const select = (objectSelector: JsonObject, definition: JsonObject, complianceType = 'musthave') => {
    const { templates, relatedObjects } = hold(definition, pods, { complianceType, rest: { objectSelector } })
    return [templates[0]?.message, relatedObjects.map((each) => each.name)]
  }

  test.each([
    [{ matchLabels: { app: 'db' } }, 'musthave', 'pods [b] found but not as specified in namespace app', ['a', 'b']],
    [{ matchLabels: { app: 'db' } }, 'mustnothave', 'pods [a] found in namespace app', ['a']],
    [{ matchLabels: { app: 'other' } }, 'mustnothave', 'pods missing as expected in namespace app', ['c']],
    [{}, 'musthave', 'pods [b, c] found but not as specified in namespace app', ['a', 'b', 'c']],
    [
      { matchLabels: { app: 'none' } },
      'musthave',
      'No objects of kind Pod were matched from the policy objectSelector',
      [],
    ],
    [
      { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['db'] }] },
      'musthave',
      'pods [c] found but not as specified in namespace app',
      ['c'],
    ],
    [
      { matchExpressions: [{ key: 'app', operator: 'In' }] },
      'musthave',
      "Error parsing provided objectSelector in the object-template at index [0]: values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty",
      [],
    ],
  ])('%j %s', (selector, complianceType, message, related) => {
    expect(select(selector, unnamed({ nodeName: 'n1' }), complianceType)).toEqual([message, related])
  })

  test('each name is said once, with all namespaces in which it is found', () => {
    const there = (namespace: string, names: readonly string[]) => [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
      ...names.map((name) => aConfigMap({ data: { tier: 'gold' } }, { name, namespace })),
    ]
    const unnamed: JsonObject = { apiVersion: 'v1', kind: 'ConfigMap', data: { tier: 'gold' } }
    const template = aTemplate(unnamed, 'mustnothave', { objectSelector: {} })
    const policy = aPolicy([template], { namespaceSelector: { include: ['east', 'north', 'west'] } })
    const objects = [...there('east', ['ca', 'proxy']), ...there('north', ['ca']), ...there('west', ['dns', 'proxy'])]
    expect(compare(policy, objects).templates[0]?.message).toBe(
      'configmaps [dns] found in namespace west; configmaps [ca] found in namespaces: east, north; configmaps [proxy] found in namespaces: east, west',
    )
  })

  test('mustnothave that finds none speaks of all namespaces it looked into', () => {
    const namespaces = ['east', 'north'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }))
    const unwanted: JsonObject = { apiVersion: 'v1', kind: 'ConfigMap', data: { tier: 'gold' } }
    const template = aTemplate(unwanted, 'mustnothave', { objectSelector: {} })
    const policy = aPolicy([template], { namespaceSelector: { include: ['*th', 'east'] } })
    const { templates, relatedObjects } = compare(policy, [...namespaces, aConfigMap({}, { namespace: 'north' })])
    expect(templates).toEqual([
      { compliant: 'Compliant', reason: '', message: 'configmaps missing as expected in namespaces: east, north' },
    ])
    expect(relatedObjects.map((each) => `${each.namespace}/${each.name}`)).toEqual(['north/settings'])
  })

  test('is ignored where a name is given', () => {
    const named = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'app' } }
    expect(select({ matchLabels: { app: 'none' } }, named)).toEqual([
      'pods [a] found as specified in namespace app',
      ['a'],
    ])
  })
})

describe('without a name', () => {
  const map = (name: string, data: JsonObject) => aConfigMap({ data }, { name })
  const unnamed = (data: JsonObject): JsonObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'app' },
    data,
  })
  const maps = [map('a', { x: '1' }), map('b', { x: '1', y: '2' })]

  test.each([
    ['musthave', { x: '1' }, 'configmaps [a, b] found as specified in namespace app', ['a', 'b']],
    ['musthave', { y: '2' }, 'configmaps [b] found as specified in namespace app', ['b']],
    ['musthave', { z: '3' }, 'configmaps found but not as specified in namespace app', ['-']],
    ['mustonlyhave', { x: '1' }, 'configmaps [a] found as specified in namespace app', ['a']],
    ['mustnothave', { x: '1' }, 'configmaps [a, b] found in namespace app', ['a', 'b']],
    ['mustnothave', { z: '3' }, 'configmaps missing as expected in namespace app', ['-']],
    ['musthave', { x: '1', empty: '' }, 'configmaps found but not as specified in namespace app', ['-']],
  ])('%s %j', (complianceType, data, message, related) => {
    const { templates, relatedObjects } = hold(unnamed(data), maps, { complianceType })
    expect([templates[0]?.message, relatedObjects.map((each) => each.name)]).toEqual([message, related])
  })

  test('none of the kind is there', () => {
    expect(hold(unnamed({}), []).templates[0]?.message).toBe('configmaps not found in namespace app')
  })

  test('a list item that matched one object asks the next ones for all that it matched', () => {
    const thing = (name: string, verbs: readonly string[]) => aThing({ steps: [{ on: 'push', verbs }] }, { name })
    const asked: JsonObject = {
      apiVersion: 'example.org/v1',
      kind: 'Thing',
      metadata: { namespace: 'app' },
      steps: [{ on: 'push' }],
    }
    const found = (objects: readonly JsonObject[]) => hold(asked, objects).templates[0]?.message
    expect(found([thing('b', ['test']), thing('a', ['lint'])])).toBe('things [a] found as specified in namespace app')
    expect(found([thing('a', ['lint']), thing('b', ['lint', 'test'])])).toBe(
      'things [a, b] found as specified in namespace app',
    )
    const before = aThing({ steps: [{ on: 'tag' }, { on: 'push', verbs: ['x'] }] }, { name: 'a' })
    expect(found([before, thing('b', ['test'])])).toBe('things [a, b] found as specified in namespace app')
  })

  test('the one that matches is then compared in full', () => {
    const asked: JsonObject = {
      apiVersion: 'example.org/v1',
      kind: 'Thing',
      metadata: { namespace: 'app' },
      spec: { empty: {} },
    }
    const verdict = hold(asked, [aThing({ spec: {} })])
    expect(verdict.templates[0]?.message).toBe('things [thing] found but not as specified in namespace app')
  })
})
