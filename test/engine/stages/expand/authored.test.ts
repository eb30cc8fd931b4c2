import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../../engine/model/json.ts'
import { at, listAt, textAt } from '../../../../engine/model/json.ts'
import { originsAt } from '../../../../engine/model/traced.ts'
import { executed } from '../../../../engine/stages/expand/authored/braces.ts'
import { definitionsOf, MAP, templatesOf, withPolicy } from '../../an-authored-policy.ts'

const nameOf = (template: Json) => textAt(template, 'objectDefinition', 'metadata', 'name')
const specOf = (template: Json | undefined) => at(template, 'objectDefinition', 'spec')

describe('templates of an authored policy', () => {
  test('manifests with the same options share one, and one with options of its own stands alone', () => {
    const spec = '  manifests: [{ path: b.yaml, name: urgent, severity: critical }]\n'
    const { policies, findings } = withPolicy(spec, { 'a.yaml': MAP('a'), 'b.yaml': MAP('b'), 'c/d.yaml': MAP('d') })
    expect(findings).toEqual([])
    const [policy] = policies
    expect(templatesOf(policy).map(nameOf)).toEqual(['gdw-mine-urgent', 'gdw-mine-manifests'])
    expect(templatesOf(policy).map((each) => textAt(specOf(each), 'severity'))).toEqual(['critical', 'medium'])
    expect(definitionsOf(policy).map((each) => textAt(each, 'metadata', 'name'))).toEqual(['b', 'a', 'd'])
  })

  test('ordered manifests wait for the one before, and keep their names whatever comes before them', () => {
    const spec = '  orderManifests: true\n  manifests: [{ path: z.yaml }]\n'
    const { policies } = withPolicy(spec, { 'a.yaml': MAP('a'), 'z.yaml': MAP('z') })
    const [first, second] = templatesOf(policies[0])
    expect([first, second].map((each) => nameOf(each ?? null))).toEqual([
      'gdw-mine-configmap-app-z',
      'gdw-mine-configmap-app-a',
    ])
    expect(at(first, 'extraDependencies')).toBeUndefined()
    expect(at(second, 'extraDependencies')).toEqual([
      {
        apiVersion: 'policy.open-cluster-management.io/v1',
        kind: 'ConfigurationPolicy',
        name: 'gdw-mine-configmap-app-z',
        compliance: 'Compliant',
      },
    ])
  })

  test('a policy template is taken as it is, and what only informs stays so where the placement enforces', () => {
    const operator = (action: string) =>
      `apiVersion: policy.open-cluster-management.io/v1beta1\nkind: OperatorPolicy\nmetadata: { name: op${action}, annotations: { a: b } }\nspec: { ${action === '' ? '' : `remediationAction: ${action}, `}complianceType: musthave, severity: high, subscription: { name: s }, upgradeApproval: None }\n`
    const { policies, findings } = withPolicy('', { 'a.yaml': operator(''), 'b.yaml': operator('inform') })
    expect(findings).toEqual([])
    const [own, informs] = templatesOf(policies[0])
    expect(textAt(own, 'objectDefinition', 'kind')).toBe('OperatorPolicy')
    expect(specOf(own)).toEqual({
      complianceType: 'musthave',
      severity: 'high',
      subscription: { name: 's' },
      upgradeApproval: 'None',
      remediationAction: 'inform',
    })
    expect(textAt(specOf(informs), 'remediationAction')).toBe('InformOnly')
    expect(at(own, 'objectDefinition', 'metadata', 'annotations')).toMatchObject({ a: 'b' })
  })

  test('raw templates are a ConfigurationPolicy of their own; hub templates in them stay text unless asked for', () => {
    const raw = 'object-templates-raw: |\n  {{ range list }}{{hub .ManagedClusterName hub}}{{ end }}\n'
    const { policies, findings } = withPolicy('', { 'a.yaml': raw })
    expect(findings.filter((each) => each.severity === 'error')).toEqual([])
    expect(textAt(specOf(templatesOf(policies[0])[0]), 'object-templates-raw')).toBe(
      '{{ range list }}{{ `{{` }}hub .ManagedClusterName hub}}{{ end }}\n',
    )
    expect(at(specOf(templatesOf(policies[0])[0]), 'object-templates')).toBeUndefined()
  })
})

