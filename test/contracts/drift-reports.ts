import type { ClusterState, Drift, DriftReport, DriftState } from '../../engine/model/drift.ts'

const SUMMARY: DriftReport['summary'] = {
  inSync: 0,
  drifted: 0,
  reverted: 0,
  unknown: 0,
  pending: 0,
  notRolledOut: 0,
  error: 0,
}

/** A drift of `StatefulSet vault/vault` with one field, unless told otherwise. */
export function driftOf(fingerprint: string, clusters: readonly string[], more: Partial<Drift> = {}): Drift {
  return {
    fingerprint,
    policy: 'vault-cluster1',
    template: 'gdw-vault-cluster1-server',
    component: 'vault',
    clusters,
    object: { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'vault', name: 'vault' },
    change: 'different',
    fields: [{ pointer: '/spec/replicas', desired: 3, observed: 2 }],
    attribution: { manager: 'kubectl-scale', operation: 'Update', time: '2026-01-31T11:58:00Z' },
    severity: 'high',
    firstSeen: '2026-01-31T12:00:00Z',
    lastSeen: '2026-01-31T12:00:00Z',
    source: { file: 'environments/gdw.yaml', line: 42 },
    ...more,
  }
}

/** A report on clusters by state; a cluster is `inSync` where it is not named. */
export function reportOf(
  drifts: readonly Drift[],
  states: Readonly<Record<string, DriftState>> = {},
  more: Partial<DriftReport> = {},
): DriftReport {
  const names = [...new Set(['cluster1', 'cluster2', 'cluster3', ...Object.keys(states)])]
  const clusters = names.map((name): ClusterState => {
    const state = states[name] ?? 'inSync'
    return {
      name,
      state,
      lastSeen: state === 'unknown' ? null : '2026-01-31T12:00:00Z',
      ...(state === 'unknown' ? { reason: 'no folder' } : {}),
    }
  })
  const rest = { unhealthy: [], actions: [], undelivered: [], notEvaluated: [] }
  return {
    environment: 'gdw',
    observedAt: '2026-01-31T12:00:00Z',
    source: 'directories',
    summary: SUMMARY,
    clusters,
    drifts,
    ...rest,
    ...more,
  }
}
