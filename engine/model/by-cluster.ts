import type { ClusterObservation } from './observation.ts'
import type { Rendered, RenderedPolicy } from './rendered.ts'

// Both only remember what their key says anyway; a fleet would otherwise be searched once for each of its clusters.
const SEEN = new WeakMap<readonly ClusterObservation[], ReadonlyMap<string, ClusterObservation>>()
const PLACED = new WeakMap<Rendered, ReadonlyMap<string, readonly RenderedPolicy[]>>()

/** What an observation says of a cluster; undefined where it does not name it. */
export function seenIn(all: readonly ClusterObservation[], cluster: string): ClusterObservation | undefined {
  const known = SEEN.get(all) ?? new Map([...all].reverse().map((each) => [each.cluster, each]))
  if (!SEEN.has(all)) SEEN.set(all, known)
  return known.get(cluster)
}

/** The policies that are placed on a cluster, in the order of the plan. */
export function placedOn(rendered: Rendered, cluster: string): readonly RenderedPolicy[] {
  const known = PLACED.get(rendered) ?? placements(rendered)
  if (!PLACED.has(rendered)) PLACED.set(rendered, known)
  return known.get(cluster) ?? []
}

function placements({ policies }: Rendered): ReadonlyMap<string, readonly RenderedPolicy[]> {
  const found = new Map<string, RenderedPolicy[]>()
  for (const policy of policies) {
    for (const cluster of new Set(policy.clusters)) {
      const own = found.get(cluster)
      if (own) own.push(policy)
      else found.set(cluster, [policy])
    }
  }
  return found
}
