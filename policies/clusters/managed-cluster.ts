import type { ComponentInput, PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { CLOUD_LABEL } from '../../engine/model/environment.ts'
import { CLUSTER_SET_LABEL } from '../../engine/model/selection.ts'
import { mustHave, servedFact } from '../../engine/model/template-drafts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import type { ClustersSettings } from './settings.ts'

type Input = ComponentInput<ClustersSettings>

/** Labels that placements select by; the engine's own win over a person's (a check refuses the clash). */
function clusterLabels({ from }: Input, cluster: Cluster): { readonly [key: string]: Tree } {
  const traced = from.cluster(cluster.name)
  const own = Object.entries(cluster.labels).map(([key, value]) => [key, derived(value, traced.labels)] as const)
  return {
    ...Object.fromEntries(own),
    name: traced.name,
    cloud: derived(CLOUD_LABEL[cluster.cloud], traced.cloud),
    region: traced.region,
    vendor: 'OpenShift',
    [CLUSTER_SET_LABEL]: from.spec.hub.clusterSet,
  }
}

export function managedCluster(input: Input, cluster: Cluster): Tree {
  return {
    apiVersion: 'cluster.open-cluster-management.io/v1',
    kind: 'ManagedCluster',
    metadata: { name: input.from.cluster(cluster.name).name, labels: clusterLabels(input, cluster) },
    spec: { hubAcceptsClient: true, leaseDurationSeconds: 60 },
  }
}

function addonConfig({ from }: Input, cluster: Cluster): Tree {
  const { addons } = from.settings
  const { name } = from.cluster(cluster.name)
  return {
    apiVersion: 'agent.open-cluster-management.io/v1',
    kind: 'KlusterletAddonConfig',
    metadata: { name, namespace: name },
    spec: {
      applicationManager: { enabled: addons.applications },
      certPolicyController: { enabled: addons.certificatePolicies },
      policyController: { enabled: true },
      searchCollector: { enabled: addons.search },
    },
  }
}

/** Membership, labels and add-ons of every cluster. A cluster that was never imported is created here and waits to be joined. */
export function membersPolicy(input: Input): PolicyDraft {
  return {
    name: 'clusters-members',
    description:
      'Each cluster is accepted by the hub, belongs to the set and carries the labels that placements select by.',
    target: 'hub',
    severity: 'high',
    templates: [
      servedFact('addons-served', 'klusterletaddonconfigs.agent.open-cluster-management.io'),
      ...input.clusters.flatMap((cluster) => [
        mustHave(`member-${cluster.name}`, 'desired', [managedCluster(input, cluster)]),
        mustHave(`addons-${cluster.name}`, 'desired', [addonConfig(input, cluster)], { after: ['addons-served'] }),
      ]),
    ],
  }
}
