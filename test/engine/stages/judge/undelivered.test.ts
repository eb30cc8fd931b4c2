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
const theirs: JsonObject = {
  apiVersion: 'policy.open-cluster-management.io/v1',
  kind: 'PlacementBinding',
  metadata: { name: 'mine', namespace: NAMESPACE },
  placementRef: { kind: 'Placement', name: 'all' },
  subjects: [{ kind: 'Policy', name: 'shop' }],
}
const labelledSet: JsonObject = {
  kind: 'PolicySet',
  metadata: { name: 'set', namespace: NAMESPACE, labels: { 'isthmus.dev/environment': 'gdw' } },
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
    [
      'a cluster-set binding of another set',
      hubWith('ManagedClusterSetBinding', 'gdw', withSpec({ clusterSet: 'other' })),
      [/ManagedClusterSetBinding .*gdw on the hub is not the merged one, at \/spec\/clusterSet$/],
    ],
    ['a cluster-set binding with more in it', hubWith('ManagedClusterSetBinding', 'gdw', withSpec({ more: 1 })), []],
    [
      'more members than a line holds',
      hubWith(
        'PlacementRule',
        'members',
        withSpec({ clusterSelector: {}, clusters: [], clusterConditions: [], clusterReplicas: 1, schedulerName: 'x' }),
      ),
      [/at \/spec\/clusterSelector, .*\/spec\/clusterReplicas and 1 more$/],
    ],
    [
      'as many members as a line holds',
      hubWith(
        'PlacementRule',
        'members',
        withSpec({ clusterSelector: {}, clusters: [], clusterConditions: [], clusterReplicas: 1 }),
      ),
      [/\/spec\/clusterReplicas$/],
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
      [...deliveredTo(rendered), theirs],
      [/PlacementBinding mine, which was never merged, binds it to Placement all$/],
    ],
    [
      'somebody else’s binding that enforces our policy, named as something else that was merged',
      [
        ...deliveredTo(rendered),
        {
          ...theirs,
          metadata: { name: 'gdw', namespace: NAMESPACE },
          bindingOverrides: { remediationAction: 'enforce' },
        },
      ],
      [/PlacementBinding gdw, which was never merged, binds it to Placement all and overrides it to enforce$/],
    ],
    [
      'somebody else’s binding of a policy of theirs',
      [...deliveredTo(rendered), { ...theirs, subjects: [{ kind: 'Policy', name: 'theirs' }] }],
      [],
    ],
    ['an object of the environment that is no policy', [...deliveredTo(rendered), labelledSet], []],
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

  test('is judged again where less is seen, or a replica stands in the place of a policy', () => {
    const all = deliveredTo(rendered)
    const copy = { ...policy, metadata: { name: `${NAMESPACE}.shop`, namespace: 'c1' } }
    const messages = (...[objects, more]: Parameters<typeof hubOf>) =>
      undeliveredOn(rendered, hubOf(objects, more)).map((each) => each.message)
    const isGone = [expect.stringMatching(/does not have this policy/)]
    expect(messages(all)).toEqual([])
    expect(messages([copy, ...all.slice(1)])).toEqual(isGone)
    expect(messages([copy, ...all.slice(1)], { listed: ['Placement'] })).toEqual([])
    expect(messages(all.slice(0, -1))).toEqual([expect.stringMatching(/no ManagedCluster/)])
    expect(messages(all.slice(0, -1), { listed: ['Policy', 'Placement', 'Secret', 'Namespace', 'Job'] })).toEqual([])
  })

  test('names the component of a policy that was not pruned', () => {
    const labels = { 'isthmus.dev/environment': 'gdw', 'isthmus.dev/component': 'shop' }
    const old = { ...rootPolicy('old', []), metadata: { name: 'old', namespace: NAMESPACE, labels } }
    const found = undeliveredOn(rendered, hubOf([...deliveredTo(rendered), old]))
    expect(found.map((each) => each.component)).toEqual(['shop'])
  })

  test('is not guessed from what could not be listed', () => {
    expect(undeliveredOn(rendered, hubOf([], { listed: [] }))).toEqual([])
  })
})

