import type { Cidr } from '../../engine/model/cidr.ts'
import { overlaps, parseCidr } from '../../engine/model/cidr.ts'
import type { CheckResult, ComponentInput } from '../../engine/model/component.ts'
import { count } from '../../engine/model/count.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import type { TunnelSettings } from './settings.ts'

type Input = ComponentInput<TunnelSettings>

const SETTINGS = '/spec/components/tunnel'
/** `<set>-broker` is a namespace of at most 63 characters. */
const SET_LIMIT = 56

export function checkTunnel(input: Input): readonly CheckResult[] {
  return [
    ...setName(input),
    ...clusterCount(input),
    ...gatewayRedundancy(input),
    ...globalnet(input),
    ...unknownNetworks(input),
  ]
}

function setName({ environment }: Input): readonly CheckResult[] {
  const name = environment.spec.hub.clusterSet
  if (name.length <= SET_LIMIT) return []
  return [
    {
      rule: 'tunnel/cluster-set-name',
      severity: 'error',
      pointer: '/spec/hub/clusterSet',
      message: `clusterSet has ${name.length} characters; its broker namespace ${name}-broker would have ${name.length + 7} of at most 63`,
      hint: `choose a name of at most ${SET_LIMIT} characters`,
    },
  ]
}

function clusterCount({ clusters }: Input): readonly CheckResult[] {
  if (clusters.length > 1) return []
  return [
    {
      rule: 'tunnel/single-cluster',
      severity: 'warning',
      pointer: SETTINGS,
      message: `the tunnel connects clusters, and the environment has ${clusters.length}`,
      hint: 'add the other clusters, or remove the tunnel component',
    },
  ]
}

/** Rule G10: two gateways at least, over two zones. */
function gatewayRedundancy(input: Input): readonly CheckResult[] {
  const { gateways } = input.settings
  const single: readonly CheckResult[] =
    gateways >= 2
      ? []
      : [
          {
            rule: 'tunnel/gateways',
            severity: 'error',
            pointer: `${SETTINGS}/gateways`,
            message: `${gateways} gateway a cluster: losing one node cuts a whole region off`,
            hint: 'set gateways to 2 or more',
          },
        ]
  return [...single, ...input.clusters.flatMap(gatewayZones)]
}

function gatewayZones(cluster: Cluster, index: number): readonly CheckResult[] {
  if (cluster.zones.length >= 2) return []
  const isKnown = cluster.zones.length === 1
  return [
    {
      rule: 'tunnel/gateway-zones',
      severity: isKnown ? 'error' : 'warning',
      pointer: `/spec/clusters/${index}/zones`,
      message: `${cluster.name} names ${count(cluster.zones.length, 'zone')}; its gateways need 2, so that losing a zone does not cut the region off`,
      hint: 'list at least two zones of the cluster',
    },
  ]
}

function globalnet(input: Input): readonly CheckResult[] {
  if (!input.settings.globalnet.enabled) return []
  const pointer = `${SETTINGS}/globalnet/enabled`
  const stateful = ['vault', 'database'].filter((name) => input.uses(name))
  const quorum: readonly CheckResult[] =
    stateful.length === 0
      ? []
      : [
          {
            rule: 'tunnel/globalnet-quorum',
            severity: 'error',
            pointer,
            message: `Globalnet translates the addresses by which the peers of ${stateful.join(' and ')} find each other; quorum systems over it are unproven`,
            hint: 'give the clusters networks that do not overlap and leave Globalnet off',
          },
        ]
  return [...quorum, ...needlessGlobalnet(input, pointer), ...globalRange(input)]
}

function needlessGlobalnet({ clusters }: Input, pointer: string): readonly CheckResult[] {
  const ranges = clusters.map((each) =>
    [each.network.pods, each.network.services].flatMap((text) => parseCidr(text) ?? []),
  )
  const isOverlapping = ranges.some((mine, i) =>
    ranges.slice(i + 1).some((theirs) => mine.some((a) => theirs.some((b) => overlaps(a, b)))),
  )
  if (isOverlapping) return []
  return [
    {
      rule: 'tunnel/globalnet-needless',
      severity: 'warning',
      pointer,
      message: `Globalnet is on although no pod or service network of the ${clusters.length} clusters overlaps another`,
      hint: 'leave it off: it cannot be switched once clusters have joined',
    },
  ]
}

function globalRange({ settings, clusters }: Input): readonly CheckResult[] {
  const { cidr, clusterSize } = settings.globalnet
  const range = parseCidr(cidr)
  const taken = range === undefined ? undefined : networkIn(clusters, range)
  if (taken !== undefined) {
    return [
      {
        rule: 'tunnel/globalnet-range',
        severity: 'error',
        pointer: `${SETTINGS}/globalnet/cidr`,
        message: `${cidr} overlaps the ${taken.kind} network ${taken.text} of ${taken.cluster}: a global address would also be one of that cluster`,
        hint: 'use a range that no cluster uses, such as 242.0.0.0/8',
      },
    ]
  }
  if (range === undefined) {
    return [
      {
        rule: 'tunnel/globalnet-range',
        severity: 'error',
        pointer: `${SETTINGS}/globalnet/cidr`,
        message: `${cidr} is not a network: it is not the first address of a range`,
        hint: 'write the first address and a prefix, such as 242.0.0.0/8',
      },
    ]
  }
  const size = range.last - range.first + 1
  const each = blockOf(clusterSize)
  if (size >= each * clusters.length) return []
  const rounded = each === clusterSize ? '' : `, which Submariner rounds up to ${each},`
  return [
    {
      rule: 'tunnel/globalnet-range',
      severity: 'error',
      pointer: `${SETTINGS}/globalnet/cidr`,
      message: `${cidr} holds ${size} addresses; ${clusters.length} clusters of ${clusterSize}${rounded} need ${each * clusters.length}`,
      hint: 'widen globalnet.cidr or lower globalnet.clusterSize',
    },
  ]
}

/** A cluster's global addresses are a whole power of two (submariner-operator, GetValidClusterSize). */
function blockOf(clusterSize: number): number {
  return 2 ** Math.ceil(Math.log2(clusterSize))
}

/** The first network of a cluster that shares addresses with the range. */
function networkIn(clusters: readonly Cluster[], range: Cidr) {
  const networks = clusters.flatMap(({ name, network }) =>
    (['pods', 'services', 'machines'] as const).map((kind) => ({ cluster: name, kind, text: network[kind] })),
  )
  return networks.find(({ text }) => {
    const cidr = parseCidr(text)
    return cidr !== undefined && overlaps(cidr, range)
  })
}

function unknownNetworks({ settings, clusters }: Input): readonly CheckResult[] {
  return Object.keys(settings.existingNetworks).flatMap((name): readonly CheckResult[] => {
    const cluster = clusters.find((each) => each.name === name)
    if (cluster?.cloud === 'aws') return []
    const why = cluster ? `runs on ${cluster.cloud}` : 'is not a cluster of this environment'
    return [
      {
        rule: 'tunnel/existing-network',
        severity: 'error',
        pointer: `${SETTINGS}/existingNetworks`,
        message: `existingNetworks describes AWS networks, and ${name} ${why}`,
        hint: `Name one of: ${
          clusters
            .filter((each) => each.cloud === 'aws')
            .map((each) => each.name)
            .join(', ') || 'none'
        }.`,
      },
    ]
  })
}
