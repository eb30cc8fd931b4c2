import { matchesLabels } from '../../../model/hub-selection.ts'
import type { Mistake } from '../../../model/imported.ts'
import type { Json, JsonObject } from '../../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../../model/json.ts'
import { HUB_CLUSTER } from '../../../model/plan.ts'
import { CLUSTER_SET_LABEL } from '../../../model/selection.ts'
import { labelOf, nameOf, namespaceOf, ofKind } from '../find.ts'
import type { Platform } from '../platform.ts'
import { hubOf } from '../platform.ts'
import type { Rule } from './mistake.ts'
import { mistake } from './mistake.ts'

/** Clusters that a placement reaches, by its own status where it has one; undefined where it cannot be told. */
export function reachOf(placement: JsonObject, hub: readonly JsonObject[]): readonly string[] | undefined {
  if (Array.isArray(at(placement, 'status', 'decisions')))
    return listAt(placement, 'status', 'decisions').flatMap((each) => textAt(each, 'clusterName') ?? [])
  const decisions = ofKind(hub, 'PlacementDecision', 'cluster.open-cluster-management.io').filter(
    (each) =>
      namespaceOf(each) === namespaceOf(placement) &&
      labelOf(each, 'cluster.open-cluster-management.io/placement') === nameOf(placement),
  )
  if (decisions.length > 0)
    return decisions.flatMap((each) =>
      listAt(each, 'status', 'decisions').flatMap((one) => textAt(one, 'clusterName') ?? []),
    )
  const managed = ofKind(hub, 'ManagedCluster', 'cluster.open-cluster-management.io')
  if (managed.length === 0) return undefined
  return managed
    .filter((each) => isSelected(placement, each, hub))
    .map(nameOf)
    .sort()
}

function isSelected(placement: JsonObject, cluster: JsonObject, hub: readonly JsonObject[]): boolean {
  const found = at(cluster, 'metadata', 'labels')
  const labels = isObject(found) ? (found as Readonly<Record<string, string>>) : {}
  const named = listAt(placement, 'spec', 'clusters').map((each) => textAt(each, 'name') ?? '')
  if (placement.kind === 'PlacementRule')
    // A rule's names are values of the label `name`, and override its selector.
    return named.length > 0
      ? named.includes(labels.name ?? '')
      : matchesLabels(labels, at(placement, 'spec', 'clusterSelector'))
  const bound = ofKind(hub, 'ManagedClusterSetBinding', 'cluster.open-cluster-management.io')
    .filter((each) => namespaceOf(each) === namespaceOf(placement))
    .map((each) => textAt(each, 'spec', 'clusterSet') ?? '')
  const asked = listAt(placement, 'spec', 'clusterSets').map(String)
  const sets = asked.length === 0 ? bound : asked.filter((each) => bound.includes(each))
  const isInSet = sets.includes('global') || sets.includes(labels[CLUSTER_SET_LABEL] ?? '')
  const predicates: readonly Json[] = listAt(placement, 'spec', 'predicates')
  return (
    isInSet &&
    (predicates.length === 0 ||
      predicates.some((each) => matchesLabels(labels, at(each, 'requiredClusterSelector', 'labelSelector'))))
  )
}

export function placementsIn(hub: readonly JsonObject[]): readonly JsonObject[] {
  return [
    ...ofKind(hub, 'PlacementRule', 'apps.open-cluster-management.io'),
    ...ofKind(hub, 'Placement', 'cluster.open-cluster-management.io'),
  ].filter((each) => !/^open-cluster-management|^multicluster-engine/.test(namespaceOf(each)))
}

/** Placements that reach nobody, or clusters of another platform, or that let go of a region that goes dark. */
export const placementRules: Rule = (platform) => {
  const hub = hubOf(platform) ?? []
  return [...placementsIn(hub).flatMap((each) => placement(each, hub, platform)), ...discoveries(hub, platform)]
}

function placement(object: JsonObject, hub: readonly JsonObject[], platform: Platform): readonly Mistake[] {
  const reach = reachOf(object, hub)
  const wrong = (rule: string, severity: Mistake['severity'], pointer: string, evidence: string, remedy: string) =>
    mistake(HUB_CLUSTER, { rule, severity, object, pointer, evidence, remedy })
  const members = platform.members
  const strangers = (reach ?? []).filter((each) => !members.includes(each) && each !== HUB_CLUSTER)
  const isOurs = (reach ?? []).some((each) => members.includes(each))
  const keys = listAt(object, 'spec', 'tolerations').map((each) => textAt(each, 'key') ?? '')
  const isTolerant = ['unreachable', 'unavailable'].every((taint) => keys.some((key) => key.endsWith(`/${taint}`)))
  return [
    ...(reach !== undefined && reach.length === 0
      ? [
          wrong(
            'placement-reaches-nobody',
            'error',
            '/spec',
            'it selects no cluster: what it carries applies to nobody, and no policy among that can be violated',
            'compare its selector with the labels of the ManagedClusters, and bind the cluster set to its namespace',
          ),
        ]
      : []),
    ...(isOurs && strangers.length > 0
      ? [
          wrong(
            'placement-reaches-too-many',
            'warning',
            '/spec',
            `it also selects ${strangers.join(', ')}, which are not of this platform`,
            'add the cluster-set label to its selector',
          ),
        ]
      : []),
    ...(object.kind === 'Placement' && isOurs && !isTolerant
      ? [
          wrong(
            'placement-lets-go',
            'error',
            '/spec/tolerations',
            'it does not tolerate unreachable and unavailable clusters: a region that goes dark loses its policies, and with pruning its objects',
            'tolerate both taints with operator Exists',
          ),
        ]
      : []),
  ]
}

/** The clusters that a discovery publishes are a placement in all but name. */
function discoveries(hub: readonly JsonObject[], platform: Platform): readonly Mistake[] {
  return ofKind(hub, 'GlobalRouteDiscovery', 'redhatcop.redhat.io').flatMap((object) => {
    const published = listAt(object, 'spec', 'clusters')
    const isPublished = (member: string) =>
      published.some(
        (each) =>
          [member, member.replaceAll('-', '')].includes(textAt(each, 'clusterName') ?? '') ||
          textAt(each, 'clusterCredentialRef', 'namespace') === member,
      )
    const missing = platform.members.filter((each) => !isPublished(each))
    // One that publishes none of them is another platform's.
    if (missing.length === 0 || (published.length > 0 && missing.length === platform.members.length)) return []
    return [
      mistake(HUB_CLUSTER, {
        rule: 'discovery-misses-cluster',
        severity: 'error',
        object,
        pointer: '/spec/clusters',
        evidence: `not published, so that users never reach them: ${missing.join(', ')}`,
        remedy: 'name every cluster of the set',
      }),
    ]
  })
}
