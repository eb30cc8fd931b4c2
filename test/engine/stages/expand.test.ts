import { describe, expect, test } from 'vitest'
import { at, listAt, textAt } from '../../../engine/model/json.ts'
import { resolvePointer } from '../../../engine/model/pointer.ts'
import { originsAt } from '../../../engine/model/traced.ts'
import { expand } from '../../../engine/stages/expand.ts'
import { aCluster, aComponent, anEnvironment, anInput, aPlacement } from './a-platform.ts'

const three = [aCluster(1), aCluster(2), aCluster(3)]

function planOf(
  component = aComponent(),
  placement = aPlacement(),
  uses: Record<string, Record<string, unknown>> = { sample: {} },
) {
  return expand(anInput(anEnvironment(three, uses), [placement], [component]))
}

function names(plan: ReturnType<typeof planOf>) {
  return plan.policies.map((each) => `${each.name} -> ${each.clusters.join(' ')}`)
}

function bindings(plan: ReturnType<typeof planOf>, kind: string) {
  return plan.bindings.filter((each) => each.object.kind === kind).map((each) => each.object)
}

describe('which policies come out', () => {
  test.each([
    ['the same everywhere', aComponent(), ['sample-hub -> local-cluster', 'sample -> c1 c2 c3']],
    [
      'a difference',
      aComponent({ says: 'region' }),
      ['sample-hub -> local-cluster', 'sample-c1 -> c1', 'sample-c2 -> c2', 'sample-c3 -> c3'],
    ],
    [
      'stateful',
      aComponent({ stateful: true }),
      ['sample-hub -> local-cluster', 'sample-c1 -> c1', 'sample-c2 -> c2', 'sample-c3 -> c3'],
    ],
  ])('%s', (_, component, wanted) => {
    expect(names(planOf(component))).toEqual(wanted)
  })

  test('only the clusters of the placement, and all of them where it names the hub', () => {
    expect(names(planOf(aComponent(), aPlacement({ clusters: { names: ['c2'] } })))).toEqual([
      'sample-hub -> local-cluster',
      'sample -> c2',
    ])
    expect(names(planOf(aComponent(), aPlacement({ clusters: { hub: true } })))).toEqual([
      'sample-hub -> local-cluster',
      'sample -> c1 c2 c3',
    ])
  })
})

describe('placements', () => {
  const keys = (rule: unknown) =>
    listAt(rule as never, 'spec', 'clusterSelector', 'matchExpressions').map(
      (each) => `${textAt(each, 'key')} ${JSON.stringify(at(each, 'values'))}`,
    )

  test('members are selected inside the cluster set, by name', () => {
    const [hub, members] = bindings(planOf(), 'PlacementRule')
    expect(at(hub, 'spec', 'clusterSelector', 'matchLabels')).toEqual({ 'local-cluster': 'true' })
    expect(keys(members)).toEqual(['cluster.open-cluster-management.io/clusterset ["env"]', 'name ["c1","c2","c3"]'])
  })

  test('a policy of one cluster has a placement of one cluster', () => {
    const rules = bindings(planOf(aComponent({ stateful: true })), 'PlacementRule')
    expect(rules.map((each) => textAt(each, 'metadata', 'name'))).toEqual(['all-hub', 'all-c1', 'all-c2', 'all-c3'])
    expect(keys(rules[2])).toEqual(['cluster.open-cluster-management.io/clusterset ["env"]', 'name ["c2"]'])
  })

  test('a selector stays a selector where the labels are written, with the words of people mapped, and becomes names where they are not', () => {
    const placement = aPlacement({ clusters: { selector: { matchLabels: { cloud: 'aws' } } } })
    const written = bindings(planOf(aComponent({ provides: ['cluster-labels'] }), placement), 'PlacementRule')
    expect(keys(written[1])).toEqual(['cluster.open-cluster-management.io/clusterset ["env"]', 'cloud ["Amazon"]'])
    expect(keys(bindings(planOf(aComponent(), placement), 'PlacementRule')[1])).toContain('name ["c1","c2","c3"]')
  })

  test('a Placement never shares the name of a PlacementRule, tolerates a dark region and is bound to its sets', () => {
    const plan = planOf(aComponent(), aPlacement({ api: 'Placement' }))
    const rules = bindings(planOf(), 'PlacementRule').map((each) => textAt(each, 'metadata', 'name'))
    const placements = bindings(plan, 'Placement')
    for (const each of placements) {
      expect(rules).not.toContain(textAt(each, 'metadata', 'name'))
      expect(listAt(each, 'spec', 'tolerations').map((toleration) => textAt(toleration, 'key'))).toEqual([
        'cluster.open-cluster-management.io/unreachable',
        'cluster.open-cluster-management.io/unavailable',
      ])
    }
    expect(placements.map((each) => at(each, 'spec', 'clusterSets'))).toEqual([['default'], ['env']])
    const sets = plan.support
      .filter((each) => each.object.kind === 'ManagedClusterSetBinding')
      .map((each) => textAt(each.object, 'metadata', 'name'))
    expect(sets).toEqual(['env', 'default'])
  })

  test('every policy is bound exactly once', () => {
    for (const component of [aComponent(), aComponent({ says: 'region' }), aComponent({ stateful: true })]) {
      const plan = planOf(component)
      const bound = bindings(plan, 'PlacementBinding').flatMap((each) =>
        listAt(each, 'subjects').map((subject) => textAt(subject, 'name')),
      )
      expect(bound.sort()).toEqual(plan.policies.map((each) => each.name).sort())
    }
  })
})

