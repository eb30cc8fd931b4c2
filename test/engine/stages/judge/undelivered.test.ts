import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import { isObject, textAt } from '../../../../engine/model/json.ts'
import type { Rendered } from '../../../../engine/model/rendered.ts'
import { undeliveredOn } from '../../../../engine/stages/judge/undelivered.ts'
import { aRendered, deliveredTo, hubOf, managedCluster, NAMESPACE, rootPolicy, template } from './status-a-hub.ts'

const policy = rootPolicy('shop', [template({ name: 'settings' })])
const rendered = aRendered([policy])

/** The hub as it should be, with each object of that kind and name passed through `change`; undefined removes it. */
function hubWith(
  kind: string,
  name: string,
  change: (object: JsonObject) => JsonObject | undefined,
): readonly JsonObject[] {
  return deliveredTo(rendered).flatMap((each): readonly JsonObject[] => {
    if (each.kind !== kind || textAt(each, 'metadata', 'name') !== name) return [each]
    const changed = change(each)
    return changed ? [changed] : []
  })
}

const withSpec = (spec: JsonObject) => (object: JsonObject) => ({
  ...object,
  spec: { ...(isObject(object.spec) ? object.spec : {}), ...spec },
})
const deciding = (...names: readonly string[]) => {
  const decisions = names.map((clusterName): Json => ({ clusterName, clusterNamespace: clusterName }))
  return (object: JsonObject) => ({ ...object, status: { decisions } })
}
const told = (objects: readonly JsonObject[], from: Rendered = rendered) =>
  undeliveredOn(from, hubOf(objects)).map((each) => `${each.cluster} ${each.policy}: ${each.message}`)

describe('what the hub does not carry as merged', () => {
  test.each<[string, readonly JsonObject[], readonly RegExp[]]>([
    ['nothing, where all is as merged', deliveredTo(rendered), []],
    [
      'a policy that was never synced',
      hubWith('Policy', 'shop', () => undefined),
      [/^local-cluster shop: .*does not have this policy/],
    ],
    [
      'a policy switched off by hand',
      hubWith('Policy', 'shop', withSpec({ disabled: true })),
      [/shop: it is disabled on the hub/],
    ],
    [
      'another remediation',
      hubWith('Policy', 'shop', withSpec({ remediationAction: 'enforce' })),
      [/remediationAction on the hub is enforce, though merged as inform/],
    ],
    ['the same remediation in capitals', hubWith('Policy', 'shop', withSpec({ remediationAction: 'Inform' })), []],
    [
      'a stuck sync',
      hubWith('Policy', 'shop', withSpec({ 'policy-templates': [] })),
      [/spec on the hub is not the merged one, at \/spec\/policy-templates/],
    ],
    [
      'templates switched off by an annotation',
      hubWith('Policy', 'shop', (each) => ({
        ...each,
        metadata: {
          ...(each.metadata as JsonObject),
          annotations: { 'policy.open-cluster-management.io/disable-templates': 'true' },
        },
      })),
      [/disable-templates/],
    ],
    ['a policy that was not pruned', [...deliveredTo(rendered), rootPolicy('old', [])], [/ old: .*merged no more/]],
    [
      'a placement that is gone',
      hubWith('PlacementRule', 'members', () => undefined),
      [/PlacementRule members: the hub does not have/],
    ],
    [
      'a placement that selects others',
      hubWith('PlacementRule', 'members', withSpec({ clusterSelector: {} })),
      [/at \/spec\/clusterSelector/],
    ],
    [
      'a placement with a list of its own',
      hubWith('PlacementRule', 'members', withSpec({ clusters: [{ name: 'c1' }] })),
      [/at \/spec\/clusters/],
    ],
    [
      'a binding without a policy',
      hubWith('PlacementBinding', 'members', (each) => ({ ...each, subjects: [] })),
      [/at \/subjects/],
    ],
    [
      'a binding that enforces',
      hubWith('PlacementBinding', 'members', (each) => ({
        ...each,
        bindingOverrides: { remediationAction: 'enforce' },
      })),
      [/at \/bindingOverrides/],
    ],
    [
      'a cluster-set binding that is gone',
      hubWith('ManagedClusterSetBinding', 'gdw', () => undefined),
      [/ManagedClusterSetBinding gdw: the hub does not have/],
    ],
    ['an empty decision', hubWith('PlacementRule', 'members', deciding()), [/its decision is empty: none of c1, c2/]],
    [
      'a decision that leaves one out',
      hubWith('PlacementRule', 'members', deciding('c1')),
      [/^c2 PlacementRule members: .*leaves out c2/],
    ],
    [
      'a decision that reaches a foreign cluster',
      hubWith('PlacementRule', 'members', deciding('c1', 'c2', 'prod9')),
      [/^prod9 .*foreign cluster prod9/],
    ],
    ['a decision that was not made yet', hubWith('PlacementRule', 'members', ({ status: _, ...each }) => each), []],
    [
      'a cluster without the label of its set',
      hubWith('ManagedCluster', 'c2', () =>
        managedCluster('c2', { labels: { 'cluster.open-cluster-management.io/clusterset': 'other' } }),
      ),
      [/^c2 ManagedCluster c2: its label .*clusterset is other, though PlacementRule members asks for gdw/],
    ],
    [
      'a cluster that the hub does not know',
      hubWith('ManagedCluster', 'c2', () => undefined),
      [/the hub has no ManagedCluster of that name/],
    ],
    [
      'somebody else’s binding of our policy',
      [
        ...deliveredTo(rendered),
        {
          apiVersion: 'policy.open-cluster-management.io/v1',
          kind: 'PlacementBinding',
          metadata: { name: 'mine', namespace: NAMESPACE },
          placementRef: { kind: 'Placement', name: 'all' },
          subjects: [{ kind: 'Policy', name: 'shop' }],
        },
      ],
      [/PlacementBinding mine, which was never merged, binds it to Placement all/],
    ],
    [
      'the same names in another namespace',
      [...deliveredTo(rendered), { ...rootPolicy('old', []), metadata: { name: 'old', namespace: 'elsewhere' } }],
      [],
    ],
  ])('%s', (_, objects, expected) => {
    const found = told(objects)
    expect(found).toHaveLength(expected.length)
    for (const [i, each] of expected.entries()) expect(found[i]).toMatch(each)
  })

  test('is always critical', () => {
    const found = undeliveredOn(rendered, hubOf(hubWith('Policy', 'shop', withSpec({ disabled: true }))))
    expect(found.map((each) => each.severity)).toEqual(['critical'])
  })

  test('is what it was while only replicas change, and judged again where anything else does', () => {
    const replicaSaying = (compliant: string): JsonObject => ({
      ...policy,
      metadata: { name: `${NAMESPACE}.shop`, namespace: 'c1' },
      status: { compliant },
    })
    const disabled = hubWith('Policy', 'shop', withSpec({ disabled: true }))
    const lookAt = (...objects: readonly JsonObject[]) => undeliveredOn(rendered, hubOf(objects))
    const before = lookAt(...disabled, replicaSaying('Compliant'))
    expect(before).toHaveLength(1)
    expect(lookAt(...disabled, replicaSaying('NonCompliant'))).toBe(before)
    expect(lookAt(...deliveredTo(rendered), replicaSaying('NonCompliant'))).toEqual([])
    expect(lookAt(...disabled, replicaSaying('NonCompliant'))).toEqual(before)
    expect(lookAt(replicaSaying('NonCompliant'), ...disabled.slice(1))).not.toEqual(before)
  })

  test('is not guessed from what could not be listed', () => {
    expect(undeliveredOn(rendered, hubOf([], { listed: [] }))).toEqual([])
  })
})

