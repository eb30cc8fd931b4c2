import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../../engine/model/json.ts'
import { aConfigMap, aThing, hold } from './a-policy.ts'

const NAMESPACE: JsonObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'app', annotations: { 'openshift.io/sa.scc.mcs': 's0', mine: 'x' } },
}

function said(
  definition: JsonObject,
  object: JsonObject,
  complianceType = 'musthave',
  metadataComplianceType?: string,
) {
  const rest: JsonObject = metadataComplianceType === undefined ? {} : { metadataComplianceType }
  const verdict = hold(definition, [object], { complianceType, rest })
  return verdict.templates[0]
}

describe('metadata', () => {
  test.each([
    ['labels that are there', { labels: { a: 'x' } }, { labels: { a: 'x', b: 'y' } }, 'musthave', true],
    ['a label that is not', { labels: { a: 'x' } }, { labels: { b: 'y' } }, 'musthave', false],
    ['a label too many', { labels: { a: 'x' } }, { labels: { a: 'x', b: 'y' } }, 'mustonlyhave', false],
    ['labels that nobody speaks of', {}, { labels: { b: 'y' } }, 'mustonlyhave', true],
    ['finalizers and owners', { finalizers: ['x'], ownerReferences: [{}] }, {}, 'musthave', true],
    [
      "kubectl's annotation",
      { annotations: { a: 'x' } },
      { annotations: { a: 'x', 'kubectl.kubernetes.io/last-applied-configuration': '{}' } },
      'mustonlyhave',
      true,
    ],
    ['labels as amounts', { labels: { version: '1.10' } }, { labels: { version: '1.1' } }, 'musthave', true],
  ] as const)('%s', (_name, asked, there, complianceType, isCompliant) => {
    const verdict = said(aConfigMap({}, asked), aConfigMap({ data: { x: 'y' } }, there), 'musthave', complianceType)
    expect(verdict?.compliant).toBe(isCompliant ? 'Compliant' : 'NonCompliant')
  })

  test('OpenShift keeps its annotations on a Namespace, and only there', () => {
    const asked = { ...NAMESPACE, metadata: { name: 'app', annotations: { mine: 'x' } } }
    expect(said(asked, NAMESPACE, 'mustonlyhave')?.compliant).toBe('Compliant')
    const note = { annotations: { 'openshift.io/sa.scc.mcs': 's0', mine: 'x' } }
    const map = said(aConfigMap({}, { annotations: { mine: 'x' } }), aConfigMap({}, note), 'mustonlyhave')
    expect(map?.compliant).toBe('NonCompliant')
  })

  test.each([
    [
      { labels: { a: true } },
      'invalid label, error: contains non-string value in the map under key "a": true is of the type bool, expected string',
    ],
    [
      { labels: { a: null } },
      'invalid label, error: contains non-string value in the map under key "a": <nil> is of the type <nil>, expected string',
    ],
    [
      { annotations: { a: 10 } },
      'invalid annotation, error: contains non-string value in the map under key "a": 10 is of the type int64, expected string',
    ],
    [
      { annotations: { a: 1.5 } },
      'invalid annotation, error: contains non-string value in the map under key "a": 1.5 is of the type float64, expected string',
    ],
    [{ labels: null }, 'invalid label, error: <nil> is of the type <nil>, expected map[string]interface{}'],
  ])('%j cannot be written', (metadata, message) => {
    const verdict = said(aConfigMap({}, metadata), aConfigMap({}))
    expect(verdict).toEqual({ compliant: 'NonCompliant', reason: 'K8s update template error', message })
  })
})

describe('an observed null', () => {
  const role = (metadata: JsonObject) => aThing({ spec: {} }, metadata)

  test.each(['labels', 'annotations'])('among %s is a text to the client, and cannot be written again', (key) => {
    const word = key === 'labels' ? 'label' : 'annotation'
    expect(said(role({}), role({ [key]: { a: null } }))?.message).toBe(
      `invalid ${word}, error: contains non-string value in the map under key "a": <nil> is of the type <nil>, expected string`,
    )
  })

  test('is an empty label to a selector', () => {
    const objectSelector = { matchExpressions: [{ key: 'tier', operator: 'Exists' }] }
    const unnamed: JsonObject = { apiVersion: 'example.org/v1', kind: 'Thing', metadata: { namespace: 'app' } }
    const held = { complianceType: 'mustnothave', rest: { objectSelector } }
    const verdict = hold(unnamed, [aThing({}, { labels: { tier: null } })], held)
    expect(verdict.relatedObjects.map((each) => each.name)).toEqual(['thing'])
  })

  test('annotations that are no texts are none', () => {
    expect(said(role({}), role({ annotations: { a: 1 } }))?.compliant).toBe('Compliant')
  })
})

describe('top-level keys', () => {
  test('mustonlyhave removes others, but neither status nor metadata', () => {
    const there = aThing({ spec: { a: 1 }, status: { x: 1 } })
    expect(said(aThing({ spec: { a: 1 } }), there, 'mustonlyhave')?.compliant).toBe('Compliant')
    expect(said(aThing({}), there, 'mustonlyhave')?.compliant).toBe('NonCompliant')
    expect(said(aThing({}), there, 'musthave')?.compliant).toBe('Compliant')
  })

  test('a ServiceAccount keeps what the cluster writes into it', () => {
    const account = (content: JsonObject) => ({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'a', namespace: 'app' },
      ...content,
    })
    const there = account({ secrets: [{ name: 'token' }], imagePullSecrets: [{ name: 'pull' }] })
    expect(said(account({}), there, 'mustonlyhave')?.compliant).toBe('Compliant')
    const automount = account({ automountServiceAccountToken: true })
    expect(said(account({}), automount, 'mustonlyhave')?.compliant).toBe('NonCompliant')
  })

  test('a scalar is compared as printed, not as an amount', () => {
    const quota = (value: string) => aThing({ size: value })
    expect(said(quota('1k'), quota('1000'))?.compliant).toBe('NonCompliant')
  })

  test('another type is an error', () => {
    const verdict = said(aThing({ spec: ['a'] }), aThing({ spec: { a: 1 } }))
    expect(verdict?.reason).toBe('K8s update template error')
    expect(verdict?.message).toBe(
      'Error merging changes into key "spec": object type of template and existing do not match',
    )
  })

  test('a status is compared', () => {
    const asked = aThing({ status: { phase: 'Ready' } })
    expect(said(asked, aThing({ status: { phase: 'Ready', more: 1 } }))?.compliant).toBe('Compliant')
    expect(said(asked, aThing({ status: { phase: 'Failed' } }))?.compliant).toBe('NonCompliant')
    expect(said(asked, aThing({}))?.compliant).toBe('NonCompliant')
  })
})

describe('a Secret', () => {
  const secret = (content: JsonObject) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's', namespace: 'app' },
    ...content,
  })
  const there = secret({ data: { user: btoa('vault'), note: btoa('grüße') } })

  test.each([
    [{ user: 'vault' }, 'Compliant'],
    [{ user: 'vault', note: String.fromCharCode(...new TextEncoder().encode('grüße')) }, 'NonCompliant'],
    [{ user: 'other' }, 'NonCompliant'],
    [{ password: 'x' }, 'NonCompliant'],
  ])('stringData %j is held against the decoded data: %s', (stringData, compliant) => {
    expect(said(secret({ stringData }), there)?.compliant).toBe(compliant)
  })

  test('data that is no base64 is an error', () => {
    const verdict = said(secret({ stringData: { user: 'x' } }), secret({ data: { user: '%%%' } }))
    expect(verdict?.message).toBe('Error decoding secret: s')
  })
})
