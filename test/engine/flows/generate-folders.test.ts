import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expandAll } from '../../../engine/flows/expand-all.ts'
import { at, textAt } from '../../../engine/model/json.ts'
import { components } from '../../../policies/index.ts'

const GENERATOR = `apiVersion: policy.open-cluster-management.io/v1
kind: PolicyGenerator
metadata: { name: g }
policyDefaults: { namespace: isthmus-gdw, remediationAction: enforce, policySets: [own-set] }
policies:
  - { name: own-name, manifests: [{ path: m/a.yaml }] }
`
const MANIFEST = `apiVersion: v1
kind: ConfigMap
metadata: { name: a, namespace: b }
data: { c: '{{hub .ManagedClusterName hub}}' }
`

function expanded(remediation: string, generator = GENERATOR, more: Readonly<Record<string, string>> = {}) {
  const placement = `apiVersion: isthmus.dev/v1alpha1
kind: PolicyPlacement
metadata: { name: mine }
spec: { environment: gdw, policies: [mine], clusters: { names: [cluster1, cluster2] }, remediationAction: ${remediation} }
`
  const files = {
    'environments/gdw.yaml': readFileSync('environments/gdw.yaml', 'utf8'),
    'placements/gdw.yaml': readFileSync('placements/gdw.yaml', 'utf8'),
    'placements/mine.yaml': placement,
    'policies/mine/gen.yaml': generator,
    'policies/mine/m/a.yaml': MANIFEST,
    ...more,
  }
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }))
  const { environments, findings } = expandAll({ files: sources, findings: [] }, components)
  const policy = environments[0]?.plan.policies.find((each) => each.component === 'mine')
  const rules = findings.filter((each) => each.file.startsWith('policies/')).map((each) => each.rule)
  return { policy, plan: environments[0]?.plan, rules }
}

describe('a PolicyGenerator file under policies/', () => {
  test('is placed by the placement that names its folder, by its own name and word for word', () => {
    const { policy, plan, rules } = expanded('enforce')
    expect(rules).toEqual([])
    expect(policy).toMatchObject({ name: 'own-name', clusters: ['cluster1', 'cluster2'], placement: 'mine' })
    const template = at(policy?.object, 'spec', 'policy-templates', 0, 'objectDefinition', 'spec')
    expect(textAt(template, 'object-templates', 0, 'objectDefinition', 'data', 'c')).toBe(
      '{{hub .ManagedClusterName hub}}',
    )
    expect(policy?.origins.get('')).toEqual([{ file: 'policies/mine/gen.yaml', document: 0, pointer: '/policies/0' }])
    const bindings = plan?.bindings.filter((each) => JSON.stringify(each.object).includes('own-name'))
    expect(bindings?.map((each) => textAt(each.object, 'placementRef', 'kind'))).toEqual(['PlacementRule'])
    expect(plan?.support.some((each) => textAt(each.object, 'kind') === 'PolicySet')).toBe(true)
  })

  test.each([
    ['inform', 'inform'],
    ['enforce', 'enforce'],
  ])('a placement that says %s', (remediation, action) => {
    expect(textAt(expanded(remediation).policy?.object, 'spec', 'remediationAction')).toBe(action)
  })

  test.each<[string, string, Readonly<Record<string, string>>, readonly string[]]>([
    ['another namespace', GENERATOR.replace('isthmus-gdw', 'other'), {}, ['policy/generator-namespace']],
    [
      'a placement of its own',
      `${GENERATOR}policySetDefaults: { placement: { name: x } }\n`,
      {},
      ['policy/generator-placement'],
    ],
    ['a path out of its folder', GENERATOR.replace('m/a.yaml', '../other/a.yaml'), {}, ['generator/refused-path']],
    [
      'a kustomization',
      GENERATOR.replace('m/a.yaml', 'k'),
      { 'policies/mine/k/kustomization.yaml': 'kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\n' },
      ['generator/refused-path'],
    ],
  ])('%s', (_, generator, more, rules) => {
    expect(expanded('inform', generator, more).rules).toEqual(rules)
  })
})
