import { expect, test } from 'vitest'
import { inventoryOf } from '../../../engine/model/inventory.ts'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { at, textAt } from '../../../engine/model/json.ts'
import { isProven } from '../../../engine/model/migration.ts'
import { migrate } from '../../../engine/stages/migrate.ts'

const SET = 'cluster.open-cluster-management.io/clusterset'
const AVAILABLE = 'ManagedClusterConditionAvailable'

function managed(name: string, labels: JsonObject = {}, more: { condition?: string; taint?: string } = {}): JsonObject {
  return {
    apiVersion: 'cluster.open-cluster-management.io/v1',
    kind: 'ManagedCluster',
    metadata: { name, labels: { name, [SET]: 'blue', ...labels } },
    spec: more.taint ? { taints: [{ key: more.taint, effect: 'NoSelect' }] } : {},
    status: more.condition ? { conditions: [{ type: AVAILABLE, status: more.condition }] } : {},
  }
}

const dark = { condition: 'Unknown', taint: 'cluster.open-cluster-management.io/unreachable' }
const INVENTORY = [
  managed('c1', { env: 'prod' }, { condition: 'True' }),
  managed('c2', { env: 'prod', [SET]: 'green' }, dark),
  managed('c3', { env: 'dev' }, { condition: 'True' }),
]

const rule = (spec: Json, name = 'old'): JsonObject => ({
  apiVersion: 'apps.open-cluster-management.io/v1',
  kind: 'PlacementRule',
  metadata: { name, namespace: 'ns' },
  spec,
})
const BINDING: JsonObject = {
  apiVersion: 'policy.open-cluster-management.io/v1',
  kind: 'PlacementBinding',
  metadata: { name: 'bind', namespace: 'ns', resourceVersion: '7' },
  placementRef: { apiGroup: 'apps.open-cluster-management.io', kind: 'PlacementRule', name: 'old' },
  subjects: [{ apiGroup: 'policy.open-cluster-management.io', kind: 'Policy', name: 'p' }],
}
const PROD = { matchLabels: { env: 'prod' } }

test.each<[string, Json, readonly string[], boolean]>([
  ['a selector, and a dark cluster keeps its policies', { clusterSelector: PROD }, ['c1', 'c2'], true],
  ['named clusters win over the selector', { clusters: [{ name: 'c3' }], clusterSelector: PROD }, ['c3'], true],
  ['no selector is every cluster', {}, ['c1', 'c2', 'c3'], true],
  [
    'available clusters only, as the taints have it',
    { clusterSelector: PROD, clusterConditions: [{ type: AVAILABLE, status: 'True' }] },
    ['c1'],
    true,
  ],
  ['clusters that are not available', { clusterConditions: [{ type: AVAILABLE, status: 'Unknown' }] }, ['c2'], false],
  ['some of the clusters', { clusterReplicas: 1, clusterSelector: PROD }, ['c1', 'c2'], false],
  ['none', { clusterReplicas: 0 }, [], true],
  ['a scheduler of its own', { schedulerName: 'mine' }, [], false],
])('%s', (_, spec, clusters, proven) => {
  const migration = migrate([rule(spec), BINDING], inventoryOf(INVENTORY))
  expect(migration.rules[0]?.before).toEqual(clusters)
  expect([migration.rules[0]?.isProven, isProven(migration)]).toEqual([proven, proven])
  if (proven) expect(migration.subjects).toMatchObject([{ before: clusters, between: clusters, after: clusters }])
})

test('the first step only adds, under new names, with every cluster set bound; the second takes the old away', () => {
  const { added, removed } = migrate([rule({ clusterSelector: PROD }), BINDING], inventoryOf(INVENTORY))
  const named = (each: JsonObject) => `${textAt(each, 'kind')} ${textAt(each, 'metadata', 'name')}`
  expect(added.map(named)).toEqual([
    'ManagedClusterSetBinding blue',
    'ManagedClusterSetBinding green',
    'Placement old-placement',
    'PlacementBinding bind-placement',
  ])
  expect(removed.map(named)).toEqual(['PlacementBinding bind', 'PlacementRule old'])
  expect(at(added[3], 'metadata')).toEqual({ name: 'bind-placement', namespace: 'ns' })
  expect(at(added[3], 'placementRef', 'name')).toBe('old-placement')
})

test('a set that holds every cluster is preferred, and the sets that a selector names above all', () => {
  const global: JsonObject = {
    apiVersion: 'cluster.open-cluster-management.io/v1beta2',
    kind: 'ManagedClusterSet',
    metadata: { name: 'global' },
    spec: { clusterSelector: { selectorType: 'LabelSelector', labelSelector: {} } },
  }
  const sets = (spec: Json) =>
    migrate([rule(spec), BINDING], inventoryOf([...INVENTORY, global]))
      .added.filter((each) => each.kind === 'ManagedClusterSetBinding')
      .map((each) => textAt(each, 'metadata', 'name'))
  expect(sets({ clusterSelector: PROD })).toEqual(['global'])
  expect(sets({ clusterSelector: { matchLabels: { [SET]: 'green' } } })).toEqual(['green'])
})

test('a name that a PlacementRule has already is refused', () => {
  const migration = migrate([rule({}), rule({}, 'old-placement'), BINDING], inventoryOf(INVENTORY))
  expect(migration.rules.map((each) => each.isProven)).toEqual([false, true])
})
