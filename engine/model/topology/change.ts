import type { Topology, TopologyRegion, TopologyService } from '../topology.ts'
import { clustersOf, nodesIn } from '../topology.ts'

/** What has to be known of a policy that changes, to know where it does. */
export interface ChangedPolicy {
  readonly change: 'added' | 'changed' | 'removed'
  readonly clusters: readonly string[]
  readonly gained: readonly string[]
  readonly lost: readonly string[]
  readonly objectsAdded: readonly string[]
  readonly objectsRemoved: readonly string[]
  readonly fields: readonly unknown[]
}

export interface ClusterChange {
  readonly name: string
  readonly change: 'added' | 'removed' | 'changed'
  /** How many policies come, change or go there. */
  readonly policies: number
}

/** What a change does to a topology; only what changes is listed. */
export interface TopologyChange {
  readonly clusters: readonly ClusterChange[]
  readonly services: readonly {
    readonly name: string
    readonly change: 'added' | 'removed' | 'changed'
    /** Nodes of clusters where their number changes. */
    readonly nodes: readonly { readonly cluster: string; readonly before: number; readonly after: number }[]
  }[]
  readonly links?: 'added' | 'removed'
  readonly entries: { readonly added: readonly string[]; readonly removed: readonly string[] }
}

/** A topology with what a change takes from it still in it, and the change. */
export interface ChangedTopology {
  readonly topology: Topology
  readonly change: TopologyChange
}

export function changedTopology(
  before: Topology,
  after: Topology,
  policies: readonly ChangedPolicy[],
): ChangedTopology {
  return {
    topology: {
      ...after,
      hub: after.hub.namespace === '' ? before.hub : after.hub,
      entries: [...new Set([...after.entries, ...before.entries])],
      regions: joined(after.regions, before.regions),
      ...linksOf(before, after),
      services: [...after.services, ...without(before.services, after.services)],
    },
    change: {
      clusters: clusterChanges(before, after, policies),
      services: serviceChanges(before, after),
      ...linkChange(before, after),
      entries: {
        added: after.entries.filter((each) => !before.entries.includes(each)),
        removed: before.entries.filter((each) => !after.entries.includes(each)),
      },
    },
  }
}

/** True where a picture says more than words do: the platform itself changes, or some clusters change and others do not. */
export function isTelling({ topology, change }: ChangedTopology): boolean {
  const { added, removed } = change.entries
  const members = clustersOf(topology)
  const touched = change.clusters.filter((each) => members.includes(each.name))
  return (
    change.services.length + added.length + removed.length > 0 ||
    change.links !== undefined ||
    touched.some((each) => each.change !== 'changed') ||
    (touched.length > 0 && touched.length < members.length)
  )
}

function joined(after: readonly TopologyRegion[], before: readonly TopologyRegion[]): readonly TopologyRegion[] {
  const isSame = (a: TopologyRegion, b: TopologyRegion) => a.cloud === b.cloud && a.name === b.name
  const here = new Set(after.flatMap((each) => each.clusters))
  const gone = before.map((each) => ({ ...each, clusters: each.clusters.filter((name) => !here.has(name)) }))
  return [
    ...after.map((each) => ({
      ...each,
      clusters: [...each.clusters, ...(gone.find((other) => isSame(other, each))?.clusters ?? [])],
    })),
    ...gone.filter((each) => each.clusters.length > 0 && !after.some((other) => isSame(other, each))),
  ]
}

function clusterChanges(
  before: Topology,
  after: Topology,
  policies: readonly ChangedPolicy[],
): readonly ClusterChange[] {
  const [was, is] = [new Set(clustersOf(before)), new Set(clustersOf(after))]
  const counts = new Map<string, number>()
  for (const name of policies.flatMap(touchedBy)) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...new Set([...is, ...was, ...counts.keys()])].flatMap((name): readonly ClusterChange[] => {
    const count = counts.get(name) ?? 0
    if (is.has(name) && !was.has(name)) return [{ name, change: 'added', policies: count }]
    if (was.has(name) && !is.has(name)) return [{ name, change: 'removed', policies: count }]
    return count === 0 ? [] : [{ name, change: 'changed', policies: count }]
  })
}

/** Clusters on which a policy comes, goes or says something else. */
function touchedBy({ change, clusters, gained, lost, fields, objectsAdded, objectsRemoved }: ChangedPolicy) {
  const isMovedOnly = change === 'changed' && fields.length + objectsAdded.length + objectsRemoved.length === 0
  return [...new Set([...(isMovedOnly ? gained : clusters), ...lost])]
}

function serviceChanges(before: Topology, after: Topology): TopologyChange['services'] {
  const clusters = [...new Set([...clustersOf(after), ...clustersOf(before)])]
  return [...after.services, ...without(before.services, after.services)].flatMap(
    ({ name }): TopologyChange['services'] => {
      const was = before.services.find((each) => each.name === name)
      const is = after.services.find((each) => each.name === name)
      const nodes = clusters.flatMap((cluster) => {
        const [old, now] = [was ? nodesIn(was, cluster) : 0, is ? nodesIn(is, cluster) : 0]
        return old === now ? [] : [{ cluster, before: old, after: now }]
      })
      if (was === undefined) return [{ name, change: 'added', nodes }]
      if (is === undefined) return [{ name, change: 'removed', nodes }]
      return nodes.length === 0 && was.voters === is.voters ? [] : [{ name, change: 'changed', nodes }]
    },
  )
}

function without(services: readonly TopologyService[], others: readonly TopologyService[]): readonly TopologyService[] {
  return services.filter((each) => !others.some(({ name }) => name === each.name))
}

function linksOf(before: Topology, after: Topology): Pick<Topology, 'links'> {
  const links = after.links ?? before.links
  if (links === undefined) return {}
  return { links: { ...links, clusters: [...new Set([...links.clusters, ...(before.links?.clusters ?? [])])] } }
}

function linkChange(before: Topology, after: Topology): Pick<TopologyChange, 'links'> {
  if ((before.links === undefined) === (after.links === undefined)) return {}
  return { links: before.links === undefined ? 'added' : 'removed' }
}
