import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../engine/model/json.ts'
import { compare } from '../../../engine/stages/compare.ts'
import { evaluate, evaluatePolicy } from '../../../engine/stages/evaluate.ts'
import { aConfigMap, aPolicy, aTemplate } from './compare/a-policy.ts'

const SETTINGS = aConfigMap({ data: { region: 'us-east-1' } })

function named(name: string, policy: JsonObject): JsonObject {
  return { ...policy, metadata: { name } }
}

function policyOf(templates: readonly JsonObject[], spec: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'Policy',
    metadata: { name: 'p', namespace: 'hub' },
    spec: { disabled: false, ...spec, 'policy-templates': templates.map((objectDefinition) => ({ objectDefinition })) },
  }
}

const here = named('here', aPolicy([aTemplate(SETTINGS)]))
const gone = named(
  'gone',
  aPolicy([aTemplate(SETTINGS), aTemplate(aConfigMap({}, { name: 'other' }))], { remediationAction: 'InformOnly' }),
)
const operator = {
  apiVersion: 'policy.open-cluster-management.io/v1beta1',
  kind: 'OperatorPolicy',
  metadata: { name: 'op' },
}

test('a ConfigurationPolicy has one verdict an object template', () => {
  expect(evaluate(gone, [SETTINGS], compare)).toEqual({
    compliant: 'NonCompliant',
    templates: [
      {
        compliant: 'Compliant',
        reason: 'K8s `must have` object already exists',
        message: 'configmaps [settings] found as specified in namespace app',
      },
      {
        compliant: 'NonCompliant',
        reason: 'K8s does not have a `must have` object',
        message: 'configmaps [other] not found in namespace app',
      },
    ],
    relatedObjects: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace: 'app',
        name: 'other',
        compliant: 'NonCompliant',
        reason: 'Resource not found but should exist',
      },
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace: 'app',
        name: 'settings',
        compliant: 'Compliant',
        reason: 'Resource found as expected',
      },
    ],
  })
})

describe('a Policy', () => {
  test('has one verdict a policy template, in the words of its compliance message', () => {
    const { compliant, templates } = evaluate(policyOf([here, gone, operator]), [SETTINGS], compare)
    expect(compliant).toBe('NonCompliant')
    expect(templates.map((each) => [each.compliant, each.message])).toEqual([
      ['Compliant', 'Compliant; notification - configmaps [settings] found as specified in namespace app'],
      [
        'NonCompliant',
        'NonCompliant; notification - configmaps [settings] found as specified in namespace app; violation - configmaps [other] not found in namespace app',
      ],
      ['Unknown', 'OperatorPolicy is evaluated by its own controller on the cluster only'],
    ])
  })

  test.each([
    [[here], 'Compliant'],
    [[here, operator], 'Unknown'],
    [[], 'Unknown'],
  ])('%#: is %s', (templates, compliant) => {
    expect(evaluate(policyOf(templates), [SETTINGS], compare).compliant).toBe(compliant)
  })

  test('that is disabled reaches no cluster', () => {
    expect(evaluate(policyOf([gone], { disabled: true }), [], compare)).toMatchObject({
      compliant: 'Unknown',
      templates: [{ compliant: 'Unknown', reason: 'Disabled' }],
      relatedObjects: [],
    })
  })

  test('with one template name twice applies none', () => {
    const verdicts = evaluatePolicy(policyOf([here, here]), [SETTINGS], compare)
    expect(verdicts.map((each) => each.verdict.compliant)).toEqual(['NonCompliant', 'NonCompliant'])
  })

  test.each([
    ['ask the storage team', 'NonCompliant; ask the storage team'],
    ['NonCompliant; as it is', 'NonCompliant; as it is'],
    ['{{ .DefaultMessage }}', 'NonCompliant; violation - configmaps [settings] not found in namespace app'],
  ])('custom message %j', (noncompliant, message) => {
    const custom = named('here', aPolicy([aTemplate(SETTINGS)], { customMessage: { noncompliant } }))
    expect(evaluate(policyOf([custom]), [], compare).templates[0]?.message).toBe(message)
  })

  test('a long message is cut as RHACM cuts it', () => {
    const many = Array.from({ length: 100 }, (_, i) => aTemplate(aConfigMap({}, { name: `settings-${i}` })))
    const message = evaluate(policyOf([named('many', aPolicy(many))]), [], compare).templates[0]?.message ?? ''
    expect(message).toHaveLength(4096)
    expect(message.endsWith('...[truncated]')).toBe(true)
  })

  test.each([{}, { spec: null }, { spec: { 'policy-templates': [null, 1, { objectDefinition: 'x' }] } }])(
    'damaged %j',
    (rest) => {
      expect(evaluate({ kind: 'Policy', ...rest }, [], compare).compliant).toMatch(/Unknown|NonCompliant/)
    },
  )
})