describe('a policy', () => {
  const [, policy] = planOf(aComponent(), aPlacement({ remediationAction: 'enforce' })).policies

  test('enforces what is desired and only looks at facts', () => {
    const templates = listAt(policy?.object, 'spec', 'policy-templates')
    expect(templates.map((each) => textAt(each, 'objectDefinition', 'spec', 'remediationAction'))).toEqual([
      'InformOnly',
      'enforce',
    ])
    expect(templates.map((each) => textAt(each, 'objectDefinition', 'metadata', 'name'))).toEqual([
      'env-sample-served',
      'env-sample-map',
    ])
  })

  test('orders by facts', () => {
    expect(at(policy?.object, 'spec', 'policy-templates', 1, 'extraDependencies')).toEqual([
      {
        apiVersion: 'policy.open-cluster-management.io/v1',
        kind: 'ConfigurationPolicy',
        name: 'env-sample-served',
        compliance: 'Compliant',
      },
    ])
  })

  test('knows for each field which line asked for it', () => {
    const plan = planOf(aComponent({ says: 'region' }))
    const object = '/spec/policy-templates/1/objectDefinition/spec/object-templates/0/objectDefinition'
    const origins = (pointer: string) =>
      originsAt(plan.policies[2]?.origins ?? new Map(), pointer).map((each) => each.pointer)
    expect(origins(`${object}/data/region`)).toEqual(['/spec/clusters/1/region'])
    expect(origins(`${object}/kind`)).toEqual(['/spec/components/sample'])
    expect(origins('/spec/remediationAction')).toEqual(['/spec/remediationAction'])
  })

  test('fits RHACM even with long names', () => {
    const long = 'a'.repeat(40)
    const clusters = [
      aCluster(1, { name: `${long}-1` }),
      aCluster(2, { name: `${long}-2` }),
      aCluster(3, { name: `${long}-3` }),
    ]
    const environment = anEnvironment(clusters, { sample: {} })
    const { policies, bindings: all } = expand(anInput(environment, [aPlacement()], [aComponent({ stateful: true })]))
    expect(new Set(policies.map((each) => each.name)).size).toBe(4)
    for (const each of policies) expect(`isthmus-env.${each.name}`.length).toBeLessThanOrEqual(62)
    for (const each of all) expect(textAt(each.object, 'metadata', 'name')?.length).toBeLessThanOrEqual(63)
  })
})

describe('rendering: templated', () => {
  const environment = anEnvironment(three, { sample: {} })
  const templated = { ...environment, spec: { ...environment.spec, rendering: 'templated' as const } }
  const plan = expand(anInput(templated, [aPlacement()], [aComponent({ says: 'region' })]))
  const definition = '/spec/policy-templates/1/objectDefinition/spec/object-templates/0/objectDefinition'

  test('makes one policy of what differs in plain values, and keeps the values in a ConfigMap', () => {
    expect(names(plan)).toEqual(['sample-hub -> local-cluster', 'sample -> c1 c2 c3'])
    const values = plan.support.find((each) => each.object.kind === 'ConfigMap')
    expect(textAt(values?.object, 'metadata', 'name')).toBe('env-values-sample')
    expect(Object.values(at(values?.object, 'data') ?? {}).sort()).toEqual(['region-1', 'region-2', 'region-3'])
    const text = textAt(resolvePointer(plan.policies[1]?.object, definition), 'data', 'region') ?? ''
    const key =
      /^\{\{hub fromConfigMap "" "env-values-sample" \(printf "%s\.([0-9a-f]{8})" \.ManagedClusterName\) hub\}\}$/.exec(
        text,
      )?.[1]
    expect(at(values?.object, 'data', `c2.${key}`)).toBe('region-2')
  })

  test('knows the line that asked for it all the same', () => {
    const origins = originsAt(plan.policies[1]?.origins ?? new Map(), `${definition}/data/region`)
    expect(origins.map((each) => each.pointer)).toEqual(['/spec/clusters/0/region'])
  })

  test('the number of policies does not grow with the clusters', () => {
    const clusters = Array.from({ length: 9 }, (_, i) => aCluster(i + 1))
    const many = { ...templated, spec: { ...templated.spec, clusters } }
    expect(expand(anInput(many, [aPlacement()], [aComponent({ says: 'region' })])).policies).toHaveLength(2)
  })

  test('a stateful component keeps a policy for each cluster', () => {
    const input = anInput(templated, [aPlacement()], [aComponent({ says: 'region', stateful: true })])
    expect(expand(input).policies).toHaveLength(4)
  })

  test('a value that no template can carry keeps a policy for each cluster', () => {
    const odd = three.map((each, i) => ({ ...each, region: `it's "${i}"` }))
    const input = anInput(
      { ...templated, spec: { ...templated.spec, clusters: odd } },
      [aPlacement()],
      [aComponent({ says: 'region' })],
    )
    expect(expand(input).policies).toHaveLength(4)
  })
})
