import { describe, expect, test } from 'vitest'
import type { Json } from '../../../../engine/model/json.ts'
import { at, listAt, textAt } from '../../../../engine/model/json.ts'
import { configMap, generated, HEAD, objectsOf, onePolicy, templatesOf } from './a-generator.ts'

const SEVERITY = 'policy.open-cluster-management.io/severity'
const RAW = "object-templates-raw: '{{ range }}'\n"
const LISTED =
  'object-templates:\n  - complianceType: mustnothave\n    objectDefinition: { apiVersion: v1, kind: Pod, metadata: { name: x } }\n'
const OWN =
  'apiVersion: policy.open-cluster-management.io/v1\nkind: CertificatePolicy\nmetadata: { name: own, namespace: x }\nspec: { severity: high }\n'
const CONSTRAINT = 'apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: K8sLabels\nmetadata: { name: gk }\n'
const KYVERNO =
  'apiVersion: policies.kyverno.io/v1\nkind: NamespacedMutatingPolicy\nmetadata: { name: ky, namespace: a }\n'
const FILES = {
  'a.yaml': configMap('a'),
  'b.yaml': configMap('b'),
  'raw.yaml': RAW,
  'listed.yaml': LISTED,
  'own.yaml': OWN,
  'gk.yaml': CONSTRAINT,
  'ky.yaml': KYVERNO,
}

function names(lines: string, defaults = ''): readonly string[] {
  const result = generated(onePolicy(lines, defaults), FILES)
  expect(result.findings).toEqual([])
  return templatesOf(result).map((each) => textAt(each, 'objectDefinition', 'metadata', 'name') ?? '')
}

const paths = (...all: readonly string[]) => `manifests: [${all.map((each) => `{ path: ${each} }`).join(', ')}]`

describe('names and order of templates', () => {
  test.each<[string, readonly string[]]>([
    [paths('a.yaml', 'b.yaml'), ['p']],
    [`${paths('a.yaml', 'b.yaml')}\nconsolidateManifests: false`, ['p', 'p2']],
    [paths('a.yaml', 'raw.yaml'), ['p', 'p2']],
    [paths('a.yaml', 'own.yaml', 'raw.yaml'), ['own', 'p', 'p2']],
    [paths('a.yaml', 'listed.yaml'), ['p', 'p2']],
    ['manifests: [{ path: listed.yaml, name: x }, { path: raw.yaml, name: x }]', ['x', 'x2']],
    ['manifests: [{ path: a.yaml }, { path: b.yaml, name: x }]', ['x']],
    ['manifests: [{ path: a.yaml, name: x }, { path: b.yaml, name: y }]\nconsolidateManifests: false', ['x', 'y']],
    ['manifests: [{ path: raw.yaml, name: x }, { path: b.yaml, name: x }]', ['x', 'x2']],
    [paths('gk.yaml'), ['p', 'inform-gatekeeper-audit-gk', 'inform-gatekeeper-admission-gk']],
    [`${paths('gk.yaml', 'a.yaml')}\ninformGatekeeperPolicies: false`, ['gk', 'p']],
    [paths('ky.yaml'), ['p', 'inform-kyverno-ky']],
    [`${paths('ky.yaml')}\ninformKyvernoPolicies: false`, ['p']],
  ])('%s', (lines, expected) => {
    expect(names(lines)).toEqual(expected)
  })

  test('ordered manifests wait for the one before', () => {
    const result = generated(onePolicy(`${paths('a.yaml', 'own.yaml')}\norderManifests: true`), FILES)
    const [first, second] = templatesOf(result) as { extraDependencies?: unknown }[]
    expect(first?.extraDependencies).toBeUndefined()
    expect(second?.extraDependencies).toEqual([
      {
        apiVersion: 'policy.open-cluster-management.io/v1',
        kind: 'ConfigurationPolicy',
        name: 'p',
        compliance: 'Compliant',
      },
    ])
  })

  test('a policy kind is used as it is, without namespace', () => {
    const [own] = templatesOf(generated(onePolicy(paths('own.yaml')), FILES)) as { objectDefinition: unknown }[]
    expect(own?.objectDefinition).toEqual({
      apiVersion: 'policy.open-cluster-management.io/v1',
      kind: 'CertificatePolicy',
      metadata: { name: 'own' },
      spec: { severity: 'high' },
    })
  })
})