/** An object of the Placement API beside the policies, as it is merged. */
function aPlacement(name: string, spec: JsonObject): JsonObject {
  return {
    apiVersion: 'cluster.open-cluster-management.io/v1beta1',
    kind: 'Placement',
    metadata: { name, namespace: NAMESPACE },
    spec,
  }
}

function bindingOf(placement: JsonObject, ...subjects: readonly JsonObject[]): JsonObject {
  return {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'PlacementBinding',
    metadata: { name: `binds-${textAt(placement, 'metadata', 'name') ?? ''}`, namespace: NAMESPACE },
    placementRef: { kind: placement.kind ?? '', name: textAt(placement, 'metadata', 'name') ?? '' },
    subjects: subjects.map((each) => ({ kind: each.kind ?? '', name: textAt(each, 'metadata', 'name') ?? '' })),
  }
}

describe('what is left alone', () => {
  const another = { ...policy, metadata: { name: 'theirs', namespace: NAMESPACE, labels: {} } }
  const enabled = rootPolicy('shop', [template({ name: 'settings' })], { disabled: true })

  test.each<[string, Rendered, readonly JsonObject[], readonly RegExp[]]>([
    ['a policy of another environment in our namespace', rendered, [...deliveredTo(rendered), another], []],
    [
      'though not one merged as disabled that runs',
      aRendered([enabled]),
      [policy, ...deliveredTo(aRendered([enabled])).slice(1)],
      [/^local-cluster shop: it is enabled on the hub, though merged as disabled/],
    ],
  ])('%s', (_, from, objects, expected) => {
    expect(told(objects, from)).toEqual(expected.map((each) => expect.stringMatching(each)))
  })
})

