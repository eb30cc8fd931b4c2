import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import { uncarried } from '../../../../engine/stages/judge/pending.ts'

const API = 'policy.open-cluster-management.io/v1'

/** A Policy spec of one template that asks for one object. */
function aSpec(asked: Json, rest: JsonObject = {}): JsonObject {
  return {
    disabled: false,
    'policy-templates': [{ objectDefinition: { spec: { 'object-templates': [{ objectDefinition: asked }] } } }],
    ...rest,
  }
}

const ASKED = '/policy-templates/0/objectDefinition/spec/object-templates/0/objectDefinition'

describe('a Policy on the hub carries the merged one', () => {
  test.each<[what: string, merged: JsonObject, found: JsonObject]>([
    ['the very same', aSpec({ a: 1 }), aSpec({ a: 1 })],
    ['with the default of its CRD', aSpec({}), aSpec({}, { copyPolicyMetadata: true })],
    ['with members that Go writes empty', aSpec({}), aSpec({}, { dependencies: [], remediationAction: '' })],
    ['without members that Go leaves out', aSpec({}, { dependencies: [] }), aSpec({})],
    ['in other letters', aSpec({}, { remediationAction: 'Enforce' }), aSpec({}, { remediationAction: 'enforce' })],
    ['without a null, which no apply keeps', aSpec({ a: null }), aSpec({})],
  ])('%s', (_, merged, found) => {
    expect(uncarried(merged, found)).toEqual([])
  })
})

describe('a Policy on the hub does not carry the merged one', () => {
  test.each<[what: string, merged: JsonObject, found: JsonObject, pointer: string]>([
    ['disabled', aSpec({}), aSpec({}, { disabled: true }), '/disabled'],
    ['metadata not copied', aSpec({}), aSpec({}, { copyPolicyMetadata: false }), '/copyPolicyMetadata'],
    ['copied after all', aSpec({}, { copyPolicyMetadata: false }), aSpec({}), '/copyPolicyMetadata'],
    [
      'another action',
      aSpec({}, { remediationAction: 'inform' }),
      aSpec({}, { remediationAction: 'enforce' }),
      '/remediationAction',
    ],
    ['a value changed', aSpec({ a: 1 }), aSpec({ a: 2 }), `${ASKED}/a`],
    ['a number written as text', aSpec({ a: 1 }), aSpec({ a: '1' }), `${ASKED}/a`],
    ['false taken out', aSpec({ automount: false }), aSpec({}), `${ASKED}/automount`],
    ['false put in', aSpec({}), aSpec({ automount: false }), `${ASKED}/automount`],
    ['an empty list taken out', aSpec({ ingress: [] }), aSpec({}), `${ASKED}/ingress`],
    ['an empty map taken out', aSpec({ podSelector: {} }), aSpec({}), `${ASKED}/podSelector`],
    ['an empty text put in', aSpec({}), aSpec({ storageClassName: '' }), `${ASKED}/storageClassName`],
    ['a list made longer', aSpec({ a: [1] }), aSpec({ a: [1, 2] }), `${ASKED}/a`],
    ['a name with a slash', aSpec({ 'a/b': 1 }), aSpec({ 'a/b': 2 }), `${ASKED}/a~1b`],
    ['the action of a template in other letters', aSpec('Enforce'), aSpec('enforce'), ASKED],
    ['a member named as what every object inherits', aSpec({ constructor: 1 }), aSpec({}), `${ASKED}/constructor`],
  ])('%s', (_, merged, found, pointer) => {
    expect(uncarried(merged, found)).toEqual([pointer])
  })
})

describe('a replica, which the propagator writes', () => {
  const on = (name: string, more: JsonObject = {}) => ({
    dependencies: [{ apiVersion: API, kind: 'Policy', name, ...more }],
  })
  const replica = { isReplica: true, namespace: 'policies' }

  test.each<[what: string, merged: JsonObject, found: JsonObject, pointers: readonly string[]]>([
    ['a hub template resolved', aSpec({ n: '{{hub .ManagedClusterName hub}}' }), aSpec({ n: 'c1' }), []],
    ['a hub template that is gone', aSpec({ n: '{{hub x hub}}' }), aSpec({}), [`${ASKED}/n`]],
    [
      "a binding's override",
      aSpec({}, { remediationAction: 'inform' }),
      aSpec({}, { remediationAction: 'enforce' }),
      [],
    ],
    ['a dependency by its full name', aSpec({}, on('vault')), aSpec({}, on('policies.vault')), []],
    ['one of another namespace', aSpec({}, on('vault', { namespace: 'x' })), aSpec({}, on('x.vault')), []],
    ['one that was full already', aSpec({}, on('x.vault')), aSpec({}, on('x.vault')), []],
    ['another dependency', aSpec({}, on('vault')), aSpec({}, on('policies.tunnel')), ['/dependencies/0/name']],
    [
      'a dependency on a template keeps its name',
      aSpec({}, { dependencies: [{ apiVersion: API, kind: 'ConfigurationPolicy', name: 'ready' }] }),
      aSpec({}, { dependencies: [{ apiVersion: API, kind: 'ConfigurationPolicy', name: 'ready' }] }),
      [],
    ],
    ['and still what it asks for', aSpec({ a: false }), aSpec({}), [`${ASKED}/a`]],
  ])('%s', (_, merged, found, pointers) => {
    expect(uncarried(merged, found, replica)).toEqual(pointers)
  })
})
