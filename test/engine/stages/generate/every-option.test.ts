import { describe, expect, test } from 'vitest'
import type { Shape } from '../../../../engine/stages/generate/config.ts'
import { GENERATOR } from '../../../../engine/stages/generate/shapes.ts'
import type { Tree } from '../../with-option.ts'
import { withOption } from '../../with-option.ts'
import { configMap, generated } from './a-generator.ts'

const MANIFEST = ['policyDefaults', 'policies/0', 'policies/0/manifests/0']
const POLICY = ['policyDefaults', 'policies/0']
const SET = ['policySetDefaults', 'policySets/0']
const ENTRY = ['policies/0/manifests/0']
const NAMED = ['policies/0', 'policies/0/manifests/0', 'policySets/0', 'metadata', 'placementBindingDefaults']

/** One option of the reference: the levels that have it, a wrong value, and the rule that says so. */
type Row = readonly [option: string, levels: readonly string[], wrong: string, rule: string]

const T = 'generator/type'
const V = 'generator/value'

const ROWS: readonly Row[] = [
  ['apiVersion', [''], '{ a: b }', T],
  ['kind', [''], '', 'none'],
  ['metadata', [''], 'one', T],
  ['placementBindingDefaults', [''], 'one', T],
  ['policyDefaults', [''], '[a]', T],
  ['policySetDefaults', [''], '[a]', T],
  ['policies', [''], '{ a: b }', T],
  ['policies/0', [''], 'one', T],
  ['policySets', [''], 'one', T],
  ['policySets/0', [''], 'one', T],
  ['name', NAMED, '[a]', T],
  ['annotations', ['metadata'], 'one', T],
  ['namespace', ['policyDefaults'], '[a]', T],
  ['orderPolicies', ['policyDefaults'], 'maybe', T],
  ['remediationAction', MANIFEST, 'mend', V],
  ['severity', MANIFEST, 'grave', V],
  ['complianceType', MANIFEST, 'mayhave', V],
  ['metadataComplianceType', MANIFEST, 'mustnothave', V],
  ['evaluationInterval', MANIFEST, '10m', T],
  ['evaluationInterval/compliant', MANIFEST, '10d', 'generator/interval'],
  ['evaluationInterval/noncompliant', MANIFEST, 'sometimes', 'generator/interval'],
  ['namespaceSelector', MANIFEST, '[app]', T],
  ['namespaceSelector/include', MANIFEST, 'app', T],
  ['namespaceSelector/exclude', MANIFEST, 'app', T],
  ['namespaceSelector/matchLabels', MANIFEST, '[app]', T],
  ['namespaceSelector/matchExpressions', MANIFEST, 'app', T],
  ['namespaceSelector/matchExpressions/0', MANIFEST, 'app', T],
  ['namespaceSelector/matchExpressions/0/key', MANIFEST, '[app]', T],
  ['namespaceSelector/matchExpressions/0/operator', MANIFEST, 'Within', V],
  ['namespaceSelector/matchExpressions/0/values', MANIFEST, 'app', T],
  ['objectSelector', MANIFEST, '[app]', T],
  ['objectSelector/matchLabels', MANIFEST, '[app]', T],
  ['objectSelector/matchExpressions', MANIFEST, 'app', T],
  ['objectSelector/matchExpressions/0', MANIFEST, 'app', T],
  ['objectSelector/matchExpressions/0/key', MANIFEST, '[app]', T],
  ['objectSelector/matchExpressions/0/operator', MANIFEST, 'Within', V],
  ['objectSelector/matchExpressions/0/values', MANIFEST, 'app', T],
  ['pruneObjectBehavior', MANIFEST, 'Delete', V],
  ['recordDiff', MANIFEST, 'Logs', V],
  ['recreateOption', MANIFEST, 'Never', V],
  ['customMessage', MANIFEST, 'one', T],
  ['customMessage/compliant', MANIFEST, '[one]', T],
  ['customMessage/noncompliant', MANIFEST, '{ a: b }', T],
  ['gatekeeperEnforcementAction', MANIFEST, 'stop', V],
  ['extraDependencies', MANIFEST, 'one', T],
  ['extraDependencies/0', MANIFEST, 'one', T],
  ['extraDependencies/0/apiVersion', MANIFEST, '[v1]', T],
  ['extraDependencies/0/kind', MANIFEST, '[v1]', T],
  ['extraDependencies/0/name', MANIFEST, '[v1]', T],
  ['extraDependencies/0/namespace', MANIFEST, '[v1]', T],
  ['extraDependencies/0/compliance', MANIFEST, 'Fine', V],
  ['ignorePending', MANIFEST, 'maybe', T],
  ['hubTemplateOptions', MANIFEST, 'one', T],
  ['hubTemplateOptions/serviceAccountName', MANIFEST, '[a]', T],
  ['categories', POLICY, 'one', T],
  ['controls', POLICY, 'one', T],
  ['standards', POLICY, 'one', T],
  ['description', [...POLICY, 'policySets/0'], '[a]', T],
  ['disabled', POLICY, 'maybe', T],
  ['copyPolicyMetadata', POLICY, 'maybe', T],
  ['policyAnnotations', POLICY, '[a]', T],
  ['policyLabels', POLICY, '[a]', T],
  ['configurationPolicyAnnotations', POLICY, '[a]', T],
  ['dependencies', POLICY, 'one', T],
  ['dependencies/0', POLICY, 'one', T],
  ['dependencies/0/apiVersion', POLICY, '[v1]', T],
  ['dependencies/0/kind', POLICY, '[v1]', T],
  ['dependencies/0/name', POLICY, '[v1]', T],
  ['dependencies/0/namespace', POLICY, '[v1]', T],
  ['dependencies/0/compliance', POLICY, 'Fine', V],
  ['consolidateManifests', POLICY, 'maybe', T],
  ['orderManifests', POLICY, 'maybe', T],
  ['informKyvernoPolicies', POLICY, 'maybe', T],
  ['informGatekeeperPolicies', POLICY, 'maybe', T],
  ['policySets', POLICY, 'one', T],
  ['generatePolicyPlacement', POLICY, 'maybe', T],
  ['generatePlacementWhenInSet', POLICY, 'maybe', T],
  ['placement', [...POLICY, ...SET], 'one', T],
  ['placement/labelSelector', [...POLICY, ...SET], 'one', T],
  ['placement/name', [...POLICY, ...SET], '[a]', T],
  ['placement/placementPath', [...POLICY, ...SET], 'absent.yaml', 'generator/missing-path'],
  ['placement/placementName', [...POLICY, ...SET], '[a]', T],
  ['generatePolicySetPlacement', SET, 'maybe', T],
  ['manifests', ['policies/0'], 'one', T],
  ['manifests/0', ['policies/0'], 'one', T],
  ['path', ENTRY, 'absent.yaml', 'generator/missing-path'],
  ['patches', ENTRY, 'one', T],
  ['patches/0', ENTRY, 'one', T],
  ['openapi', ENTRY, 'one', T],
  ['openapi/path', ENTRY, 'absent.yaml', 'generator/missing-path'],
  ['policies', ['policySets/0'], 'one', T],
]

