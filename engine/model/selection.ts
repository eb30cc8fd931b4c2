import type { Cluster, Environment } from './environment.ts'
import { CLOUD_LABEL } from './environment.ts'
import { HUB_CLUSTER } from './plan.ts'
import type { ClusterSelection } from './policy-placement.ts'

/** Exclusive membership of a ManagedClusterSet (policy-api 4.3). */
export const CLUSTER_SET_LABEL = 'cluster.open-cluster-management.io/clusterset'

/** Labels that the engine gives a cluster; a person's own labels may not replace them. */
export const RESERVED_LABELS: readonly string[] = ['name', 'region', 'cloud', 'vendor', CLUSTER_SET_LABEL]

export type LabelSelector = NonNullable<ClusterSelection['selector']>

/** Everything that a selector sees of a cluster. */
export function labelsOf(environment: Environment, cluster: Cluster): ReadonlyMap<string, string> {
  return new Map([
    ...Object.entries(cluster.labels),
    ['name', cluster.name],
    ['region', cluster.region],
    ['cloud', CLOUD_LABEL[cluster.cloud]],
    ['vendor', 'OpenShift'],
    [CLUSTER_SET_LABEL, environment.spec.hub.clusterSet],
  ])
}

function labelValue(key: string, value: string): string {
  const words = new Map<string, string>(Object.entries(CLOUD_LABEL))
  return key === 'cloud' ? (words.get(value) ?? value) : value
}

/** The selector as RHACM must see it: the words aws, azure and gcp become the label values of ManagedClusters. */
export function normalizeSelector(selector: LabelSelector): LabelSelector {
  const labels = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => [key, labelValue(key, value)])
  return {
    ...(selector.matchLabels && { matchLabels: Object.fromEntries(labels) }),
    ...(selector.matchExpressions && {
      matchExpressions: selector.matchExpressions.map((each) => ({
        ...each,
        ...(each.values && { values: each.values.map((value) => labelValue(each.key, value)) }),
      })),
    }),
  }
}

/** Kubernetes label selector semantics: everything is ANDed, NotIn also holds where the label is absent. */
export function matchesSelector(labels: ReadonlyMap<string, string>, selector: LabelSelector): boolean {
  const { matchLabels = {}, matchExpressions = [] } = normalizeSelector(selector)
  const equal = Object.entries(matchLabels).every(([key, value]) => labels.get(key) === value)
  return (
    equal &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels.get(key)
      if (operator === 'Exists') return value !== undefined
      if (operator === 'DoesNotExist') return value === undefined
      const listed = value !== undefined && values.includes(value)
      return operator === 'In' ? listed : !listed
    })
  )
}

/** Names of the clusters that a placement selects, in the environment's order; `local-cluster` for the hub. */
export function selectClusters(environment: Environment, selection: ClusterSelection): readonly string[] {
  if (selection.hub) return [HUB_CLUSTER]
  const names = selection.names && new Set(selection.names)
  return environment.spec.clusters
    .filter((cluster) => {
      if (names) return names.has(cluster.name)
      if (selection.selector) return matchesSelector(labelsOf(environment, cluster), selection.selector)
      return selection.all === true
    })
    .map((cluster) => cluster.name)
}
