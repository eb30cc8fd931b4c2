import type { ComponentInput, PolicyDraft } from '../../engine/model/component.ts'
import { brokerNamespace } from '../../engine/model/platform.ts'
import { CLUSTER_SET_LABEL } from '../../engine/model/selection.ts'
import { mustHave, servedFact } from '../../engine/model/template-drafts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import type { TunnelSettings } from './settings.ts'

type Input = ComponentInput<TunnelSettings>

/** The add-on looks for a Broker of this name in the broker namespace of the set, and only there. */
const BROKER = 'submariner-broker'

export function brokerObject({ environment, settings, from }: Input, spec = true): Tree {
  const namespace = derived(brokerNamespace(environment), from.spec.hub.clusterSet)
  const globalnet = {
    globalnetEnabled: from.settings.globalnet.enabled,
    globalnetCIDRRange: settings.globalnet.enabled ? from.settings.globalnet.cidr : undefined,
    defaultGlobalnetClusterSize: settings.globalnet.enabled ? from.settings.globalnet.clusterSize : undefined,
  }
  return {
    apiVersion: 'submariner.io/v1alpha1',
    kind: 'Broker',
    metadata: {
      name: BROKER,
      namespace,
      // RHACM's own backup of the hub takes along what carries this label.
      labels: spec ? { 'cluster.open-cluster-management.io/backup': 'submariner' } : undefined,
    },
    spec: spec ? globalnet : undefined,
  }
}

/** Broker first: a cluster that joins without one stays `BrokerConfigMissing`, and Globalnet cannot be switched afterwards. */
export function brokerPolicy(input: Input): PolicyDraft {
  const namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: derived(brokerNamespace(input.environment), input.from.spec.hub.clusterSet) },
  }
  return {
    name: 'tunnel-broker',
    description: 'The meeting point of the tunnel on the hub; it exists before any cluster joins.',
    target: 'hub',
    severity: 'high',
    templates: [
      servedFact('broker-served', 'brokers.submariner.io'),
      mustHave('broker', 'desired', [namespace, brokerObject(input)], { after: ['broker-served'] }),
    ],
  }
}

/** Where no component writes the set label, putting the clusters into the set stays a person's step. */
export function membershipPolicy(input: Input): readonly PolicyDraft[] {
  if (input.uses('clusters')) return []
  const set = input.from.spec.hub.clusterSet
  const member = (cluster: string): Tree => ({
    apiVersion: 'cluster.open-cluster-management.io/v1',
    kind: 'ManagedCluster',
    metadata: { name: input.from.cluster(cluster).name, labels: { [CLUSTER_SET_LABEL]: set } },
  })
  const name = input.environment.spec.hub.clusterSet
  return [
    {
      name: 'tunnel-membership',
      description: 'The clusters belong to the cluster set that the tunnel connects.',
      target: 'hub',
      severity: 'high',
      templates: input.clusters.map((cluster) =>
        mustHave(`member-${cluster.name}`, 'action', [member(cluster.name)], {
          customMessage: {
            noncompliant: `Action needed: put ManagedCluster ${cluster.name} into cluster set ${name} (label ${CLUSTER_SET_LABEL}=${name}), or use the clusters component.`,
          },
        }),
      ),
    },
  ]
}
