import { parseCidr } from '../../engine/model/cidr.ts'
import type { CheckResult, ComponentInput } from '../../engine/model/component.ts'
import { count } from '../../engine/model/count.ts'
import { databaseNodes } from '../../engine/model/database-nodes.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { gatewayCount, gatewayNodes } from '../../engine/model/gateways.ts'
import { workerMembers } from '../../engine/model/worker-nodes.ts'
import { installable } from './cloud.ts'
import { poolsOf } from './machine-pools.ts'
import type { ClustersSettings } from './settings.ts'

type Input = ComponentInput<ClustersSettings>

/** OpenShift's limit for the name of a cluster that its installer makes. */
const NAME_LIMIT = 54
const SETTINGS = '/spec/components/clusters'

/** What must hold before Hive installs anything, since none of it can be changed afterwards. */
export function checkHive(input: Input): readonly CheckResult[] {
  return [
    ...input.clusters.flatMap((cluster, index) => [
      ...nameLength(cluster, index),
      ...cloud(cluster, index),
      ...zoneCount(input, cluster, index),
      ...podNetwork(input, cluster, index),
      ...workerPool(input, cluster),
    ]),
    ...databasePool(input),
    ...shortLivedGateways(input),
    ...releasePin(input),
  ]
}

function nameLength({ name }: Cluster, index: number): readonly CheckResult[] {
  if (name.length <= NAME_LIMIT) return []
  return [
    {
      rule: 'clusters/hive-name-length',
      severity: 'error',
      pointer: `/spec/clusters/${index}/name`,
      message: `cluster name ${name} has ${name.length} characters; the OpenShift installer takes at most ${NAME_LIMIT}`,
      hint: 'shorten the name, or import the cluster instead of installing it',
    },
  ]
}

function cloud({ name, cloud: where }: Cluster, index: number): readonly CheckResult[] {
  if (where !== 'other') return []
  return [
    {
      rule: 'clusters/hive-cloud',
      severity: 'error',
      pointer: `/spec/clusters/${index}/cloud`,
      message: `${name} is on cloud other, where provision: hive cannot install it`,
      hint: 'use aws, azure or gcp, or provision: imported',
    },
  ]
}

/** Machine pools name their zones: three for the control plane and for every pool of stateful pods. */
function zoneCount(input: Input, { name, zones }: Cluster, index: number): readonly CheckResult[] {
  if (zones.length >= 3) return []
  const isStateful = input.uses('database') || input.uses('vault')
  return [
    {
      rule: 'clusters/hive-zones',
      severity: isStateful || zones.length === 0 ? 'error' : 'warning',
      pointer: `/spec/clusters/${index}/zones`,
      message: `${name} names ${count(zones.length, 'zone')}; control plane and stateful machine pools spread over 3`,
      hint: 'list three zones of the region; where it has none, choose another region',
    },
  ]
}

/** Rule G5: 2^(hostPrefix - podPrefix) nodes fit, and half as many again as planned must. */
function podNetwork(input: Input, cluster: Cluster, index: number): readonly CheckResult[] {
  const pods = parseCidr(cluster.network.pods)
  const [target] = installable([cluster])
  if (!pods || !target) return []
  const room = 2 ** (cluster.network.hostPrefix - pods.prefix)
  const nodes = 3 + poolsOf(input, target).reduce((sum, pool) => sum + pool.replicas, 0)
  const needed = Math.ceil(nodes * 1.5)
  if (room >= needed) return []
  return [
    {
      rule: 'clusters/pod-network-size',
      severity: 'error',
      pointer: `/spec/clusters/${index}/network/pods`,
      message: `${cluster.network.pods} with hostPrefix ${cluster.network.hostPrefix} has room for ${room} nodes; ${cluster.name} has ${nodes} and needs ${needed} (1.5 times) to grow and to replace them`,
      hint: 'widen the pod network or raise hostPrefix before installation; neither can change afterwards',
    },
  ]
}

/** No two members of a quorum share a node: what finds none stays pending, and the quorum is smaller than it was planned. */
function workerPool(input: Input, cluster: Cluster): readonly CheckResult[] {
  const pools = installable([cluster]).flatMap((target) => poolsOf(input, target))
  const machines = pools.filter((pool) => pool.nodes?.taint === undefined).reduce((sum, pool) => sum + pool.replicas, 0)
  if (pools.length === 0) return []
  return workerMembers(input.environment, cluster)
    .filter(({ members }) => members > machines)
    .map(({ service, members }) => ({
      rule: 'clusters/worker-pool-size',
      severity: 'warning',
      pointer: `${SETTINGS}/workers/replicas`,
      message: `${machines} general machines for ${members} members of ${service} on ${cluster.name}, each on a node of its own: ${members - machines} of them would stay pending`,
      hint: `set workers.replicas to ${members} or more, one more to allow drains`,
    }))
}

/** One machine a database node, and as many in every zone. */
function databasePool({ environment, settings, clusters }: Input): readonly CheckResult[] {
  const { replicas } = settings.databasePool
  const nodes = Math.max(0, ...clusters.map((each) => databaseNodes(environment, each) ?? 0))
  if (replicas === undefined || nodes === 0 || (replicas % 3 === 0 && replicas >= nodes)) return []
  return [
    {
      rule: 'clusters/stateful-pool-size',
      severity: 'error',
      pointer: `${SETTINGS}/databasePool/replicas`,
      message: `${replicas} machines for up to ${nodes} database nodes a cluster: they must be at least as many, and a multiple of 3 zones`,
      hint: `use ${Math.ceil(Math.max(replicas, nodes) / 3) * 3}, or leave it out`,
    },
  ]
}

function releasePin({ settings }: Input): readonly CheckResult[] {
  if (settings.release.image !== undefined || settings.release.version === undefined) return []
  return [
    {
      rule: 'clusters/release-image',
      severity: 'info',
      pointer: `${SETTINGS}/release`,
      message: `version ${settings.release.version} names the image set; the image itself comes from the inputs on the hub`,
      hint: 'set release.image to the digest of that version so that reviewers see it',
    },
  ]
}

/** Cloud preparation of the tunnel takes static keys only (blueprint section 6). */
function shortLivedGateways({ environment, settings, clusters }: Input): readonly CheckResult[] {
  if (settings.credentials !== 'short-lived' || gatewayCount(environment) === undefined) return []
  const prepared = clusters.filter((each) => gatewayNodes(environment, each) === 'prepared').map((each) => each.name)
  if (prepared.length === 0) return []
  return [
    {
      rule: 'clusters/short-lived-gateways',
      severity: 'error',
      pointer: `${SETTINGS}/credentials`,
      message: `the tunnel prepares gateways on ${prepared.join(', ')} with static cloud keys, which short-lived credentials do away with`,
      hint: 'set gatewayNodes: labelled on the tunnel; the gateway machine pools are then made here',
    },
  ]
}
