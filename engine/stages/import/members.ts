import type { ImportNote, SeenCluster } from '../../model/imported.ts'
import type { JsonObject } from '../../model/json.ts'
import { isDnsLabel } from '../../model/names.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import { CLUSTER_SET_LABEL } from '../../model/selection.ts'
import { visible } from '../../model/visible.ts'
import { labelOf, nameOf, namespaceOf, ofKind } from './find.ts'

export interface Members {
  /** '' where no object names a set. */
  readonly clusterSet: string
  readonly names: readonly string[]
  readonly notes: readonly ImportNote[]
}

/** ManagedClusters of the hub, the hub itself left out. */
export function managedClusters(hub: readonly JsonObject[]): readonly JsonObject[] {
  return ofKind(hub, 'ManagedCluster', 'cluster.open-cluster-management.io').filter(
    (each) => nameOf(each) !== HUB_CLUSTER && labelOf(each, 'local-cluster') !== 'true',
  )
}

/**
 * Which clusters are one platform: those of one cluster set, the largest unless one is named; where the hub says nothing,
 * every cluster that could be seen.
 */
export function membersOf(seen: readonly SeenCluster[], asked: readonly string[], wanted: string | undefined): Members {
  const hub = seen.find((each) => each.name === HUB_CLUSTER)?.objects
  const others = asked.filter((each) => each !== HUB_CLUSTER)
  const managed = managedClusters(hub ?? []).filter((each) => isDnsLabel(nameOf(each)))
  const nameless = [...others, ...managedClusters(hub ?? []).map(nameOf)].filter((each) => !isDnsLabel(each))
  const odd = [...new Set(nameless)].sort().map(unnamable)
  if (managed.length === 0)
    return { clusterSet: '', names: others.filter(isDnsLabel).sort(), notes: [...odd, ...withoutHub(hub)] }
  const sets = countSets(managed)
  const clusterSet = wanted !== undefined && sets.has(wanted) ? wanted : largest(sets)
  const names = managed
    .filter((each) => setOf(each) === clusterSet)
    .map(nameOf)
    .sort()
  const strangers = others.filter((each) => isDnsLabel(each) && !managed.some((cluster) => nameOf(cluster) === each))
  return { clusterSet, names, notes: [...odd, ...setNotes(sets, clusterSet, names), ...strangers.map(strange)] }
}

function withoutHub(hub: readonly JsonObject[] | undefined): readonly ImportNote[] {
  const text =
    hub === undefined
      ? 'the hub was not seen: cluster set, clouds, regions and networks come from the clusters alone, placements are not known'
      : 'the hub shows no ManagedCluster (perhaps they may not be listed): all clusters that were seen are taken as one platform'
  return [{ kind: 'unseen', text }]
}

function countSets(managed: readonly JsonObject[]): ReadonlyMap<string, number> {
  const sets = new Map<string, number>()
  for (const each of managed) sets.set(setOf(each), (sets.get(setOf(each)) ?? 0) + 1)
  return sets
}

function setOf(managed: JsonObject): string {
  return labelOf(managed, CLUSTER_SET_LABEL) ?? ''
}

/** Clusters without a set are chosen only where there is no set at all. */
function largest(sets: ReadonlyMap<string, number>): string {
  const named = [...sets].filter(([name]) => name !== '')
  const sorted = named.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  return sorted[0]?.[0] ?? ''
}

function setNotes(
  sets: ReadonlyMap<string, number>,
  clusterSet: string,
  names: readonly string[],
): readonly ImportNote[] {
  const chosen: ImportNote = {
    kind: clusterSet === '' ? 'guessed' : 'saw',
    text:
      clusterSet === ''
        ? `no ManagedCluster has a cluster set; ${names.join(', ')} are taken as one platform`
        : `cluster set ${clusterSet} with ${names.join(', ')}`,
  }
  const left = [...sets].filter(([name]) => name !== clusterSet).sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    chosen,
    ...left.map(
      ([name, count]): ImportNote => ({
        kind: 'saw',
        text:
          name === ''
            ? `${count} ManagedCluster(s) without a cluster set are left out: nothing of this platform reaches them`
            : `cluster set ${name} (${count} cluster(s)) is left out: import it on its own with --environment ${name}`,
      }),
    ),
  ]
}

function strange(name: string): ImportNote {
  return { kind: 'saw', text: `${name} was seen, but the hub has no ManagedCluster of that name: left out` }
}

/** Names of the hub's managed clusters, in order. */
export function managedNames(hub: readonly JsonObject[]): readonly string[] {
  return managedClusters(hub).map(nameOf).sort()
}

/** The members and the hub, without what it holds in the namespaces of clusters of other platforms. */
export function onlyOf(members: readonly string[], seen: readonly SeenCluster[]): readonly SeenCluster[] {
  return seen.flatMap((each): readonly SeenCluster[] => {
    if (each.name !== HUB_CLUSTER) return members.includes(each.name) ? [each] : []
    const foreign = new Set(managedNames(each.objects).filter((name) => !members.includes(name)))
    return [{ ...each, objects: each.objects.filter((object) => !foreign.has(namespaceOf(object))) }]
  })
}

function unnamable(name: string): ImportNote {
  return {
    kind: 'saw',
    text: `${visible(name)} cannot be the name of a cluster (a DNS label of at most 63 characters): left out`,
  }
}
