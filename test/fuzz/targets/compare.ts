import fc from 'fast-check'
import jsonPatch from 'fast-json-patch'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { isObject } from '../../../engine/model/json.ts'
import { attributionOf, removerOf } from '../../../engine/model/managed-fields.ts'
import { compare } from '../../../engine/stages/compare.ts'
import { aPolicy, aTemplate } from '../../engine/stages/compare/a-policy.ts'
import { hostileJson, mutatedJson, pointersOf } from '../hostile.ts'
import { hold, target } from '../target.ts'

const DEPLOYMENT: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'd',
    namespace: 'n',
    labels: { a: 'b' },
    managedFields: [
      {
        manager: 'kubectl',
        operation: 'Update',
        time: '2026-01-01T00:00:00Z',
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      },
      {
        manager: 'argo',
        operation: 'Apply',
        fieldsV1: {
          'f:spec': {
            'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"c"}': { '.': {}, 'f:image': {} } } } },
          },
        },
      },
    ],
  },
  spec: {
    replicas: 3,
    template: {
      spec: {
        containers: [
          {
            name: 'c',
            image: 'i',
            env: [{ name: 'A', value: '1' }],
            resources: { limits: { cpu: '1', memory: '1Gi' } },
          },
        ],
      },
    },
  },
}
const BINDING: JsonObject = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'r' },
  rules: [
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
    { apiGroups: ['apps'], resources: ['*'], verbs: ['*'] },
  ],
}
const object = mutatedJson([DEPLOYMENT, BINDING])
const nested = (depth: number): Json =>
  Array.from({ length: depth }).reduce<Json>((inner, _, i) => (i % 2 === 0 ? [inner] : { a: inner }), 'x')

export const comparison = target({
  name: 'compare',
  holds: 'any two objects compare, an object never drifts from itself, and a patch mends what it says',
  input: fc.record({
    asked: object,
    there: object,
    strictness: fc.constantFrom('musthave', 'mustonlyhave', 'mustnothave'),
    live: fc.boolean(),
  }),
  cases: [1_000, 4_000].map((depth) => ({
    asked: { ...BINDING, rules: nested(depth) },
    there: { ...BINDING, rules: nested(depth - 1) },
    strictness: 'musthave' as const,
    live: true,
  })),
  check: ({ asked, there, strictness, live }) => {
    const policy = (definition: Json) => aPolicy([{ complianceType: strictness, objectDefinition: definition }])
    const options = { server: live ? ('live' as const) : ('in-memory' as const) }
    const objects = isObject(there) ? [there] : []
    const [difference] = compare(policy(asked), objects, options).differences
    for (const each of difference?.fields ?? []) hold(each.pointer.startsWith('/'), 'a field without a place', each)
    if (difference?.change !== 'different' || difference.patch.length === 0) return
    if (JSON.stringify([asked, there]).includes('__proto__')) return
    const patched = jsonPatch.applyPatch(jsonPatch.deepClone(there), [...difference.patch], false, true, false)
      .newDocument as Json
    hold(isObject(patched), 'a patch that leaves no object', difference.patch)
  },
})

export const anyPolicy = target({
  name: 'any-policy',
  holds: 'whatever a hub calls a policy is judged or Unknown',
  input: fc.record({ spec: hostileJson, template: hostileJson, object: hostileJson }),
  check: ({ spec, template, object: there }) => {
    const objects = [DEPLOYMENT, ...(isObject(there) ? [there] : [])]
    compare({ ...aPolicy([aTemplate(isObject(template) ? template : {}), template]) }, objects)
    compare(
      { apiVersion: 'policy.open-cluster-management.io/v1', kind: 'ConfigurationPolicy', metadata: template, spec },
      objects,
    )
  },
})

export const attribution = target({
  name: 'managed-fields',
  holds: 'whatever managedFields say, somebody or nobody wrote a field',
  input: fc.record({ object: mutatedJson([DEPLOYMENT], 6), pick: fc.nat() }),
  few: 60,
  check: ({ object: written, pick }) => {
    if (!isObject(written)) return
    const pointers = ['', ...pointersOf(DEPLOYMENT), ...pointersOf(written)]
    const pointer = pointers[pick % pointers.length] ?? ''
    for (const found of [attributionOf(written, pointer), removerOf(written, pointer)])
      for (const each of Object.values(found)) hold(each === null || typeof each === 'string', 'no text', found)
  },
})