describe('labels that clusters must carry', () => {
  const selecting = (spec: JsonObject, kind = 'PlacementRule'): Rendered => ({
    ...rendered,
    others: rendered.others.map((each): JsonObject => {
      if (each.kind === 'PlacementRule') return kind === each.kind ? { ...each, spec } : aPlacement('members', spec)
      return each.kind === 'PlacementBinding' ? { ...each, placementRef: { kind, name: 'members' } } : each
    }),
  })
  const tiers = (operator: string, values: readonly string[]) => ({
    matchExpressions: [{ key: 'tier', operator, values: [...values] }],
  })
  const predicate = (...values: readonly string[]) => ({
    requiredClusterSelector: { labelSelector: tiers('In', values) },
  })
  const gold = { clusterSelector: { matchLabels: { tier: 'gold' } } }
  const unbound = { ...rendered, others: [...rendered.others, aPlacement('idle', { predicates: [predicate('gold')] })] }
  const half = rootPolicy('half', [template({ name: 'settings' })])
  const onlyFirst = aPlacement('first', { predicates: [predicate('gold')] })
  const both = aRendered([policy, half])
  const halved = (binding: JsonObject): Rendered => ({
    ...both,
    policies: both.policies.map((each) => (each.name === 'half' ? { ...each, clusters: ['c1'] } : each)),
    others: [...both.others.filter((each) => each.kind === 'ManagedClusterSetBinding'), onlyFirst, binding],
  })
  const writing = (object: JsonObject, clusters: readonly string[] = ['local-cluster']): Rendered => {
    const hubPolicy = rootPolicy('hub', [template({ name: 'labels', objects: [object] })])
    const from = aRendered([policy, hubPolicy])
    return { ...from, policies: from.policies.map((each) => (each.name === 'hub' ? { ...each, clusters } : each)) }
  }
  const labelled = (kind: string, labels: JsonObject) => ({ kind, metadata: { name: 'c2', labels } })
  const withHub = aRendered([policy], ['c2', 'local-cluster'])

  test.each<[string, Rendered, JsonObject, readonly string[]]>([
    ['one that is missing', selecting(gold), {}, ['PlacementRule members: tier is missing, gold']],
    ['one of another value', selecting(gold), { tier: 'tin' }, ['PlacementRule members: tier is tin, gold']],
    ['one that is as selected', selecting(gold), { tier: 'gold' }, []],
    [
      'none of the values that are asked for',
      selecting({ clusterSelector: tiers('In', ['gold', 'silver']) }),
      {},
      ['PlacementRule members: tier is missing, gold or silver'],
    ],
    [
      'one that it must not have: its decision says so',
      selecting({ clusterSelector: tiers('NotIn', ['tin']) }),
      {},
      [],
    ],
    [
      'the only predicate of a Placement',
      selecting({ predicates: [predicate('gold')] }, 'Placement'),
      { tier: 'tin' },
      ['Placement members: tier is tin, gold'],
    ],
    [
      'one of two predicates, since either will do',
      selecting({ predicates: [predicate('gold'), predicate('silver')] }, 'Placement'),
      { tier: 'silver' },
      [],
    ],
    ['of a placement that nothing is bound to', unbound, {}, []],
    ['of a placement that carries nothing for this cluster', halved(bindingOf(onlyFirst, half)), {}, []],
    [
      'of a placement that carries one policy of two for it',
      halved(bindingOf(onlyFirst, half, policy)),
      {},
      ['Placement first: tier is missing, gold'],
    ],
    [
      'one that a policy on the hub writes on it',
      writing(labelled('ManagedCluster', { tier: 'gold' })),
      {},
      ['policy hub: tier is missing, gold'],
    ],
    ['one that is only known on the hub', writing(labelled('ManagedCluster', { tier: '{{hub .Tier hub}}' })), {}, []],
    ['labels of something else of its name', writing(labelled('Namespace', { tier: 'gold' })), {}, []],
    [
      'labels of another cluster',
      writing({ kind: 'ManagedCluster', metadata: { name: 'c9', labels: { tier: 'gold' } } }),
      {},
      [],
    ],
    ['a ManagedCluster without labels', writing({ kind: 'ManagedCluster', metadata: { name: 'c2' } }), {}, []],
    [
      'what is written elsewhere than on the hub',
      writing(labelled('ManagedCluster', { tier: 'gold' }), ['c1']),
      {},
      [],
    ],
    ['none on the hub, which need not manage itself', withHub, {}, []],
  ])('%s', (_, from, labels, expected) => {
    const clusters = ['c1', 'c2'].map((name) =>
      managedCluster(name, { labels: name === 'c2' ? labels : { tier: 'gold' } }),
    )
    const objects = [...deliveredTo(from).filter((each) => each.kind !== 'ManagedCluster'), ...clusters]
    const found = undeliveredOn(from, hubOf(objects)).filter((each) => each.message.includes('label'))
    expect(found.map((each) => `${each.cluster} ${each.message}`)).toEqual(
      expected.map((each) => {
        const [askedBy, is, wanted] = each.split(/: |, /)
        return `c2 its label ${is}, though ${askedBy} asks for ${wanted}`
      }),
    )
  })
})

