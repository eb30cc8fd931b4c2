import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../engine/model/json.ts'
import type { ClusterObservation, Observation } from '../../../engine/model/observation.ts'
import type { KnownStatuses } from '../../../engine/stages/read-hub/statuses.ts'
import { readHub } from '../../../engine/stages/read-hub.ts'
import { configMap, NAMESPACE, NOW, replica, rootPolicy, template } from './judge/status-a-hub.ts'

const policy = rootPolicy('shop', [template({ name: 'settings' })])
const FINE = 'Compliant; notification - configmaps [settings] found as specified in namespace shop'
const told = replica(policy, 'c1', [{ template: 'settings', history: [['2026-03-01T05:00:00Z', FINE]] }])
const seen = (cluster: string, objects: readonly JsonObject[]): ClusterObservation => {
  return { cluster, state: 'seen', observedAt: NOW, objects, problems: [] }
}
const missing = (cluster: string): ClusterObservation => {
  return { cluster, state: 'unknown', reason: `no folder ${cluster}`, lastSeen: null }
}
const look = (...clusters: readonly ClusterObservation[]): Observation => {
  return readHub({ source: 'directory', observedAt: NOW, clusters }, NAMESPACE)
}

describe('a hub in a directory', () => {
  test('counts only where a root Policy of the environment is in it', () => {
    expect(look(seen('local-cluster', [told]), missing('c1')).hub).toBeUndefined()
    expect(look(seen('c1', [policy]), missing('c2')).hub).toBeUndefined()
    expect(look(missing('local-cluster')).hub).toBeUndefined()
  })

  test('tells of clusters that have no folder of their own', () => {
    const { clusters, hub } = look(missing('c1'), missing('c2'), seen('local-cluster', [policy, told]))
    expect(clusters.map((each) => each.state)).toEqual(['reported', 'unknown', 'seen'])
    expect(hub?.listed).toEqual(['Policy'])
  })

  test('keeps that a cluster which it tells of refused the login', () => {
    const refused = { ...missing('c1'), isRefused: true } as ClusterObservation
    const { clusters } = look(refused, seen('local-cluster', [policy, told]))
    expect(clusters[0]).toMatchObject({ state: 'reported', refused: 'no folder c1' })
    expect(look(missing('c1'), seen('local-cluster', [policy, told])).clusters[0]).not.toHaveProperty('refused')
  })

  test('is as old as the newest thing in it, not as the clock says', () => {
    expect(look(seen('local-cluster', [policy, told])).hub?.asOf).toBe('2026-03-01T05:00:00Z')
    const later = replica(policy, 'c1', [{ template: 'settings', history: [['2030-01-01T00:00:00Z', FINE]] }])
    expect(look(seen('local-cluster', [policy, later])).hub?.asOf).toBe(NOW)
  })

  test('adds its statuses to clusters that were seen themselves, and takes nothing from them', () => {
    const objects = [configMap('settings')]
    const [c1] = look(seen('c1', objects), seen('local-cluster', [policy, told])).clusters
    expect(c1).toMatchObject({
      state: 'seen',
      objects,
      policies: [{ policy: 'shop', templates: [{ compliant: 'Compliant' }] }],
    })
  })

  test('keeps away from what only looks like a replica', () => {
    const metadata = {
      name: 'x',
      namespace: 'c1',
      labels: { 'policy.open-cluster-management.io/root-policy': '__proto__' },
    }
    const strange: readonly JsonObject[] = [
      { apiVersion: 'v1', kind: 'Policy', metadata },
      { apiVersion: 'v1', kind: 'Policy', metadata: { ...metadata, labels: [] } },
      { apiVersion: 'v1', kind: 'Policy', metadata: null },
      { ...told, status: { details: [null, 7, { history: 'x' }, { templateMeta: [], compliant: '__proto__' }] } },
    ]
    expect(look(missing('c1'), seen('local-cluster', [policy, ...strange])).clusters[0]?.state).toBe('unknown')
  })
})

describe('looks one after the other', () => {
  const PLACES = ['c1', 'c2', 'c3']
  const statusOf = (cluster: string, minute: number) =>
    replica(policy, cluster, [{ template: 'settings', history: [[`2026-03-01T05:0${minute}:00Z`, FINE]] }])
  const asked = (objects: readonly JsonObject[], known?: KnownStatuses) => {
    const hub = { objects, listed: ['Policy'], shortfalls: [], asOf: NOW }
    const clusters = PLACES.map(missing)
    return readHub({ source: 'hub', observedAt: NOW, clusters, hub }, NAMESPACE, known).clusters
  }

  test('come to the same, whatever came, went, moved or changed between them', () => {
    const statuses = PLACES.flatMap((each) => [0, 1].map((minute) => statusOf(each, minute)))
    const members = ['True', 'Unknown'].map((status): JsonObject => {
      const conditions = [{ type: 'ManagedClusterConditionAvailable', status, lastTransitionTime: NOW }]
      return { kind: 'ManagedCluster', metadata: { name: 'c1' }, status: { conditions } }
    })
    const pool = fc.constantFrom(policy, ...statuses, ...members)
    fc.assert(
      fc.property(fc.array(fc.array(pool, { maxLength: 6 }), { minLength: 2, maxLength: 5 }), (looks) => {
        const known: KnownStatuses = {}
        for (const each of looks) expect(asked(each, known)).toEqual(asked(each))
      }),
    )
  })

  test('keep the statuses of a cluster of which the hub says nothing new as the very same values', () => {
    const known: KnownStatuses = {}
    const objects = PLACES.map((each) => statusOf(each, 0))
    const policiesAt = (clusters: readonly ClusterObservation[]) =>
      clusters.map((each) => (each.state === 'reported' ? each.policies : undefined))
    const before = policiesAt(asked(objects, known))
    const after = policiesAt(asked([statusOf('c1', 1), ...objects.slice(1)], known))
    expect([0, 1, 2].map((i) => before[i] === after[i])).toEqual([false, true, true])
  })
})
