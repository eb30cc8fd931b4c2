import type { ComponentInput, PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { conditions, mustHave } from '../../engine/model/template-drafts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import { installable } from './cloud.ts'
import { poolsOf } from './machine-pools.ts'
import type { ClustersSettings } from './settings.ts'

type Input = ComponentInput<ClustersSettings>

/** Without the first nothing reaches a cluster, without the second nothing is evaluated there. */
const POLICY_ADDONS = ['governance-policy-framework', 'config-policy-controller']

/** What the hub knows of each cluster: joined and available, policy add-ons running, and Hive's own verdict. */
export function hubHealth(input: Input): PolicyDraft {
  const installed = input.settings.provision === 'hive' ? installable(input.clusters) : []
  return {
    name: 'clusters-health',
    description: 'Every cluster is joined and available, and its policy add-ons run.',
    target: 'hub',
    severity: 'high',
    templates: [
      mustHave('hub', 'health', hub(input)),
      ...input.clusters.map((cluster) => mustHave(`member-${cluster.name}`, 'health', managed(input, cluster))),
      ...installed.map((target) => {
        const pools = poolsOf(input, target).map((pool) => poolStatus(input, target.cluster, pool.name, pool.replicas))
        return mustHave(`hive-${target.cluster.name}`, 'health', [deploymentStatus(input, target.cluster), ...pools])
      }),
    ],
  }
}

/** The hub itself, and that the set is not empty: policies that apply to nobody would be green. */
function hub({ from }: Input): readonly Tree[] {
  return [
    {
      apiVersion: 'operator.open-cluster-management.io/v1',
      kind: 'MultiClusterHub',
      metadata: { name: 'multiclusterhub', namespace: 'open-cluster-management' },
      status: { phase: 'Running' },
    },
    {
      apiVersion: 'cluster.open-cluster-management.io/v1beta2',
      kind: 'ManagedClusterSet',
      metadata: { name: from.spec.hub.clusterSet },
      status: conditions({ ClusterSetEmpty: 'False' }),
    },
  ]
}

function managed({ from }: Input, cluster: Cluster): readonly Tree[] {
  const { name } = from.cluster(cluster.name)
  const addons = POLICY_ADDONS.map((addon) => ({
    apiVersion: 'addon.open-cluster-management.io/v1alpha1',
    kind: 'ManagedClusterAddOn',
    metadata: { name: addon, namespace: name },
    status: conditions({ Available: 'True' }),
  }))
  const availability = {
    apiVersion: 'cluster.open-cluster-management.io/v1',
    kind: 'ManagedCluster',
    metadata: { name },
    status: conditions({
      HubAcceptedManagedCluster: 'True',
      ManagedClusterJoined: 'True',
      ManagedClusterConditionAvailable: 'True',
    }),
  }
  return [availability, ...addons]
}

/** `installed` is only read: these templates never write. */
function deploymentStatus({ from }: Input, cluster: Cluster): Tree {
  const { name } = from.cluster(cluster.name)
  return {
    apiVersion: 'hive.openshift.io/v1',
    kind: 'ClusterDeployment',
    metadata: { name, namespace: name },
    spec: { installed: true },
    status: conditions({
      Provisioned: 'True',
      ProvisionStopped: 'False',
      ProvisionFailed: 'False',
      AuthenticationFailure: 'False',
      Unreachable: 'False',
      DeprovisionLaunchError: 'False',
    }),
  }
}

function poolStatus({ from }: Input, cluster: Cluster, pool: string, replicas: number): Tree {
  const { name } = from.cluster(cluster.name)
  return {
    apiVersion: 'hive.openshift.io/v1',
    kind: 'MachinePool',
    metadata: { name: derived(`${cluster.name}-${pool}`, name), namespace: name },
    status: { replicas },
  }
}

/** What each cluster says of itself; the same for every cluster. */
export function memberHealth(cluster: Cluster): PolicyDraft {
  const operator = (type: string, status: string): Tree => ({
    apiVersion: 'config.openshift.io/v1',
    kind: 'ClusterOperator',
    status: { conditions: [{ type, status }] },
  })
  const version: Tree = {
    apiVersion: 'config.openshift.io/v1',
    kind: 'ClusterVersion',
    metadata: { name: 'version' },
    status: conditions({ Available: 'True', Failing: 'False' }),
  }
  return {
    name: 'clusters-member-health',
    description: 'No ClusterOperator is degraded or unavailable, and the ClusterVersion is not failing.',
    target: { cluster: cluster.name },
    severity: 'high',
    templates: [
      mustHave('cluster-version', 'health', [version]),
      {
        kind: 'configuration',
        name: 'cluster-operators',
        role: 'health',
        objects: [operator('Degraded', 'True'), operator('Available', 'False')].map((object) => ({
          complianceType: 'mustnothave',
          object,
        })),
      },
    ],
  }
}