describe('decisions of a Placement', () => {
  const placement: JsonObject = {
    apiVersion: 'cluster.open-cluster-management.io/v1beta1',
    kind: 'Placement',
    metadata: { name: 'members', namespace: NAMESPACE },
    spec: { clusterSets: ['gdw'] },
  }
  const swapped: Rendered = {
    ...rendered,
    others: rendered.others.map((each) => {
      if (each.kind === 'PlacementRule') return placement
      if (each.kind !== 'PlacementBinding') return each
      return { ...each, placementRef: { kind: 'Placement', name: 'members' } }
    }),
  }
  const decision = (name: string, ...clusters: readonly string[]): JsonObject => ({
    apiVersion: 'cluster.open-cluster-management.io/v1beta1',
    kind: 'PlacementDecision',
    metadata: { name, namespace: NAMESPACE, labels: { 'cluster.open-cluster-management.io/placement': 'members' } },
    status: { decisions: clusters.map((clusterName) => ({ clusterName, reason: '' })) },
  })

  test('are joined over all its PlacementDecisions', () => {
    const objects = [...deliveredTo(swapped), decision('members-1', 'c1'), decision('members-2', 'c2', 'prod9')]
    expect(told(objects, swapped)).toEqual([expect.stringMatching(/^prod9 .*foreign cluster prod9/)])
  })

  test('defaulted members of its spec are not tampering, a toleration taken away is', () => {
    const defaulted = { ...placement, spec: { clusterSets: ['gdw'], sortBy: 'ClusterName', scoreRateLimit: '1m' } }
    const others = deliveredTo(swapped).filter((each) => each.kind !== 'Placement')
    expect(told([...others, defaulted, decision('d', 'c1', 'c2')], swapped)).toEqual([])
    const tolerant = { ...defaulted, spec: { ...defaulted.spec, tolerations: [{ operator: 'Exists' }] } }
    expect(told([...others, tolerant, decision('d', 'c1', 'c2')], swapped)).toEqual([
      expect.stringMatching(/spec\/tolerations/),
    ])
  })
})
