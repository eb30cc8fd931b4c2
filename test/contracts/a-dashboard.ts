import type { Dashboard } from '../../engine/model/dashboard.ts'
import type { Drift } from '../../engine/model/drift.ts'
import { driftMarks } from '../../engine/model/drift-marks.ts'
import type { Proposal } from '../../engine/model/forge.ts'
import { eventOf, recordOf } from '../../engine/model/history.ts'
import type { JsonObject } from '../../engine/model/json.ts'
import type { DashboardInput } from '../../engine/stages/dashboard.ts'
import { dashboard } from '../../engine/stages/dashboard.ts'
import { driftOf, reportOf } from './drift-reports.ts'

export const NOW = '2026-01-31T12:30:00Z'
const SEEN = '2026-01-31T12:00:00Z'

/** A small environment with one drift, one dark cluster and a history; any part may be replaced. */
export function dashboardInput(
  more: Partial<DashboardInput> & { readonly drifts?: readonly Drift[] } = {},
): DashboardInput {
  const { drifts = [driftOf('0123456789abcdef', ['cluster1'])], ...rest } = more
  const report = reportOf(
    drifts,
    { cluster1: 'drifted', cluster3: 'unknown', 'local-cluster': 'inSync' },
    {
      policies: [{ policy: 'vault-cluster1', component: 'vault', cluster: 'cluster1', state: 'drifted' }],
    },
  )
  const [first] = drifts
  return {
    now: NOW,
    commit: 'c'.repeat(40),
    rendered: {
      environment: 'gdw',
      version: '1.0.0',
      clusters: [1, 2, 3].map((n) => ({ name: `cluster${n}`, cloud: 'aws', region: `region-${n}` })),
      policies: [policy('vault-cluster1', ['cluster1']), policy('vault-cluster3', ['cluster3'])],
      others: [],
    },
    report,
    observation: {
      source: 'directories',
      observedAt: SEEN,
      clusters: [
        {
          cluster: 'cluster1',
          state: 'seen',
          observedAt: SEEN,
          objects: [gateway('cluster2', 'connected')],
          problems: [],
        },
        { cluster: 'cluster2', state: 'seen', observedAt: SEEN, objects: [gateway('cluster3', 'error')], problems: [] },
        { cluster: 'cluster3', state: 'unknown', reason: 'no folder', lastSeen: null },
      ],
    },
    events: first ? [eventOf('gdw', { type: 'opened', time: SEEN, drift: recordOf(first) })] : [],
    proposals: [proposalOf(report)],
    exceptions: [],
    overrides: [],
    services: [],
    roundTrips: new Map([['cluster1|cluster2', 16]]),
    putBack: () => undefined,
    ...rest,
  }
}

export function aDashboard(more: Parameters<typeof dashboardInput>[0] = {}): Dashboard {
  return { version: 'test-1', asOf: NOW, environments: [dashboard(dashboardInput(more))], problems: [] }
}

export function policy(name: string, clusters: readonly string[], object: JsonObject = {}) {
  const carried = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'vault' }, ...object }
  const template = {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'ConfigurationPolicy',
    metadata: { name: `${name}-server` },
    spec: { 'object-templates': [{ complianceType: 'musthave', objectDefinition: carried }] },
  }
  const spec = { remediationAction: 'inform', 'policy-templates': [{ objectDefinition: template }] }
  const whole = { apiVersion: 'policy.open-cluster-management.io/v1', kind: 'Policy', metadata: { name }, spec }
  return { name, component: 'vault', stateful: true, clusters, object: whole, file: `rendered/gdw/${name}.yaml` }
}

function gateway(other: string, status: string): JsonObject {
  const connections = [{ status, statusMessage: 'no route', endpoint: { cluster_id: other } }]
  return { apiVersion: 'submariner.io/v1', kind: 'Gateway', metadata: { name: 'g' }, status: { connections } }
}

function proposalOf(report: DashboardInput['report']): Proposal {
  return {
    marker: 'drift/gdw',
    branch: 'isthmus/drift/gdw',
    base: 'main',
    title: 'Drift in gdw',
    body: driftMarks(report.drifts.map(recordOf)),
    labels: [],
    number: 7,
    state: 'open',
    url: 'https://git.example.com/pulls/7',
  }
}
