import { describe, expect, test } from 'vitest'
import { inventoryOf } from '../../../engine/model/inventory.ts'
import type { JsonObject } from '../../../engine/model/json.ts'
import { expand } from '../../../engine/stages/expand.ts'
import { select } from '../../../engine/stages/select.ts'
import { aCluster, aComponent, anEnvironment, anInput, aPlacement } from './a-platform.ts'

const SET = 'cluster.open-cluster-management.io/clusterset'

function managed(
  name: string,
  more: { labels?: Record<string, string>; taints?: string[]; gone?: boolean } = {},
): JsonObject {
  const labels = { name, [SET]: 'env', ...more.labels }
  return {
    apiVersion: 'cluster.open-cluster-management.io/v1',
    kind: 'ManagedCluster',
    metadata: { name, labels, ...(more.gone ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}) },
    spec: { taints: (more.taints ?? []).map((key) => ({ key, effect: 'NoSelect' })) },
  }
}

const HUB = managed('local-cluster', { labels: { 'local-cluster': 'true', [SET]: 'default' } })

function selected(api: 'PlacementRule' | 'Placement' | 'both', ...clusters: JsonObject[]) {
  const environment = anEnvironment([aCluster(1), aCluster(2)], { sample: {} })
  const plan = expand(anInput(environment, [aPlacement({ api })], [aComponent()]))
  const { policies, results } = select(plan, inventoryOf([...clusters, HUB]))
  return {
    reach: policies.map((each) => `${each.policy} -> ${each.clusters.join(' ')}`),
    results: results.map((each) => `${each.severity} ${each.rule}`),
  }
}

describe.each(['PlacementRule', 'Placement', 'both'] as const)('by %s', (api) => {
  test('each policy reaches the clusters that it is meant for', () => {
    expect(selected(api, managed('c1'), managed('c2'), managed('c3'))).toEqual({
      reach: ['sample-hub -> local-cluster', 'sample -> c1 c2'],
      results: [],
    })
  })

  test('none selected is an error, one missed a warning', () => {
    expect(selected(api, managed('c3')).results).toEqual(['error selection/none'])
    expect(selected(api, managed('c1')).results).toEqual(['warning selection/missed'])
  })

  test('a cluster of another set and one that is being deleted are not reached; a dark one is', () => {
    const [other, gone] = [managed('c1', { labels: { [SET]: 'other' } }), managed('c2', { gone: true })]
    expect(selected(api, other, gone).results).toEqual(['error selection/none'])
    const dark = managed('c1', { taints: ['cluster.open-cluster-management.io/unreachable'] })
    expect(selected(api, dark, managed('c2')).results).toEqual([])
  })
})

test('a Placement does not select a cluster whose taint it does not tolerate', () => {
  const tainted = managed('c1', { taints: ['maintenance'] })
  expect(selected('Placement', tainted, managed('c2')).results).toEqual(['warning selection/missed'])
  expect(selected('PlacementRule', tainted, managed('c2')).results).toEqual([])
})
