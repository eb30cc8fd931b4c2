import { tracedOperator } from '../../engine/model/catalog.ts'
import type { ComponentInput, PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { gatewayNodes } from '../../engine/model/gateways.ts'
import { existsFact, mustHave, servedFact } from '../../engine/model/template-drafts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import { brokerObject } from './broker.ts'
import type { TunnelSettings } from './settings.ts'

type Input = ComponentInput<TunnelSettings>

/** Namespace that the add-on's OperatorGroup watches on every member. */
export const SUBMARINER_NAMESPACE = 'submariner-operator'
/** What the gateways really listen on; the API's own default of 4900 opens the wrong port (blueprint section 6). */
export const DISCOVERY_PORT = 4490
export const ENCAPSULATION_PORT = 4500
export const IKE_PORT = 500

/** SubmarinerConfig and ManagedClusterAddOn of each cluster, in its namespace on the hub. */
export function membersPolicy(input: Input): PolicyDraft {
  const after = ['config-served', 'broker-exists']
  return {
    name: 'tunnel-members',
    description: 'Joins each cluster to the tunnel: its gateway settings and the Submariner add-on.',
    target: 'hub',
    severity: 'high',
    templates: [
      servedFact('config-served', 'submarinerconfigs.submarineraddon.open-cluster-management.io'),
      existsFact('broker-exists', brokerObject(input, false)),
      ...input.clusters.map((cluster) =>
        mustHave(
          `member-${cluster.name}`,
          'desired',
          [submarinerConfig(input, cluster), submarinerAddOn(input, cluster)],
          {
            after,
          },
        ),
      ),
    ],
  }
}

function submarinerConfig(input: Input, cluster: Cluster): Tree {
  const { from, catalog } = input
  const isPrepared = gatewayNodes(input.environment, cluster) === 'prepared'
  return {
    apiVersion: 'submarineraddon.open-cluster-management.io/v1alpha1',
    kind: 'SubmarinerConfig',
    metadata: {
      name: 'submariner',
      namespace: from.cluster(cluster.name).name,
      annotations: isPrepared ? networkAnnotations(input, cluster) : { 'submariner.io/skip-cloud-prepare': 'true' },
    },
    spec: {
      cableDriver: from.settings.cableDriver,
      IPSecNATTPort: ENCAPSULATION_PORT,
      IPSecIKEPort: IKE_PORT,
      NATTDiscoveryPort: DISCOVERY_PORT,
      NATTEnable: from.settings.natTraversal,
      credentialsSecret: isPrepared
        ? { name: derived(`${cluster.name}-creds`, from.cluster(cluster.name).name) }
        : undefined,
      gatewayConfig: { gateways: from.settings.gateways, ...(isPrepared && machines(input, cluster)) },
      haltOnCertificateError: true,
      insecureBrokerConnection: false,
      loadBalancerEnable: false,
      subscriptionConfig: {
        source: tracedOperator(catalog, 'submariner', 'source') ?? 'redhat-operators',
        sourceNamespace: 'openshift-marketplace',
        channel: tracedOperator(catalog, 'submariner', 'channel'),
        startingCSV: catalog.operators.submariner?.versions?.[0],
        installPlanApproval: from.settings.installPlanApproval,
      },
    },
  }
}

function machines({ from }: Input, cluster: Cluster): { readonly [cloud: string]: Tree } {
  return cluster.cloud === 'other'
    ? {}
    : { [cluster.cloud]: { instanceType: from.settings.instanceTypes[cluster.cloud] } }
}

function networkAnnotations({ settings, from }: Input, cluster: Cluster): Tree | undefined {
  const network = Object.hasOwn(settings.existingNetworks, cluster.name)
    ? settings.existingNetworks[cluster.name]
    : undefined
  if (!network) return undefined
  const traced = from.settings.existingNetworks
  return {
    'submariner.io/vpc-id': derived(network.vpcId, traced),
    'submariner.io/subnet-id-list': derived(network.subnetIds.join(','), traced),
    'submariner.io/control-plane-sg-id': derived(network.controlPlaneSecurityGroup, traced),
    'submariner.io/worker-sg-id': derived(network.workerSecurityGroup, traced),
  }
}

function submarinerAddOn({ from }: Input, cluster: Cluster): Tree {
  return {
    apiVersion: 'addon.open-cluster-management.io/v1alpha1',
    kind: 'ManagedClusterAddOn',
    metadata: {
      name: 'submariner',
      namespace: from.cluster(cluster.name).name,
      // v1beta1 of the API has no installNamespace and reads this instead.
      annotations: { 'addon.open-cluster-management.io/v1alpha1-install-namespace': SUBMARINER_NAMESPACE },
    },
    spec: { installNamespace: SUBMARINER_NAMESPACE },
  }
}

/** The largest TCP segment, as an annotation that the route agents read on gateway nodes; absent unless it was asked for. */
export function segmentPolicy({ settings, from }: Input, cluster: Cluster): readonly PolicyDraft[] {
  if (settings.tcpClampMss === undefined) return []
  const clamp = derived(String(settings.tcpClampMss), from.settings.tcpClampMss)
  return [
    {
      name: 'tunnel-segment-size',
      description: 'Keeps TCP segments small enough for the tunnel.',
      target: { cluster: cluster.name },
      severity: 'medium',
      templates: [
        {
          kind: 'configuration',
          name: 'gateway-nodes',
          role: 'desired',
          objects: [
            {
              complianceType: 'musthave',
              objectSelector: { matchLabels: { 'submariner.io/gateway': 'true' } },
              object: {
                apiVersion: 'v1',
                kind: 'Node',
                metadata: { annotations: { 'submariner.io/tcp-clamp-mss': clamp } },
              },
            },
          ],
        },
      ],
    },
  ]
}
