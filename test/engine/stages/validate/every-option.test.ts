import { describe, expect, test } from 'vitest'
import { authoredPolicySchema } from '../../../../engine/model/authored-policy.ts'
import type { Json } from '../../../../engine/model/json.ts'
import { at, isObject } from '../../../../engine/model/json.ts'
import { MAP, withPolicy } from '../../an-authored-policy.ts'
import { withOption } from '../../with-option.ts'

const BOTH = ['spec', 'spec/manifests/0']
const POLICY = ['spec']
const VALUE = ['spec/values/pods']

/** One option of policy.yaml: the levels that have it, a wrong value, and the rule that says so. */
type Row = readonly [option: string, levels: readonly string[], wrong: string, rule: string]

const TYPE = 'schema/wrong-type'
const WORD = 'schema/not-allowed'
const dependency = (option: string, levels: readonly string[]): readonly Row[] => [
  [option, levels, 'one', TYPE],
  [`${option}/0`, levels, 'one', TYPE],
  [`${option}/0/name`, levels, '[a]', TYPE],
  [`${option}/0/kind`, levels, '[a]', TYPE],
  [`${option}/0/apiVersion`, levels, '[a]', TYPE],
  [`${option}/0/namespace`, levels, '[a]', TYPE],
  [`${option}/0/compliance`, levels, 'Fine', WORD],
]
const selector = (option: string): readonly Row[] => [
  [option, BOTH, '[app]', TYPE],
  [`${option}/matchLabels`, BOTH, '[app]', TYPE],
  [`${option}/matchExpressions`, BOTH, 'app', TYPE],
  [`${option}/matchExpressions/0`, BOTH, 'app', TYPE],
  [`${option}/matchExpressions/0/key`, BOTH, '[app]', TYPE],
  [`${option}/matchExpressions/0/operator`, BOTH, 'Within', WORD],
  [`${option}/matchExpressions/0/values`, BOTH, 'app', TYPE],
]

const ROWS: readonly Row[] = [
  ['apiVersion', [''], 'isthmus.dev/v9', 'document/api-version'],
  ['spec', [''], 'one', TYPE],
  ['description', [...POLICY, ...VALUE], '[a]', TYPE],
  ['severity', BOTH, 'grave', WORD],
  ['categories', POLICY, 'one', TYPE],
  ['controls', POLICY, 'one', TYPE],
  ['standards', POLICY, 'one', TYPE],
  ['annotations', POLICY, '[a]', TYPE],
  ['labels', POLICY, '[a]', TYPE],
  ['configurationPolicyAnnotations', POLICY, '[a]', TYPE],
  ['evaluationInterval', BOTH, '10m', TYPE],
  ['evaluationInterval/compliant', BOTH, '10d', 'schema/pattern'],
  ['evaluationInterval/noncompliant', BOTH, 'sometimes', 'schema/pattern'],
  ['complianceType', BOTH, 'mayhave', WORD],
  ['metadataComplianceType', BOTH, 'mustnothave', WORD],
  ...selector('namespaceSelector'),
  ['namespaceSelector/include', BOTH, 'app', TYPE],
  ['namespaceSelector/exclude', BOTH, 'app', TYPE],
  ...selector('objectSelector'),
  ['pruneObjectBehavior', BOTH, 'DeleteAll', WORD],
  ['recordDiff', BOTH, 'Logs', WORD],
  ['recreateOption', BOTH, 'Never', WORD],
  ['customMessage', BOTH, 'one', TYPE],
  ['customMessage/compliant', BOTH, '[one]', TYPE],
  ['customMessage/noncompliant', BOTH, '[one]', TYPE],
  ['ignorePending', BOTH, 'maybe', TYPE],
  ...dependency('extraDependencies', BOTH),
  ['templates', BOTH, 'all', WORD],
  ['disabled', POLICY, 'maybe', TYPE],
  ['hubTemplateServiceAccount', POLICY, '[a]', TYPE],
  ...dependency('dependencies', POLICY),
  ['consolidateManifests', POLICY, 'maybe', TYPE],
  ['orderManifests', POLICY, 'maybe', TYPE],
  ['manifests', POLICY, 'one', TYPE],
  ['manifests/0', POLICY, 'one', TYPE],
  ['path', ['spec/manifests/0'], '[a]', TYPE],
  ['name', ['spec/manifests/0'], 'A_1', 'schema/pattern'],
  ['values', POLICY, 'one', TYPE],
  ['values/pods', POLICY, 'one', TYPE],
  ['type', VALUE, 'text', WORD],
  ['default', VALUE, '[a]', 'schema/no-form'],
  ['from', VALUE, 'cluster.colour', WORD],
  ['enum', VALUE, 'one', TYPE],
  ['minimum', VALUE, 'one', TYPE],
  ['maximum', VALUE, 'one', TYPE],
  ['stateful', POLICY, 'maybe', TYPE],
]

const CASES = ROWS.flatMap(([option, levels, wrong, rule]) =>
  levels.map((level) => ({ pointer: level === '' ? option : `${level}/${option}`, wrong, rule })),
)

/** Every option of the schema, as the table writes it; a value of `values` is called pods. */
function optionsIn(schema: Json | undefined, pointer = ''): readonly string[] {
  const below = (step: string, child: Json) => {
    const here = pointer === '' ? step : `${pointer}/${step}`
    return [here, ...optionsIn(child, here)]
  }
  const properties = at(schema, 'properties')
  const items = at(schema, 'items')
  const additional = at(schema, 'additionalProperties')
  return [
    ...(isObject(properties) ? Object.entries(properties).flatMap(([key, child]) => below(key, child)) : []),
    ...(at(items, 'type') === 'object' ? below('0', items ?? null) : []),
    ...(at(additional, 'type') === 'object' ? below('pods', additional ?? null) : []),
  ]
}

function found(pointer: string, wrong: string) {
  const file = {
    apiVersion: 'isthmus.dev/v1alpha1',
    kind: 'AuthoredPolicy',
    spec: { manifests: { 0: { path: 'a.yaml' } }, values: { pods: { type: 'integer', default: '3' } } },
  }
  const { text, line } = withOption(file, pointer, wrong)
  const files = { 'policies/mine/policy.yaml': text }
  const { findings } = withPolicy('', { 'a.yaml': MAP('a', '{ a: $(values.pods) }') }, { files })
  return { line, findings: findings.filter((each) => each.severity === 'error') }
}

test('every option of policy.yaml has a wrong value below', () => {
  const tried = new Set(CASES.map((each) => each.pointer))
  const all = optionsIn(authoredPolicySchema.literal as Json).filter((each) => each !== 'kind')
  expect(all.length).toBeGreaterThan(80)
  expect(all.filter((each) => !tried.has(each))).toEqual([])
  expect(found('spec/disabled', 'false').findings).toEqual([])
})

describe('one wrong value of each option is found, at its line, by its name', () => {
  test.each(CASES)('$pointer: $wrong', ({ pointer, wrong, rule }) => {
    const { line, findings } = found(pointer, wrong)
    const [first] = findings.filter((each) => each.rule === rule)
    expect(first, JSON.stringify(findings)).toMatchObject({ file: 'policies/mine/policy.yaml', line })
    const name = pointer.split('/').findLast((each) => each !== '0') ?? ''
    expect(first?.message).toContain(name)
    expect(first?.hint).not.toBe('')
  })
})
