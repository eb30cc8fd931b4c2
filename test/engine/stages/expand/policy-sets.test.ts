import { describe, expect, test } from 'vitest'
import { expandAll } from '../../../../engine/flows/expand-all.ts'
import { reachOf } from '../../../../engine/model/hub-reach.ts'
import { inventoryOf } from '../../../../engine/model/inventory.ts'
import type { JsonObject } from '../../../../engine/model/json.ts'
import { at, textAt } from '../../../../engine/model/json.ts'
import { select } from '../../../../engine/stages/select.ts'
import { MAP } from '../../an-authored-policy.ts'
import { aRepository, COMPONENTS, DEFINITION, ENVIRONMENT, pointedAt } from '../validate/a-repository.ts'

const GENERATOR = `apiVersion: policy.open-cluster-management.io/v1
kind: PolicyGenerator
metadata: { name: g }
policyDefaults: { namespace: isthmus-gdw }
policies:
  - { name: brought, manifests: [{ path: m/b.yaml }] }
`
const FROM_CLUSTER = 'spec: { values: { name: { type: string, from: cluster.name } } }\n'

/** A placement of three policies with this set; `mine` differs from cluster to cluster where `own` is set. */
function placed(policySet: string, options: { own?: boolean; api?: string; generator?: string } = {}) {
  const files = aRepository({
    'environments/gdw.yaml': ENVIRONMENT.replace('    vault: { replicas: 5 }\n', ''),
    'placements/gdw.yaml': `apiVersion: isthmus.dev/v1alpha1
kind: PolicyPlacement
metadata: { name: members }
spec:
  environment: gdw
  policies: [tunnel, mine, others]
  clusters: { all: true }
  api: ${options.api ?? 'Placement'}
  policySet: ${policySet}
`,
    'policies/mine/policy.yaml': `${DEFINITION}${options.own ? FROM_CLUSTER : ''}`,
    'policies/mine/a.yaml': MAP('a', options.own ? '{ name: $(values.name) }' : '{}'),
    'policies/others/gen.yaml': options.generator ?? GENERATOR,
    'policies/others/m/b.yaml': MAP('b'),
  })
  const { findings, environments } = expandAll({ files, findings: [] }, COMPONENTS)
  const plan = environments[0]?.plan
  const objects = [...(plan?.support ?? []), ...(plan?.bindings ?? [])].map((each) => each.object)
  return { plan, objects, found: pointedAt(files, findings) }
}

function outline(objects: readonly JsonObject[]) {
  const set = objects.find((each) => each.kind === 'PolicySet')
  const bindings = objects.filter((each) => each.kind === 'PlacementBinding')
  return {
    set: set?.spec,
    subjects: bindings.flatMap((each) =>
      (at(each, 'subjects') as JsonObject[]).map((one) => `${one.kind} ${one.name}`),
    ),
  }
}

/** The clusters of the environment as the hub knows them. */
const INVENTORY = inventoryOf(
  ['cluster1', 'cluster2'].map((name) => ({
    apiVersion: 'cluster.open-cluster-management.io/v1',
    kind: 'ManagedCluster',
    metadata: { name, labels: { name, 'cluster.open-cluster-management.io/clusterset': 'gdw' } },
  })),
)

const EXCLUDING = "{ description: Ours., exclusions: [{ policy: others, clusters: [cluster2], reason: 'too small' }] }"

describe('a placement with a PolicySet', () => {
  test.each(['Placement', 'PlacementRule'])('binds what clusters share as the set, with %s', (api) => {
    const { objects, plan, found } = placed(EXCLUDING, { api })
    expect(found).toEqual([])
    expect(outline(objects)).toEqual({
      set: {
        description: 'Ours.',
        policies: ['brought', 'mine'],
        exclusions: [{ policyName: 'brought', clusterNames: ['cluster2'], reason: 'too small' }],
      },
      subjects: ['PolicySet members'],
    })
    expect(plan?.policies.find((each) => each.component === 'others')?.clusters).toEqual(['cluster1'])
    expect(plan?.policies.find((each) => each.component === 'mine')?.clusters).toEqual(['cluster1', 'cluster2'])
  })

  test('what the hub makes of it is what the plan says', () => {
    const { objects, plan } = placed(EXCLUDING)
    const { subjects } = reachOf(objects, INVENTORY)
    for (const each of plan?.policies ?? [])
      expect(subjects.get(`Policy ${each.name}`)?.clusters).toEqual(each.clusters)
    expect(plan && select(plan, INVENTORY).results).toEqual([])
  })

  test('a policy of a cluster alone is not made for an excluded one', () => {
    const { objects, plan } = placed(EXCLUDING.replace('policy: others', 'policy: mine'), { own: true })
    expect(plan?.policies.filter((each) => each.component === 'mine').map((each) => each.clusters)).toEqual([
      ['cluster1'],
    ])
    const bound = outline(objects).subjects
    expect(bound.filter((each) => each.startsWith('Policy mine') || each.includes('-mine'))).toHaveLength(1)
    expect(
      textAt(
        objects.find((each) => each.kind === 'PolicySet'),
        'spec',
        'exclusions',
        0,
        'policyName',
      ),
    ).toBeUndefined()
  })

  test('without exclusions it only groups', () => {
    const { objects, plan } = placed('{}')
    expect(at(outline(objects).set as JsonObject, 'exclusions')).toBeUndefined()
    expect(plan?.policies.every((each) => each.clusters.length === 2)).toBe(true)
  })
})

const excluding = (policy: string, clusters: string) =>
  `{ exclusions: [{ policy: ${policy}, clusters: ${clusters}, reason: because }] }`

test.each<[string, string]>([
  [excluding('vault', '[cluster1]'), 'placement/exclusion @ vault'],
  [excluding('mine', '[cluster9]'), 'placement/exclusion @ cluster9'],
  [excluding('mine', '[cluster1, cluster2]'), 'placement/exclusion @ ['],
  [
    '{ exclusions: [{ policy: mine, clusters: [cluster1], reason: a }, { policy: mine, clusters: [cluster2], reason: b }] }',
    'placement/exclusion @ mine',
  ],
  ['{ exclusions: [{ policy: mine, clusters: [cluster1] }] }', 'schema/missing-key'],
  ['{ exclusions: [{ policy: mine, clusters: [], reason: a }] }', 'schema/limit'],
])('%s is refused', (policySet, expected) => {
  expect(placed(policySet).found.join('\n')).toContain(expected)
})

test('a set of a PolicyGenerator file may not have the name of the placement', () => {
  const generator = GENERATOR.replace('isthmus-gdw }', 'isthmus-gdw, policySets: [members] }')
  expect(placed('{}', { generator }).found.join('\n')).toContain('names/duplicate-set @ members')
})
