import type { ComponentInput, PolicyDraft } from '../../engine/model/component.ts'
import { databaseNodes } from '../../engine/model/database-nodes.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { mustHave } from '../../engine/model/template-drafts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import { installable } from './cloud.ts'
import { POOL_LABEL, poolsOf } from './machine-pools.ts'
import type { ClustersSettings } from './settings.ts'

type Input = ComponentInput<ClustersSettings>

/** What cannot be changed any more, compared with the model: networks, region and zones of the cluster as it really is. */
export function topologyPolicy(input: Input, cluster: Cluster): PolicyDraft {
  return {
    name: 'clusters-topology',
    description: 'The cluster really has the networks, the region and the zones that the environment says.',
    target: { cluster: cluster.name },
    severity: 'high',
    templates: [
      mustHave('networks', 'health', [networks(input, cluster)], {
        severity: 'critical',
        customMessage: {
          noncompliant: `Networks of ${cluster.name} differ from the environment. They are fixed since installation: correct the environment, or install the cluster anew.`,
        },
      }),
      mustHave('nodes', 'health', nodes(input, cluster)),
    ],
  }
}

/** Only the status: it says what the cluster was installed with, and nobody can be tempted to enforce it. */
function networks({ from }: Input, cluster: Cluster): Tree {
  const { pods, services, hostPrefix } = from.cluster(cluster.name).network
  return {
    apiVersion: 'config.openshift.io/v1',
    kind: 'Network',
    metadata: { name: 'cluster' },
    status: { clusterNetwork: [{ cidr: pods, hostPrefix }], serviceNetwork: [services], networkType: 'OVNKubernetes' },
  }
}

/** At least one node in each zone, and one of each pool with nodes of its own in each of its zones. */
function nodes(input: Input, cluster: Cluster): readonly Tree[] {
  const traced = input.from.cluster(cluster.name)
  const node = (labels: { readonly [key: string]: Tree }): Tree => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { labels },
  })
  const region = cluster.cloud === 'other' ? {} : { 'topology.kubernetes.io/region': traced.region }
  const zoneOf = (zone: string) => ({ 'topology.kubernetes.io/zone': derived(zoneLabel(cluster, zone), traced.zones) })
  return [
    node({ ...region, 'kubernetes.io/os': 'linux' }),
    ...cluster.zones.map((zone) => node({ ...region, ...zoneOf(zone) })),
    ...labelledPools(input, cluster).flatMap(({ zones, labels }) =>
      zones.map((zone) => node({ ...zoneOf(zone), ...labels })),
    ),
  ]
}

/** Nodes that others count on by their labels: those of our pools, and on imported clusters those of the database. */
function labelledPools(input: Input, cluster: Cluster) {
  if (input.settings.provision === 'hive') {
    return ownPools(input, cluster).map(({ zones, nodes }) => ({ zones, labels: nodes?.labels ?? {} }))
  }
  const isDedicated = databaseNodes(input.environment, cluster) !== undefined
  return isDedicated ? [{ zones: cluster.zones, labels: { workload: 'cockroachdb' } }] : []
}

/** Pools of Hive whose nodes carry labels of their own. */
function ownPools(input: Input, cluster: Cluster) {
  const target = input.settings.provision === 'hive' ? installable([cluster]) : []
  return target.flatMap((each) => poolsOf(input, each)).filter((pool) => pool.nodes !== undefined)
}

/** Azure numbers its zones; nodes carry `<region>-<number>`. */
function zoneLabel(cluster: Cluster, zone: string): string {
  return cluster.cloud === 'azure' && /^\d+$/.test(zone) ? `${cluster.region}-${zone}` : zone
}

/** Machines of pools with nodes of their own are replaced when their node stays unhealthy, one at a time. */
export function machineHealthPolicy(input: Input, cluster: Cluster): readonly PolicyDraft[] {
  const pools = ownPools(input, cluster)
  if (pools.length === 0) return []
  const checks = pools.map(
    (pool): Tree => ({
      apiVersion: 'machine.openshift.io/v1beta1',
      kind: 'MachineHealthCheck',
      metadata: { name: pool.name, namespace: 'openshift-machine-api' },
      spec: {
        selector: { matchLabels: { [POOL_LABEL]: pool.name } },
        maxUnhealthy: 1,
        nodeStartupTimeout: '20m',
        unhealthyConditions: ['Unknown', 'False'].map((status) => ({ type: 'Ready', status, timeout: '300s' })),
      },
    }),
  )
  return [
    {
      name: 'clusters-machine-health',
      description: 'Unhealthy gateway and database machines are replaced, one at a time.',
      target: { cluster: cluster.name },
      severity: 'medium',
      templates: [mustHave('machine-health-checks', 'desired', checks)],
    },
  ]
}
