import type { ComponentInput } from '../../engine/model/component.ts'
import { databaseNodes } from '../../engine/model/database-nodes.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { gatewayCount, gatewayNodes } from '../../engine/model/gateways.ts'
import type { Traced, Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import type { Cloud, OnCloud } from './cloud.ts'
import type { ClustersSettings } from './settings.ts'

type Input = ComponentInput<ClustersSettings>

/** One Hive pool: `<cluster>-<name>`. */
export interface Pool {
  readonly name: string
  readonly replicas: number
  readonly zones: readonly string[]
  readonly type: Tree
  readonly diskGiB: Tree
  readonly from: readonly Traced[]
  /** Labels and taint of its nodes; machines of such a pool are also replaced when their node stays unhealthy. */
  readonly nodes?: {
    readonly labels: { readonly [key: string]: string }
    readonly taint?: { readonly key: string; readonly value: string }
  }
}

/** Label by which the machines of a pool are told apart on the member. */
export const POOL_LABEL = 'isthmus.dev/pool'
const DATABASE_POOL = 'cockroach'
const GATEWAY_POOL = 'submariner-gw'

export function poolsOf(input: Input, { cluster, cloud }: OnCloud): readonly Pool[] {
  const { settings, from, environment } = input
  const { zones } = cluster
  const workers: Pool = {
    name: 'worker',
    replicas: settings.workers.replicas,
    zones,
    type: from.settings.workers.instanceTypes[cloud],
    diskGiB: from.settings.workers.diskGiB,
    from: [from.settings.workers.replicas],
  }
  const database: Pool = {
    name: DATABASE_POOL,
    replicas: databaseMachines(input, cluster),
    zones,
    type: from.settings.databasePool.instanceTypes[cloud],
    diskGiB: from.settings.databasePool.diskGiB,
    from: [from.settings.databasePool.replicas, from.spec.components],
    nodes: { labels: { workload: 'cockroachdb' }, taint: { key: 'workload', value: 'cockroachdb' } },
  }
  const gateways = gatewayCount(environment)
  const isLabelled = gatewayNodes(environment, cluster) === 'labelled'
  const gateway: Pool = {
    name: GATEWAY_POOL,
    // Exactly as many as the add-on is told: it removes labels until the counts agree (blueprint section 6).
    replicas: gateways ?? 0,
    zones: zones.slice(0, Math.max(2, gateways ?? 0)),
    type: from.settings.gatewayPool.instanceTypes[cloud],
    diskGiB: from.settings.gatewayPool.diskGiB,
    from: [from.spec.components],
    nodes: { labels: { 'submariner.io/gateway': 'true' } },
  }
  return [
    workers,
    ...(databaseNodes(environment, cluster) === undefined ? [] : [database]),
    ...(gateways !== undefined && isLabelled ? [gateway] : []),
  ]
}

/** As many as the zones can share evenly, so that no zone has fewer machines than nodes. */
function databaseMachines({ environment, settings }: Input, cluster: Cluster): number {
  const zones = Math.max(1, cluster.zones.length)
  return settings.databasePool.replicas ?? Math.ceil((databaseNodes(environment, cluster) ?? 0) / zones) * zones
}

export function machinePool({ from }: Input, { cluster, cloud }: OnCloud, pool: Pool): Tree {
  const traced = from.cluster(cluster.name)
  return {
    apiVersion: 'hive.openshift.io/v1',
    kind: 'MachinePool',
    metadata: { name: derived(`${cluster.name}-${pool.name}`, traced.name), namespace: traced.name },
    spec: {
      clusterDeploymentRef: { name: traced.name },
      name: pool.name,
      replicas: derived(pool.replicas, ...pool.from),
      labels: pool.nodes?.labels,
      machineLabels: pool.nodes ? { [POOL_LABEL]: pool.name } : undefined,
      taints: pool.nodes?.taint ? [{ ...pool.nodes.taint, effect: 'NoSchedule' }] : undefined,
      platform: { [cloud]: { type: pool.type, zones: derived([...pool.zones], traced.zones), ...disk(cloud, pool) } },
    },
  }
}

function disk(cloud: Cloud, pool: Pool): { readonly [key: string]: Tree } {
  if (cloud === 'aws') return { rootVolume: { size: pool.diskGiB, type: 'gp3' } }
  return { osDisk: { diskSizeGB: pool.diskGiB } }
}