describe('decisions of a Placement', () => {
  const placement = aPlacement('members', { clusterSets: ['gdw'] })
  const swapped: Rendered = {
    ...rendered,
    others: rendered.others.map((each) => {
      if (each.kind === 'PlacementRule') return placement
      if (each.kind !== 'PlacementBinding') return each
      return { ...each, placementRef: { kind: 'Placement', name: 'members' } }
    }),
  }
  const decisionOf = (of: string, name: string, ...clusters: readonly string[]): JsonObject => ({
    apiVersion: 'cluster.open-cluster-management.io/v1beta1',
    kind: 'PlacementDecision',
    metadata: { name, namespace: NAMESPACE, labels: { 'cluster.open-cluster-management.io/placement': of } },
    status: { decisions: clusters.map((clusterName) => ({ clusterName, reason: '' })) },
  })
  const decision = (name: string, ...clusters: readonly string[]) => decisionOf('members', name, ...clusters)
  const ours = decision('members-1', 'c1', 'c2')
  const inNamespace = (namespace: string, each: JsonObject) => ({
    ...each,
    metadata: { ...(each.metadata as JsonObject), namespace },
  })
  const settled = (status: JsonObject) =>
    deliveredTo(swapped).map((each) => (each.kind === 'Placement' ? { ...each, status } : each))
  const idle = aPlacement('idle', {})
  const second = rootPolicy('second', [template({ name: 'settings' })])
  const two = aRendered([policy, second])
  const apart: Rendered = {
    ...two,
    policies: two.policies.map((each) => (each.name === 'second' ? { ...each, clusters: ['c2'] } : each)),
    others: [placement, idle, bindingOf(placement, policy), bindingOf(idle, second)],
  }
  const set: JsonObject = {
    apiVersion: 'policy.open-cluster-management.io/v1beta1',
    kind: 'PolicySet',
    metadata: { name: 'all', namespace: NAMESPACE },
    spec: { policies: ['second'], exclusions: [{ policyName: 'second', clusterNames: ['c1'] }] },
  }
  const excluding: Rendered = { ...apart, others: [set, placement, bindingOf(placement, set)] }

  test.each<[string, Rendered, readonly JsonObject[], boolean, readonly string[]]>([
    [
      'that lead to another cluster of the environment',
      { ...swapped, policies: swapped.policies.map((each) => ({ ...each, clusters: ['c1'] })) },
      [ours],
      true,
      ['c2 Placement members: its decision reaches c2, which it was not merged for'],
    ],
    ['that were not made for it', swapped, [ours, decisionOf('others', 'others-1', 'prod9')], true, []],
    ['of a namesake elsewhere', swapped, [ours, inNamespace('elsewhere', decision('members-2', 'prod9'))], true, []],
    [
      'that are no decisions',
      swapped,
      [ours, { ...decision('members-2', 'prod9'), kind: 'PlacementManifestWork' }],
      true,
      [],
    ],
    ['of the policies that each carries', apart, [ours, decisionOf('idle', 'idle-1', 'c2')], true, []],
    ['that a placement without a policy makes', { ...swapped, others: [...swapped.others, idle] }, [ours], true, []],
    ['that reach whom a set excludes', excluding, [ours], true, []],
    [
      'that are none',
      swapped,
      [],
      true,
      ['local-cluster Placement members: its decision is empty: none of c1, c2 gets its policies'],
    ],
    ['that could not be listed', swapped, [], false, []],
  ])('%s', (_, from, decisions, isSeen, expected) => {
    const base = hubOf([...deliveredTo(from), ...decisions])
    const hub = isSeen ? { ...base, listed: [...base.listed, 'Placement', 'PlacementDecision'] } : base
    const found = undeliveredOn(from, hub).filter((each) => each.message.includes('decision'))
    expect(found.map((each) => `${each.cluster} ${each.policy}: ${each.message}`)).toEqual(expected)
  })

  test('are empty where the Placement says that it selected none', () => {
    expect(told(settled({ numberOfSelectedClusters: 0 }), swapped)).toEqual([expect.stringMatching(/is empty/)])
    expect(told(settled({ numberOfSelectedClusters: 2 }), swapped)).toEqual([])
  })

  test('of a placement that is gone are not said to be empty beside it', () => {
    const gone = deliveredTo(swapped).filter((each) => each.kind !== 'Placement')
    const hub = hubOf(gone)
    const all = { ...hub, listed: [...hub.listed, 'Placement', 'PlacementDecision'] }
    const found = undeliveredOn(swapped, all).map((each) => each.message)
    expect(found).toEqual([expect.stringMatching(/the hub does not have .*Placement .*members/)])
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