describe('a manifest of object templates', () => {
  test('is taken as it is, with the options of its ConfigurationPolicy', () => {
    const lines =
      'manifests: [{ path: listed.yaml, severity: high, complianceType: musthave }]\nconsolidateManifests: false'
    const [template] = templatesOf(generated(onePolicy(lines), FILES)) as { objectDefinition: { spec: unknown } }[]
    expect(template?.objectDefinition.spec).toEqual({
      remediationAction: 'inform',
      severity: 'high',
      'object-templates': [
        { complianceType: 'mustnothave', objectDefinition: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } } },
      ],
    })
  })

  test.each(['object-templates: { a: 1 }\n', 'object-templates: [1]\n', 'object-templates:\n'])(
    '%j is refused',
    (text) => {
      const { findings } = generated(onePolicy(paths('bad.yaml')), { 'bad.yaml': text })
      expect(findings.map((each) => [each.rule, each.severity])).toEqual([['generator/manifest', 'error']])
      expect(findings[0]?.message).toContain('bad.yaml')
    },
  )
})

describe('remediation of the whole policy', () => {
  const action = (lines: string) => textAt(generated(onePolicy(lines), FILES).policies[0], 'spec', 'remediationAction')
  test.each<[string, string | undefined]>([
    [paths('a.yaml'), 'inform'],
    [`${paths('a.yaml')}\nremediationAction: enforce`, 'enforce'],
    [`${paths('a.yaml')}\nremediationAction: informOnly`, 'inform'],
    [
      'manifests: [{ path: a.yaml }, { path: b.yaml, remediationAction: enforce }]\nconsolidateManifests: false',
      undefined,
    ],
  ])('%s', (lines, expected) => {
    expect(action(lines)).toBe(expected)
  })
})

describe('null on purpose', () => {
  const DEFAULTS = ', dependencies: [{ name: d }], extraDependencies: [{ name: e }], ignorePending: true'
  const made = (lines: string, defaults = DEFAULTS) => {
    const result = generated(onePolicy(`${lines}\nconsolidateManifests: false`, defaults), FILES)
    expect(result.findings).toEqual([])
    return { spec: at(result.policies[0], 'spec'), template: templatesOf(result)[0] }
  }

  test('ends what a policy inherits of dependencies and of an order', () => {
    const { spec, template } = made(`${paths('a.yaml')}\ndependencies:\nextraDependencies:`)
    expect(spec).not.toHaveProperty('dependencies')
    expect(template).not.toHaveProperty('extraDependencies')
    expect(template).toHaveProperty('ignorePending', true)
    const ordered = made(`${paths('a.yaml', 'b.yaml')}\norderManifests:`, ', orderManifests: true')
    expect(listAt(ordered.spec, 'policy-templates')[1]).not.toHaveProperty('extraDependencies')
  })

  test('ends what a manifest inherits of dependencies and patience', () => {
    const { spec, template } = made('manifests: [{ path: a.yaml, extraDependencies: null, ignorePending: null }]')
    expect(spec).toHaveProperty('dependencies')
    expect(template).not.toHaveProperty('extraDependencies')
    expect(template).not.toHaveProperty('ignorePending')
  })

  test('says nothing elsewhere', () => {
    const { template } = made(`${paths('a.yaml')}\nignorePending: null\nseverity:`)
    expect(template).toHaveProperty('ignorePending', true)
  })
})

