import { expect, test } from 'vitest'
import { configMap, generated } from './a-generator.ts'

const p = (more: string, manifest = '{ path: a.yaml }') => `policies: [{ name: p, manifests: [${manifest}]${more} }]`
const ONE = p('')
const LONG = 'x'.repeat(60)
const CONSOLIDATED: readonly (readonly [field: string, value: string])[] = [
  ['evaluationInterval', '{ compliant: 10m }'],
  ['customMessage', '{ compliant: fine }'],
  ['namespaceSelector', '{ include: [app] }'],
  ['pruneObjectBehavior', 'DeleteAll'],
  ['remediationAction', 'enforce'],
  ['severity', 'high'],
  ['extraDependencies', '[{ name: q }]'],
  ['ignorePending', 'true'],
]

/**
 * Every refusal of policy-generator-plugin internal/plugin.go assertValidConfig: what is below `policyDefaults`, the rest of
 * the file, and what its own text names (its fields, the policy or set, the value).
 */
const REFUSALS: readonly (readonly [defaults: string, rest: string, names: readonly string[]])[] = [
  ['disabled: false', ONE, ['policyDefaults.namespace']],
  ['', `${ONE}\nplacementBindingDefaults: { name: Bad_ }`, ['placementBindingDefaults.name', 'Bad_']],
  ['', 'policies: []', ['policies']],
  ['orderPolicies: true, dependencies: [{ name: q }]', ONE, ['policyDefaults', 'dependencies', 'orderPolicies']],
  ['dependencies: [{ kind: Policy }]', ONE, ['policyDefaults', 'dependencies', 'name', '0']],
  [
    'orderManifests: true, consolidateManifests: true',
    ONE,
    ['policyDefaults', 'orderManifests', 'consolidateManifests'],
  ],
  [
    'orderManifests: true, extraDependencies: [{ name: q }]',
    ONE,
    ['policyDefaults', 'extraDependencies', 'orderManifests'],
  ],
  ['extraDependencies: [{ kind: Policy }]', ONE, ['policyDefaults', 'extraDependencies', 'name', '0']],
  ['', 'policies: [{ manifests: [{ path: a.yaml }] }]', ['policy', 'name']],
  ['', ONE.replace('name: p', 'name: Bad_'), ['policy name', 'Bad_']],
  ['', ONE.replace(']', ']}, { name: p, manifests: [{ path: a.yaml }]'), ['policy', 'name', '`p`']],
  ['', ONE.replace('name: p', `name: ${LONG}`), ['policy namespace and name', `hub.${LONG}`]],
  ['', p(', evaluationInterval: { compliant: 10d }'), ['policy `p`', 'evaluationInterval.compliant', '10d']],
  ['', p(', evaluationInterval: { noncompliant: 10d }'), ['policy `p`', 'evaluationInterval.noncompliant', '10d']],
  ['', p(', evaluationInterval: { compliant: 3000000h }'), ['policy `p`', 'evaluationInterval.compliant', '3000000h']],
  ['', p(', evaluationInterval: { compliant: "{{ a }}" }'), ['policy `p`', 'evaluationInterval.compliant', '{{ a }}']],
  ['', 'policies: [{ name: p, manifests: [] }]', ['policy `p`', 'manifest']],
  ['orderPolicies: true', p(', dependencies: [{ name: q }]'), ['dependencies', 'policy `p`', 'orderPolicies']],
  ['', p(', dependencies: [{ kind: Policy }]'), ['dependencies', 'policy `p`', 'name', '0']],
  [
    '',
    p(', consolidateManifests: true, orderManifests: true'),
    ['policy `p`', 'orderManifests', 'consolidateManifests'],
  ],
  [
    '',
    p(', orderManifests: true, extraDependencies: [{ name: q }]'),
    ['extraDependencies', 'policy `p`', 'orderManifests'],
  ],
  ['', p(', extraDependencies: [{ kind: Policy }]'), ['extraDependencies', 'policy `p`', 'name', '0']],
  ['', p('', '{ name: m }'), ['path', 'policy `p`']],
  ['', p('', '{ path: absent.yaml }'), ['manifest path', 'absent.yaml', 'policy `p`']],
  ...CONSOLIDATED.map(
    ([field, value]) =>
      [
        '',
        p('', `{ path: a.yaml, ${field}: ${value} }`),
        ['policy `p`', field, 'manifest', 'consolidateManifests'],
      ] as const,
  ),
  ...['compliant', 'noncompliant'].map(
    (key) =>
      [
        '',
        p(', consolidateManifests: false', `{ path: a.yaml, evaluationInterval: { ${key}: 10d } }`),
        ['policy `p`', 'manifest', `evaluationInterval.${key}`, '10d'],
      ] as const,
  ),
  [
    '',
    p(', orderManifests: true', '{ path: a.yaml, extraDependencies: [{ name: q }] }'),
    ['extraDependencies', 'policy `p`', 'manifest', 'orderManifests'],
  ],
  [
    '',
    p(', consolidateManifests: false', '{ path: a.yaml, extraDependencies: [{ kind: Policy }] }'),
    ['extraDependencies', 'policy `p`', 'manifest', 'name', '0'],
  ],
  [
    'extraDependencies: [{ name: q }]',
    p('', '{ path: a.yaml, extraDependencies: null }'),
    ['policy `p`', 'extraDependencies', 'manifest', 'consolidateManifests'],
  ],
  ['placement: { labelSelector: { since: 2026-07-10 } }', ONE, ['policyDefaults', 'placement', 'labelSelector']],
  ...placements(),
  ['', `${ONE}\npolicySets: [{ policies: [p] }]`, ['policySet', 'name']],
  ['', `${ONE}\npolicySets: [{ name: Bad_, policies: [p] }]`, ['name', 'Bad_']],
  ['', `${ONE}\npolicySets: [{ name: s, policies: [p] }, { name: s }]`, ['policySet', 'name', '`s`']],
]

