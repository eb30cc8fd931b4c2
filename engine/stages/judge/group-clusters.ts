import { seenIn } from '../../model/by-cluster.ts'
import type { ClusterObservation } from '../../model/observation.ts'
import type { Rendered, RenderedPolicy } from '../../model/rendered.ts'
import type { RawDrift } from './sightings.ts'

interface Surroundings {
  readonly rendered: Rendered
  readonly observation: { readonly clusters: readonly ClusterObservation[] }
}

/** Where a drift is, beside the clusters that show it. */
export interface Spread {
  readonly policies?: readonly string[]
  readonly placedOn: number
  readonly oddOneOut?: string
}

/**
 * What the policies of a component that has one for each cluster have in common: `vault-cluster1` and `vault-cluster2` are
 * both `vault-*`. The name itself for a policy of several clusters.
 */
export function familyOf(policy: RenderedPolicy): string {
  const [cluster, another] = policy.clusters
  if (cluster === undefined || another !== undefined || !policy.name.endsWith(`-${cluster}`)) return policy.name
  return `${policy.name.slice(0, -cluster.length)}*`
}

const FEWEST_TO_COMPARE = 3

export function spreadOf(members: readonly RawDrift[], { rendered, observation }: Surroundings): Spread {
  const [first] = members
  const family = first === undefined ? '' : familyOf(first.policy)
  const placed = new Set(
    rendered.policies
      .filter((each) => each.component === first?.policy.component && familyOf(each) === family)
      .flatMap((each) => each.clusters),
  )
  const differing = new Set(members.map((each) => each.cluster))
  const seen = [...placed].filter((name) => (seenIn(observation.clusters, name)?.state ?? 'unknown') !== 'unknown')
  const alike = seen.filter((each) => !differing.has(each))
  const odd =
    seen.length < FEWEST_TO_COMPARE
      ? []
      : differing.size === 1
        ? [...differing]
        : alike.length === 1 && differing.size === seen.length - 1
          ? alike
          : []
  const policies = [...new Set(members.map((each) => each.policy.name))]
  const [oddOneOut] = odd
  return {
    ...(policies.length > 1 ? { policies } : {}),
    placedOn: placed.size,
    ...(oddOneOut === undefined ? {} : { oddOneOut }),
  }
}
