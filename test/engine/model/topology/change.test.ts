import { describe, expect, test } from 'vitest'
import type { ChangedPolicy } from '../../../../engine/model/topology/change.ts'
import { changedTopology, isTelling } from '../../../../engine/model/topology/change.ts'
import { aTopology } from './a-picture.ts'

function aPolicy(more: Partial<ChangedPolicy>): ChangedPolicy {
  return {
    change: 'changed',
    clusters: [],
    gained: [],
    lost: [],
    objectsAdded: [],
    objectsRemoved: [],
    fields: [{}],
    ...more,
  }
}

const three = aTopology(3)
const all = ['cluster1', 'cluster2', 'cluster3']

describe('a picture helps', () => {
  test.each<[string, boolean, ReturnType<typeof changedTopology>]>([
    ['where nothing changes', false, changedTopology(three, three, [])],
    ['where all clusters change alike', false, changedTopology(three, three, [aPolicy({ clusters: all })])],
    ['where only the hub changes', false, changedTopology(three, three, [aPolicy({ clusters: ['local-cluster'] })])],
    ['where one of three changes', true, changedTopology(three, three, [aPolicy({ clusters: ['cluster2'] })])],
    [
      'where a policy moves',
      true,
      changedTopology(three, three, [aPolicy({ clusters: all, gained: ['cluster3'], fields: [] })]),
    ],
    ['where a region comes', true, changedTopology(aTopology(2), three, [])],
    ['where a region goes', true, changedTopology(three, aTopology(2), [])],
    ['where a name comes', true, changedTopology({ ...three, entries: [] }, three, [])],
    ['where a service goes', true, changedTopology(three, { ...three, services: [] }, [])],
  ])('%s: %s', (_, expected, changed) => {
    expect(isTelling(changed)).toBe(expected)
  })
})

test('what goes stays in the picture, in its region', () => {
  const before = aTopology(2, 2)
  const after = { ...before, regions: before.regions.map((each) => ({ ...each, clusters: each.clusters.slice(0, 1) })) }
  const { topology, change } = changedTopology(before, after, [])
  expect(topology.regions.map((each) => each.clusters)).toEqual([
    ['cluster1', 'cluster2'],
    ['cluster3', 'cluster4'],
  ])
  expect(change.clusters).toEqual(['cluster2', 'cluster4'].map((name) => ({ name, change: 'removed', policies: 0 })))
})

test('policies are counted where they come, change or go', () => {
  const policies = [
    aPolicy({ change: 'added', clusters: ['cluster1'] }),
    aPolicy({ change: 'removed', clusters: ['cluster1', 'cluster2'], lost: ['cluster1', 'cluster2'] }),
    aPolicy({ clusters: all, gained: ['cluster3'], fields: [] }),
  ]
  expect(changedTopology(three, three, policies).change.clusters).toEqual([
    { name: 'cluster1', change: 'changed', policies: 2 },
    { name: 'cluster2', change: 'changed', policies: 1 },
    { name: 'cluster3', change: 'changed', policies: 1 },
  ])
})

test('nodes that come and go are told by cluster', () => {
  const { change } = changedTopology(aTopology(2), three, [])
  expect(change.services.map((each) => [each.name, each.change, each.nodes])).toEqual([
    ['vault', 'changed', [{ cluster: 'cluster3', before: 0, after: 3 }]],
    ['database', 'changed', [{ cluster: 'cluster3', before: 0, after: 3 }]],
  ])
})
