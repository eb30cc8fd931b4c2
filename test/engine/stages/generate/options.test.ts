import { describe, expect, test } from 'vitest'
import { configMap, generated, HEAD, onePolicy } from './a-generator.ts'

const FILES = { 'a.yaml': configMap('a'), 'b.yaml': configMap('b'), 'empty.yaml': '# nothing\n' }
const A = 'manifests: [{ path: a.yaml }]'

/** Rule, and the text that the finding points at. */
function refusals(text: string, files = FILES): readonly string[] {
  return generated(text, files).findings.map(({ rule, line, column }) => {
    const rest = text.split('\n')[line - 1]?.slice(column - 1) ?? ''
    return `${rule} @ ${/^[-\w./]*/.exec(rest)?.[0]}`
  })
}

describe('what is refused, and where', () => {
  test.each<[string, string, string]>([
    ['an unknown option', onePolicy(`${A}\nseverty: low`), 'generator/unknown-option @ severty'],
    ['an option of another level', onePolicy(`${A}\nnamespace: x`), 'generator/unknown-option @ namespace'],
    [
      'an option of old',
      onePolicy(`${A}\nplacement: { clusterSelectors: {} }`),
      'generator/unknown-option @ clusterSelectors',
    ],
    ['no namespace', `${HEAD}policies: [{ name: p, ${A} }]\n`, 'generator/namespace @ apiVersion'],
    ['no policies', `${HEAD}policyDefaults: { namespace: hub }\n`, 'generator/no-policies @ apiVersion'],
    ['no name', `${HEAD}policyDefaults: { namespace: hub }\npolicies: [{ ${A} }]\n`, 'generator/name @ '],
    ['a name that is none', onePolicy(A).replace('name: p', 'name: P_1'), 'generator/name @ P_1'],
    [
      'a name that is too long',
      onePolicy(A).replace('name: p', `name: ${'p'.repeat(60)}`),
      `generator/name-too-long @ ${'p'.repeat(60)}`,
    ],
    ['two policies of one name', `${onePolicy(A)}  - { name: p, ${A} }\n`, 'generator/duplicate-name @ p'],
    ['no manifests', onePolicy('disabled: false'), 'generator/no-manifests @ name'],
    ['empty folders only', onePolicy('manifests: [{ path: d }]'), 'generator/no-manifests @ '],
    ['a manifest without path', onePolicy('manifests: [{ name: x }]'), 'generator/no-path @ '],
    ['a path that is not there', onePolicy('manifests: [{ path: x.yaml }]'), 'generator/missing-path @ x.yaml'],
    [
      'a path out of the folder',
      onePolicy('manifests: [{ path: d/../../x.yaml }]'),
      'generator/refused-path @ d/../../x.yaml',
    ],
    ['the folder itself', onePolicy('manifests: [{ path: ./ }]'), 'generator/refused-path @ ./'],
    ['an empty file', onePolicy('manifests: [{ path: empty.yaml }]'), 'generator/manifest @ empty.yaml'],
    ['a remediationAction', onePolicy(`${A}\nremediationAction: mend`), 'generator/value @ mend'],
    ['a severity', onePolicy(`${A}\nseverity: grave`), 'generator/value @ grave'],
    ['a complianceType', onePolicy(`${A}\ncomplianceType: mayhave`), 'generator/value @ mayhave'],
    [
      'a metadataComplianceType',
      onePolicy(`${A}\nmetadataComplianceType: mustnothave`),
      'generator/value @ mustnothave',
    ],
    ['a pruneObjectBehavior', onePolicy(`${A}\npruneObjectBehavior: Delete`), 'generator/value @ Delete'],
    ['a recordDiff', onePolicy(`${A}\nrecordDiff: Logs`), 'generator/value @ Logs'],
    ['a recreateOption', onePolicy(`${A}\nrecreateOption: Never`), 'generator/value @ Never'],
    ['an enforcement action', onePolicy(`${A}\ngatekeeperEnforcementAction: stop`), 'generator/value @ stop'],
    ['a flag', onePolicy(`${A}\ndisabled: maybe`), 'generator/type @ maybe'],
    ['a list', onePolicy(`${A}\ncategories: one`), 'generator/type @ one'],
    ['a map', onePolicy(`${A}\npolicyLabels: [a]`), 'generator/type @ '],
    ['an interval', onePolicy(`${A}\nevaluationInterval: { compliant: 10d }`), 'generator/interval @ 10d'],
    ['a dependency without name', onePolicy(`${A}\ndependencies: [{ kind: Policy }]`), 'generator/dependency-name @ '],
    [
      'an order and dependencies',
      onePolicy(`${A}\ndependencies: [{ name: q }]`, ', orderPolicies: true'),
      'generator/order @ ',
    ],
    [
      'an order in one template',
      onePolicy(`${A}\norderManifests: true\nconsolidateManifests: true`),
      'generator/order @ true',
    ],
    [
      'an order and extra dependencies',
      onePolicy(`${A}\norderManifests: true\nextraDependencies: [{ name: q }]`),
      'generator/order @ ',
    ],
    [
      'what one template cannot hold twice',
      onePolicy('manifests: [{ path: a.yaml, severity: high }]'),
      'generator/consolidated @ high',
    ],
    [
      'two ways to place',
      onePolicy(`${A}\nplacement: { placementName: x, labelSelector: { a: b } }`),
      'generator/placement @ ',
    ],
    ['a selector that is none', onePolicy(`${A}\nplacement: { labelSelector: { a: [b] } }`), 'generator/selector @ '],
    [
      'a placement without placement',
      onePolicy(`${A}\nplacement: { placementPath: a.yaml }`),
      'generator/placement-path @ a.yaml',
    ],
    [
      'two policies that share a placement',
      `${onePolicy(A, ', placement: { placementName: x }')}  - { name: q, ${A} }\n`,
      'generator/binding-name @ name',
    ],
    [
      'two placements of one name',
      `${onePolicy(`${A}\nplacement: { name: x }`)}  - { name: q, ${A}, placement: { name: x } }\n`,
      'generator/duplicate-placement @ ',
    ],
    [
      'a patch for another manifest',
      onePolicy('manifests: [{ path: a.yaml, patches: [{ kind: Secret }] }]'),
      'generator/patch @ ',
    ],
    [
      'two accounts for hub templates',
      onePolicy(
        'manifests:\n  - { path: a.yaml, hubTemplateOptions: { serviceAccountName: a } }\n  - { path: b.yaml, hubTemplateOptions: { serviceAccountName: b } }',
      ),
      'generator/service-accounts @ -',
    ],
  ])('%s', (_, text, expected) => {
    expect(refusals(text, { ...FILES, 'd/sub/x.yaml': '' } as typeof FILES)[0]).toBe(expected)
  })

  test('a refused file gives nothing', () => {
    const { policies, policySets, placements } = generated(onePolicy(`${A}\nseverity: grave`), FILES)
    expect([policies, policySets, placements]).toEqual([[], [], []])
  })

  test.each([
    ['a root Policy', 'apiVersion: policy.open-cluster-management.io/v1\nkind: Policy\nmetadata: { name: x }\n'],
    ['no kind', 'apiVersion: v1\nmetadata: { name: x }\n'],
    ['a list', '- a\n'],
    ['what does not parse', 'a: [b\n'],
    ['infinity', 'apiVersion: v1\nkind: X\na: .inf\n'],
    ['a bomb of aliases', bomb()],
    ['a cycle', 'a: &a\n  b: *a\n'],
    ['a forbidden key', 'apiVersion: v1\nkind: X\n__proto__: { a: 1 }\n'],
    ['too deep a nest', `a: ${'['.repeat(2_000)}`],
  ])('%s as a manifest', (_, text) => {
    expect(refusals(onePolicy('manifests: [{ path: x.yaml }]'), { ...FILES, 'x.yaml': text } as typeof FILES)).toEqual([
      'generator/manifest @ x.yaml',
    ])
  })
})

function bomb(): string {
  const levels = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`)
  return `l0: &l0 [x]\n${levels.join('\n')}\n`
}
