import type { ConfigurationDraft, PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { membersOf, tracedMembers } from '../../engine/model/members.ts'
import {
  DATABASE_HEADLESS,
  DATABASE_NAMESPACE,
  DATABASE_NODE_ROLE,
  DATABASE_ROOT_ROLE,
} from '../../engine/model/platform.ts'
import { probeFresh, probeSays } from '../../engine/model/probe.ts'
import { conditions, mustHave } from '../../engine/model/template-drafts.ts'
import { derived } from '../../engine/model/traced.ts'
import { nodeOrigins } from './addresses.ts'
import type { DatabaseInput } from './input.ts'
import { PROBE } from './jobs.ts'
import { replicationOf } from './replication.ts'

const namespace = DATABASE_NAMESPACE

/** As desired, but does it work? Counts are compared for equality: more live nodes than planned are forgotten ones. */
export function healthPolicy(input: DatabaseInput, cluster: Cluster): PolicyDraft {
  return {
    name: 'database-health',
    description: `Database in ${cluster.region}: nodes ready, one cluster of all, every range in full.`,
    target: { cluster: cluster.name },
    severity: 'critical',
    templates: [...conditionsOf(input, cluster), ...probed(input, cluster)],
  }
}

/** What Kubernetes tells. */
function conditionsOf(input: DatabaseInput, cluster: Cluster): readonly ConfigurationDraft[] {
  const ready = { status: conditions({ Ready: 'True' }) }
  return [
    mustHave('nodes-ready', 'health', [
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'cockroachdb', namespace },
        status: { readyReplicas: tracedMembers(input, cluster.name) },
      },
    ]),
    mustHave(
      'certificates',
      'health',
      [
        ...[DATABASE_NODE_ROLE, DATABASE_ROOT_ROLE].map((name) => ({
          apiVersion: 'cert-manager.io/v1',
          kind: 'Issuer',
          metadata: { name, namespace },
          ...ready,
        })),
        {
          apiVersion: 'cert-manager.io/v1',
          kind: 'Certificate',
          metadata: { name: 'cockroachdb-node', namespace },
          ...ready,
        },
      ],
      { severity: 'high' },
    ),
    mustHave('exported', 'health', [
      {
        apiVersion: 'multicluster.x-k8s.io/v1alpha1',
        kind: 'ServiceExport',
        metadata: { name: DATABASE_HEADLESS, namespace },
        status: conditions({ Valid: 'True' }),
      },
    ]),
  ]
}

/** What only the probe can tell. */
function probed(input: DatabaseInput, cluster: Cluster): readonly ConfigurationDraft[] {
  const nodes = input.clusters.reduce((sum, each) => sum + membersOf(input.settings, each.name), 0)
  const all = derived(String(nodes), ...nodeOrigins(input))
  const regions = new Set(input.clusters.map((each) => each.region)).size
  return [
    probeFresh(PROBE),
    probeSays(
      'nodes-live',
      PROBE,
      { nodesReached: all, liveNodes: all },
      `Not exactly ${nodes} nodes are live as seen from ${cluster.name}: fewer are an outage, more are nodes that nobody removed.`,
    ),
    probeSays(
      'one-database',
      PROBE,
      { clusterIds: '1' },
      'Not exactly one database answers: before initialisation none does; two were initialised apart and will never merge.',
    ),
    probeSays(
      'ranges',
      PROBE,
      { rangesUnavailable: '0', rangesUnderReplicated: '0' },
      'Ranges are unavailable or lack replicas: hold back every restart until they are whole again.',
    ),
    probeSays(
      'survival-goal',
      PROBE,
      {
        survivalGoals: derived(replicationOf(input).goal, input.from.settings.survivalGoal),
        databaseRegions: derived(String(regions), input.from.spec.clusters),
      },
      'A database survives less than planned: its goal or its regions were changed, perhaps by a migration. The job cockroachdb-sql sets them again.',
    ),
    probeSays(
      'certificate-served',
      PROBE,
      { servedCertificateCurrent: 'true' },
      'A node still serves an old certificate: the reload sidecar did not reach it.',
    ),
  ]
}