describe('a constraint of Gatekeeper', () => {
  const constraint = (rest: string) =>
    `apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: K8sOwner\nmetadata: { name: owner, annotations: { a: b${rest}`
  const made = (text: string, lines: string) =>
    generated(onePolicy(`manifests: [{ path: k.yaml }]\n${lines}`), { 'k.yaml': text })
  const annotations = (text: string) =>
    at(templatesOf(made(text, 'informGatekeeperPolicies: false'))[0], 'objectDefinition', 'metadata', 'annotations')

  test.each<[string, Json]>([
    [constraint(' } }\n'), { a: 'b', [SEVERITY]: 'low' }],
    [constraint(', n: null } }\n'), { a: 'b', n: '', [SEVERITY]: 'low' }],
    [constraint(', n: 5 } }\n'), { [SEVERITY]: 'low' }],
  ])('%j keeps annotations that are text beside its severity', (text, expected) => {
    expect(annotations(text)).toEqual(expected)
  })

  test('takes the enforcement action, unless its spec is no map', () => {
    const action = 'gatekeeperEnforcementAction: warn'
    const [object] = objectsOf(made(constraint(' } }\n'), action))
    expect(object?.spec).toEqual({ enforcementAction: 'warn' })
    for (const spec of ['null', '[]', 'text'])
      expect(made(constraint(` } }\nspec: ${spec}\n`), action).findings.map((each) => each.rule)).toEqual([
        'generator/manifest',
      ])
  })
})

test('what the documents say and the original refuses or loses', () => {
  const lines = `${paths('a.yaml')}\nevaluationInterval: { compliant: 10h, noncompliant: watch }`
  expect(
    textAt(
      templatesOf(generated(onePolicy(lines), FILES))[0],
      'objectDefinition',
      'spec',
      'evaluationInterval',
      'noncompliant',
    ),
  ).toBe('watch')
  const account = 'manifests: [{ path: a.yaml, hubTemplateOptions: { serviceAccountName: reader } }]'
  expect(
    textAt(generated(onePolicy(account), FILES).policies[0], 'spec', 'hubTemplateOptions', 'serviceAccountName'),
  ).toBe('reader')
})

describe('placements and bindings', () => {
  const outline = (text: string, api: 'Placement' | 'PlacementRule' = 'Placement') =>
    generated(text, FILES, { api }).placements.map(
      (each) => `${textAt(each, 'kind')} ${textAt(each, 'metadata', 'name')}`,
    )
  const two = (first: string, second: string, defaults = '') =>
    `${HEAD}placementBindingDefaults: { name: bind }\npolicyDefaults: { namespace: hub${defaults} }\npolicies:\n  - { name: p, ${paths('a.yaml')}${first} }\n  - { name: q, ${paths('a.yaml')}${second} }\n`
  const shared = ', placement: { name: pl, labelSelector: { a: b } }'

  test.each<[string, string, readonly string[]]>([
    [
      'one each',
      two('', ''),
      ['Placement placement-p', 'Placement placement-q', 'PlacementBinding binding-p', 'PlacementBinding binding-q'],
    ],
    ['one for the same selector', two('', '', shared), ['Placement pl', 'PlacementBinding bind']],
    [
      'numbered for another selector',
      two('', ', placement: { labelSelector: { c: d } }', shared),
      ['Placement pl', 'Placement pl2', 'PlacementBinding binding-p', 'PlacementBinding binding-q'],
    ],
    ['none for a name', two('', '', ', placement: { placementName: there }'), ['PlacementBinding bind']],
    ['none at all', two('', '', ', generatePolicyPlacement: false'), []],
    ['one for a set', two('', '', ', policySets: [s]'), ['Placement placement-s', 'PlacementBinding bind']],
    [
      'one set without a name for bindings',
      two('', '', ', policySets: [s]').replace(/placementBindingDefaults.*\n/, ''),
      ['Placement placement-s', 'PlacementBinding binding-s'],
    ],
  ])('%s', (_, text, expected) => {
    expect(outline(text)).toEqual(expected)
  })

  test('PlacementRule when asked', () => {
    const text = two('', '', shared)
    expect(outline(text, 'PlacementRule')).toEqual(['PlacementRule pl', 'PlacementBinding bind'])
    const [rule, binding] = generated(text, FILES, { api: 'PlacementRule' }).placements
    expect(rule?.spec).toEqual({ clusterSelector: { matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] } })
    expect(binding?.placementRef).toEqual({
      apiGroup: 'apps.open-cluster-management.io',
      kind: 'PlacementRule',
      name: 'pl',
    })
  })
})