/** Every option of a shape, with its level: `policies/0/manifests/0/severity`. */
function optionsIn(shape: Shape, pointer = ''): readonly string[] {
  if (typeof shape === 'string' || 'words' in shape) return []
  if ('option' in shape) return optionsIn(shape.option, pointer)
  const below = (step: string, child: Shape) => {
    const here = pointer === '' ? step : `${pointer}/${step}`
    return [here, ...optionsIn(child, here)]
  }
  if ('items' in shape) return typeof shape.items === 'string' && shape.items !== 'map' ? [] : below('0', shape.items)
  return Object.entries(shape.fields).flatMap(([key, child]) => below(key, child))
}

const CASES = ROWS.flatMap(([option, levels, wrong, rule]) =>
  levels.map((level) => ({ pointer: level === '' ? option : `${level}/${option}`, wrong, rule })),
).filter((each) => each.rule !== 'none')

/** The file without fault, with this option set to the wrong value; and the line of it. */
function fileWith(pointer: string, wrong: string) {
  const file: Tree = {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'PolicyGenerator',
    metadata: { name: 'g' },
    policyDefaults: { namespace: 'hub' },
    policies: { 0: { name: 'p', manifests: { 0: { path: 'a.yaml' } } } },
    policySets: { 0: { name: 's', policies: '[p]' } },
  }
  return withOption(file, pointer, wrong)
}

test('every option of the reference has a wrong value below', () => {
  const tried = new Set(
    ROWS.flatMap(([option, levels]) => levels.map((each) => (each === '' ? option : `${each}/${option}`))),
  )
  expect(optionsIn(GENERATOR).filter((each) => !tried.has(each))).toEqual([])
  expect(generated(fileWith('metadata/name', 'g').text, { 'a.yaml': configMap('a') }).findings).toEqual([])
})

describe('one wrong value of each option is found, at its line, by its name', () => {
  test.each(CASES)('$pointer: $wrong', ({ pointer, wrong, rule }) => {
    const { text, line } = fileWith(pointer, wrong)
    const { findings, policies } = generated(text, { 'a.yaml': configMap('a') })
    expect(policies).toEqual([])
    const found = findings.find((each) => each.rule === rule)
    expect(found, JSON.stringify(findings)).toMatchObject({ severity: 'error', file: 'policies/gen/g.yaml', line })
    const name = pointer.split('/').findLast((each) => each !== '0') ?? ''
    expect(found?.message).toContain(name)
    expect(found?.hint).not.toBe('')
  })
})
