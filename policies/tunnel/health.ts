import type { ComponentInput, PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { gatewayNodes } from '../../engine/model/gateways.ts'
import { brokerNamespace } from '../../engine/model/platform.ts'
import { conditions, mustHave } from '../../engine/model/template-drafts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import { SUBMARINER_NAMESPACE } from './member.ts'
import { probeHealth } from './probe.ts'
import type { TunnelSettings } from './settings.ts'

type Input = ComponentInput<TunnelSettings>

/** What the hub knows of the tunnel: conditions of the set, of each SubmarinerConfig and of each add-on. */
export function hubHealth(input: Input): PolicyDraft {
  const { from } = input
  const set: Tree = {
    apiVersion: 'cluster.open-cluster-management.io/v1beta2',
    kind: 'ManagedClusterSet',
    metadata: {
      name: from.spec.hub.clusterSet,
      annotations: {
        'cluster.open-cluster-management.io/submariner-broker-ns': derived(
          brokerNamespace(input.environment),
          from.spec.hub.clusterSet,
        ),
      },
    },
  }
  return {
    name: 'tunnel-health',
    description: 'The hub’s view of the tunnel: configuration applied, gateways labelled, connections established.',
    target: 'hub',
    severity: 'high',
    templates: [
      mustHave('broker-announced', 'health', [set]),
      ...input.clusters.map((cluster) =>
        mustHave(`member-${cluster.name}`, 'health', [configHealth(input, cluster), addOnHealth(input, cluster)]),
      ),
    ],
  }
}

function configHealth({ environment, from }: Input, cluster: Cluster): Tree {
  const isPrepared = gatewayNodes(environment, cluster) === 'prepared'
  return {
    apiVersion: 'submarineraddon.open-cluster-management.io/v1alpha1',
    kind: 'SubmarinerConfig',
    metadata: { name: 'submariner', namespace: from.cluster(cluster.name).name },
    status: conditions({
      SubmarinerConfigApplied: 'True',
      ...(isPrepared && { SubmarinerClusterEnvironmentPrepared: 'True' }),
      SubmarinerGatewaysLabeled: 'True',
    }),
  }
}

function addOnHealth({ from }: Input, cluster: Cluster): Tree {
  return {
    apiVersion: 'addon.open-cluster-management.io/v1alpha1',
    kind: 'ManagedClusterAddOn',
    metadata: { name: 'submariner', namespace: from.cluster(cluster.name).name },
    status: conditions({
      Available: 'True',
      SubmarinerBrokerConfigApplied: 'True',
      SubmarinerGatewayNodesLabeled: 'True',
      SubmarinerAgentDegraded: 'False',
      SubmarinerConnectionDegraded: 'False',
      RouteAgentConnectionDegraded: 'False',
    }),
  }
}

const NO_STANDBY = `No standby gateway is ready in ${SUBMARINER_NAMESPACE}: a gateway node was lost, or replaced by one without the label. Label a worker in another zone: oc label node NODE submariner.io/gateway=true.`

/** What one member sees; the same for every cluster. */
export function memberHealth(input: Input, cluster: Cluster): PolicyDraft {
  const { settings } = input
  const standby = gateway({ haStatus: 'passive' })
  const forward: Tree = {
    apiVersion: 'operator.openshift.io/v1',
    kind: 'DNS',
    metadata: { name: 'default' },
    spec: { servers: [{ zones: ['clusterset.local'] }] },
  }
  const discovery: Tree = {
    apiVersion: 'submariner.io/v1alpha1',
    kind: 'ServiceDiscovery',
    metadata: { name: 'service-discovery', namespace: SUBMARINER_NAMESPACE },
  }
  const broken = gateway({ connections: [{ status: 'error' }] })
  return {
    name: 'tunnel-member-health',
    description: 'Standby gateway, name resolution between clusters, no broken connection.',
    target: { cluster: cluster.name },
    severity: 'high',
    templates: [
      ...(settings.gateways > 1
        ? [mustHave('standby-gateway', 'health', [standby], { customMessage: { noncompliant: NO_STANDBY } })]
        : []),
      mustHave('name-resolution', 'health', [discovery, forward]),
      {
        kind: 'configuration',
        name: 'broken-connection',
        role: 'health',
        objects: [{ complianceType: 'mustnothave', object: broken }],
      },
      ...probeHealth(input),
    ],
  }
}

/** The active gateway of a cluster is connected to every other cluster: R-1 connections, each by name. */
export function connectionHealth(input: Input, cluster: Cluster): readonly PolicyDraft[] {
  const others = input.clusters.filter((each) => each.name !== cluster.name)
  if (others.length === 0) return []
  const connections = others.map((other) => ({
    status: 'connected',
    endpoint: { cluster_id: input.from.cluster(other.name).name },
  }))
  return [
    {
      name: 'tunnel-connections',
      description: 'The active gateway is connected to every other cluster.',
      target: { cluster: cluster.name },
      severity: 'critical',
      templates: [mustHave('active-gateway', 'health', [gateway({ haStatus: 'active', connections })])],
    },
  ]
}

/** Unnamed: gateways are named after their nodes, and any one that matches will do. */
function gateway(status: Tree): Tree {
  return { apiVersion: 'submariner.io/v1', kind: 'Gateway', metadata: { namespace: SUBMARINER_NAMESPACE }, status }
}