/** The same of a placement, on each level that has one. */
function placements(): typeof REFUSALS {
  const levels: readonly (readonly [who: string, file: (placement: string) => readonly [string, string]])[] = [
    ['policyDefaults', (placement) => [placement, ONE]],
    ['policy `p`', (placement) => ['', p(`, ${placement}`)]],
    ['policySetDefaults', (placement) => ['', `${ONE}\npolicySetDefaults: { ${placement} }`]],
    ['policySet `s`', (placement) => ['', `${ONE}\npolicySets: [{ name: s, policies: [p], ${placement} }]`]],
  ]
  const wrong: readonly (readonly [placement: string, names: readonly string[]])[] = [
    ['labelSelector: { a: b }, placementName: c', ['placement', 'labelSelector', 'placementName']],
    ['placementPath: pl.yaml, placementName: c', ['placement', 'placementPath', 'placementName']],
    ['placementName: Bad_', ['placement.placementName', 'Bad_']],
    ['name: Bad_', ['placement.name', 'Bad_']],
    ['placementPath: absent.yaml', ['placement.placementPath', 'absent.yaml']],
    ['labelSelector: { a: [b] }', ['placement', 'labelSelector']],
  ]
  return levels.flatMap(([who, file]) =>
    wrong.map(([placement, names]) => [...file(`placement: { ${placement} }`), [who, ...names]] as const),
  )
}

test.each(REFUSALS)('%j %s', (defaults, rest, names) => {
  const options = [...(defaults.startsWith('disabled') ? [] : ['namespace: hub']), defaults].filter(
    (each) => each !== '',
  )
  const text = `apiVersion: policy.open-cluster-management.io/v1
kind: PolicyGenerator
metadata: { name: g }
policyDefaults: { ${options.join(', ')} }
${rest}
`
  const { findings, policies } = generated(text, { 'a.yaml': configMap('a'), 'pl.yaml': '' })
  expect(policies).toEqual([])
  const [found] = findings.filter((each) => each.severity === 'error')
  expect(found?.hint).not.toBe('')
  expect(names.filter((each) => !found?.message.includes(each))).toEqual([])
})
