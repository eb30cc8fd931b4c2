import fc from 'fast-check'
import { dump } from 'js-yaml'
import { inventoryIn } from '../../../engine/adapters/inventory.ts'
import { reachOf } from '../../../engine/model/hub-reach.ts'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { endsWell } from '../attempt.ts'
import { hostileText, mutatedJson, mutatedText } from '../hostile.ts'
import { hold, target } from '../target.ts'

const cluster = (name: string): JsonObject => ({
  apiVersion: 'cluster.open-cluster-management.io/v1',
  kind: 'ManagedCluster',
  metadata: {
    name,
    labels: { cloud: 'Amazon', region: 'us-east-1', 'cluster.open-cluster-management.io/clusterset': 'gdw' },
  },
  spec: { taints: [{ key: 'cluster.open-cluster-management.io/unreachable', effect: 'NoSelect' }] },
  status: {
    clusterClaims: [{ name: 'id.openshift.io', value: '1' }],
    conditions: [{ type: 'ManagedClusterConditionAvailable', status: 'True' }],
  },
})
const SET: JsonObject = {
  apiVersion: 'cluster.open-cluster-management.io/v1beta2',
  kind: 'ManagedClusterSet',
  metadata: { name: 'gdw' },
  spec: { clusterSelector: { selectorType: 'LabelSelector', labelSelector: { matchLabels: { region: 'us-east-1' } } } },
}
const LIST: JsonObject = { apiVersion: 'v1', kind: 'List', items: [cluster('cluster1'), cluster('cluster2'), SET] }

const namespaced = (kind: string, name: string, rest: JsonObject): JsonObject => ({
  apiVersion: 'x/v1',
  kind,
  metadata: { name, namespace: 'isthmus-gdw' },
  ...rest,
})
const terms = [{ key: 'region', operator: 'In', values: ['us-east-1'] }]
/** What a hub namespace of ours holds. */
const PLACED: readonly JsonObject[] = [
  namespaced('ManagedClusterSetBinding', 'gdw', { spec: { clusterSet: 'gdw' } }),
  namespaced('PlacementRule', 'rule', { spec: { clusterSelector: { matchExpressions: terms } } }),
  namespaced('Placement', 'placement', {
    spec: {
      predicates: [
        {
          requiredClusterSelector: {
            labelSelector: { matchExpressions: terms },
            claimSelector: { matchExpressions: [{ key: 'id.openshift.io', operator: 'Exists' }] },
          },
        },
      ],
      tolerations: [{ key: 'cluster.open-cluster-management.io/unreachable', operator: 'Exists' }],
    },
  }),
  ...['PlacementRule rule', 'Placement placement'].map((each) => {
    const [kind = '', name = ''] = each.split(' ')
    return namespaced('PlacementBinding', `b-${name}`, {
      placementRef: { kind, name },
      subjects: [{ kind: 'Policy', name: 'p' }],
    })
  }),
]

/** A file that says ten times what the one before said, so many times. */
function bomb(levels: number, leaf: string): string {
  const lines = Array.from({ length: levels }, (_, i) => {
    const items = Array(10).fill(i === 0 ? leaf : `*a${i - 1}`)
    return `a${i}: &a${i} { kind: List, items: [${items.join()}] }`
  })
  return `${lines.join('\n')}\nkind: List\nitems: [*a${levels - 1}]\n`
}

export const inventories = target({
  name: 'inventory',
  holds: 'any inventory selects clusters that it names, or fails with a remedy',
  input: fc.record({
    text: fc.oneof(
      { weight: 4, arbitrary: mutatedJson([LIST]).map((each) => dump(each, { noRefs: true })) },
      { weight: 1, arbitrary: mutatedJson([LIST]).map((each) => JSON.stringify(each)) },
      { weight: 2, arbitrary: mutatedText([dump(LIST)]) },
      { weight: 1, arbitrary: hostileText },
    ),
    placed: mutatedJson([PLACED as Json], 2),
  }),
  cases: [
    bomb(20, '{ kind: ManagedCluster, metadata: { name: a } }'),
    'kind: List\nitems: &a [{ kind: List, items: *a }]\n',
    `${'{"items":['.repeat(5_000)}${']}'.repeat(5_000)}`,
    'kind: ManagedCluster\nmetadata: { name: &a [*a], labels: { __proto__: x } }\n',
    '__proto__: { polluted: yes }\n',
    '',
  ].map((text) => ({ text, placed: PLACED as Json })),
  few: 25,
  check: async ({ text, placed }) =>
    await endsWell(() => {
      const inventory = inventoryIn({ path: 'inventory.yaml', text })
      const names = inventory.clusters.map((each) => each.name)
      const objects = (Array.isArray(placed) ? placed : []).filter(
        (each): each is JsonObject => typeof each === 'object' && each !== null && !Array.isArray(each),
      )
      const { placements, subjects } = reachOf(objects, inventory)
      for (const { clusters } of [...placements.values(), ...subjects.values()])
        hold(
          clusters.every((each) => names.includes(each)),
          'a cluster that is not there',
          clusters,
          names,
        )
    }),
})