test('every option of policy.yaml arrives where RHACM reads it', () => {
  const spec = `  description: what {{ it }} is for
  severity: high
  categories: [A]
  controls: [B, C]
  standards: [D]
  annotations: { team: web }
  labels: { tier: one }
  configurationPolicyAnnotations: { note: x }
  disabled: true
  hubTemplateServiceAccount: reader
  dependencies: [{ name: tunnel }]
  extraDependencies: [{ kind: Thing, apiVersion: x/v1, name: t, namespace: ns }]
  ignorePending: true
  evaluationInterval: { compliant: 1h, noncompliant: watch }
  complianceType: mustonlyhave
  metadataComplianceType: musthave
  namespaceSelector: { include: [a], matchExpressions: [{ key: k, operator: Exists }] }
  objectSelector: { matchLabels: { a: b } }
  pruneObjectBehavior: DeleteIfCreated
  recordDiff: None
  recreateOption: IfRequired
  customMessage: { noncompliant: '{{ .DefaultMessage }}' }
  templates: managed
`
  const manifest = MAP('a', '{ k: "{{ fromClusterClaim `x` }} {{hub y hub}}" }')
  const { policies } = withPolicy(spec, { 'a.yaml': manifest })
  expect(policies[0]?.object ?? 'refused').toMatchSnapshot()
})

describe('values', () => {
  const declared = `  values:
    pods: { type: integer, minimum: 1 }
    debug: { type: boolean, default: false }
    region: { type: string, from: cluster.region }
`
  const manifest = MAP('a', '{ n: $(values.pods), d: $(values.debug), r: "in $(values.region), $$(values.x)" }')

  test('a whole scalar takes the type, text takes the characters, facts make a policy per cluster', () => {
    const { policies, found } = withPolicy(
      declared,
      { 'a.yaml': manifest },
      { environment: '  values: { mine: { pods: 40 } }\n' },
    )
    expect(found).toEqual([])
    expect(policies.map((each) => each.name)).toEqual(['mine-cluster1', 'mine-cluster2'])
    expect(definitionsOf(policies[0]).map((each) => at(each, 'data'))).toEqual([
      { n: 40, d: false, r: 'in us-east-1, $(values.x)' },
    ])
  })

  test('a value knows the line that gave it', () => {
    const { policies } = withPolicy(
      declared,
      { 'a.yaml': manifest },
      { environment: '  values: { mine: { pods: 40 } }\n' },
    )
    const pointer = '/spec/policy-templates/0/objectDefinition/spec/object-templates/0/objectDefinition/data/n'
    const origins = originsAt(policies[0]?.origins ?? new Map(), pointer).map((each) => `${each.file}${each.pointer}`)
    expect(origins).toEqual(['policies/mine/a.yaml/data/n', 'environments/gdw.yaml/spec/values/mine/pods'])
  })

  test('no value, and no text of a manifest, becomes a template unasked', () => {
    const hostile = fc.string({ unit: fc.constantFrom('{', '}', 'h', 'u', 'b', ' ', '`', '$', '(', 'x') })
    // A dollar before a reference makes it text, which is another test.
    const before = hostile.filter((each) => !each.endsWith('$'))
    fc.assert(
      fc.property(hostile, before, (given, written) => {
        const { policies } = withPolicy(
          '  values: { a: { type: string } }\n',
          { 'a.yaml': MAP('a', JSON.stringify({ k: `${written}$(values.a)` })) },
          { environment: `  values: { mine: { a: ${JSON.stringify(given)} } }\n` },
        )
        const text = textAt(definitionsOf(policies[0])[0], 'data', 'k') ?? ''
        expect(text.replaceAll('{{ `{{` }}', '')).not.toContain('{{')
        expect(text.replaceAll('{{ `{{` }}', '{{')).toBe(`${written}${given}`)
      }),
      { numRuns: 25 },
    )
  })
})

test('only the braces that were asked for are executed', () => {
  const text = '{{ a }} {{hub b hub}}'
  expect(executed(text, 'managed')).toBe('{{ a }} {{ `{{` }}hub b hub}}')
  expect(executed(text, 'hub')).toBe('{{ `{{` }} a }} {{hub b hub}}')
  expect(executed(text, 'both')).toBe(text)
  expect(executed(text, 'none')).toBe('{{ `{{` }} a }} {{ `{{` }}hub b hub}}')
})

test('what policy.yaml does not say the environment says, and lists are replaced', () => {
  const environment =
    '  policyDefaults: { severity: low, standards: [X], evaluationInterval: { compliant: 2h }, annotations: { a: b } }\n'
  const said = withPolicy('', { 'a.yaml': MAP('a') }, { environment }).policies[0]
  expect(textAt(specOf(templatesOf(said)[0]), 'evaluationInterval', 'compliant')).toBe('2h')
  expect(textAt(specOf(templatesOf(said)[0]), 'severity')).toBe('low')
  expect(at(said?.object, 'metadata', 'annotations')).toMatchObject({
    a: 'b',
    'policy.open-cluster-management.io/standards': 'X',
  })
  const own = withPolicy('  severity: high\n  standards: [Z]\n', { 'a.yaml': MAP('a') }, { environment }).policies[0]
  expect(textAt(specOf(templatesOf(own)[0]), 'severity')).toBe('high')
  expect(listAt(own?.object, 'spec', 'policy-templates')).toHaveLength(1)
  expect(textAt(own?.object, 'metadata', 'annotations', 'policy.open-cluster-management.io/standards')).toBe('Z')
})
