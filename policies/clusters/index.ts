import type { Component } from '../../engine/model/component.ts'
import { actionsPolicy } from './actions.ts'
import { checkClusters } from './checks.ts'
import { clusterSetPolicy } from './cluster-set.ts'
import { hubHealth, memberHealth } from './health.ts'
import { hivePolicy } from './hive.ts'
import { membersPolicy } from './managed-cluster.ts'
import type { ClustersSettings } from './settings.ts'
import { clustersSettings } from './settings.ts'
import { machineHealthPolicy, topologyPolicy } from './topology.ts'

/** The managed clusters: their set, labels and add-ons, and their installation where the hub makes them. */
export const clusters: Component<ClustersSettings> = {
  name: 'clusters',
  summary: 'Managed clusters: cluster set, labels and add-ons, and on request their installation by Hive',
  needs: [],
  stateful: false,
  provides: ['cluster-labels'],
  settings: clustersSettings,
  expand: (input) => [
    clusterSetPolicy(input),
    membersPolicy(input),
    ...hivePolicy(input),
    actionsPolicy(input),
    hubHealth(input),
    ...input.clusters.flatMap((cluster) => [
      memberHealth(cluster),
      topologyPolicy(input, cluster),
      ...machineHealthPolicy(input, cluster),
    ]),
  ],
  check: checkClusters,
}
