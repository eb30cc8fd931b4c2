import type { ComponentInput, PolicyDraft } from '../../engine/model/component.ts'
import { mustHave } from '../../engine/model/template-drafts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import type { ClustersSettings } from './settings.ts'

/** The exclusive set that the tunnel connects and that placements select from; sets by label selector are ignored by Submariner. */
export function clusterSet({ from }: ComponentInput<ClustersSettings>): Tree {
  return {
    apiVersion: 'cluster.open-cluster-management.io/v1beta2',
    kind: 'ManagedClusterSet',
    metadata: { name: from.spec.hub.clusterSet },
    spec: { clusterSelector: { selectorType: 'ExclusiveClusterSetLabel' } },
  }
}

export function clusterSetPolicy(input: ComponentInput<ClustersSettings>): PolicyDraft {
  return {
    name: 'clusters-set',
    description: 'The cluster set of the environment.',
    target: 'hub',
    severity: 'high',
    templates: [mustHave('set', 'desired', [clusterSet(input)])],
  }
}
