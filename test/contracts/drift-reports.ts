import type { ClusterState, Drift, DriftReport, DriftState } from '../../engine/model/drift.ts'
import { HUB_CLUSTER } from '../../engine/model/plan.ts'
import { quorumOf } from '../../engine/model/quorum.ts'
import type { Topology } from '../../engine/model/topology.ts'

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

/** The clusters of a report, each in a region of its own, with a tunnel and one stretched service over them. */
export function topologyFor(report: DriftReport): Topology {
  const clusters = report.clusters.map((each) => each.name).filter((each) => each !== HUB_CLUSTER)
  const voters = 3 * clusters.length
  const quorum = quorumOf(voters)
  return {
    environment: report.environment,
    hub: { namespace: 'isthmus-gdw' },
    entries: ['global.example.com'],
    regions: clusters.map((name, i) => ({ cloud: 'aws', name: `region-${i + 1}`, clusters: [name] })),
    links: { component: 'tunnel', clusters },
    services: [
      {
        name: 'vault',
        component: 'vault',
        kind: 'raft',
        members: clusters.map((cluster) => ({ cluster, nodes: 3 })),
        voters,
        quorum,
        afterRegion: voters - 3 - quorum,
      },
    ],
  }
}
