import { seenIn } from '../../model/by-cluster.ts'
import { stemOf } from '../../model/names.ts'
import type { ClusterObservation } from '../../model/observation.ts'
import type { Rendered, RenderedPolicy } from '../../model/rendered.ts'
import type { RawDrift } from './sightings.ts'

interface Surroundings {
  readonly rendered: Rendered
  readonly families: ReadonlyMap<string, string>
  readonly observation: { readonly clusters: readonly ClusterObservation[] }
}

/** Where a drift is, beside the clusters that show it. */
export interface Spread {
  readonly policies?: readonly string[]
  readonly placedOn: number
  readonly oddOneOut?: string
}

/**
 * By name of the policy: what the policies of a component that has one for each cluster have in common. `vault-cluster1` and
 * `vault-cluster2` are both `vault-*`, however long the clusters' names; a policy of several clusters is its own.
 */
export function familiesOf({ policies }: Rendered): ReadonlyMap<string, string> {
  return new Map(policies.map((each) => [each.name, familyOf(each)]))
}

function familyOf({ name, clusters: [cluster, another] }: RenderedPolicy): string {
  const stem = cluster === undefined || another !== undefined ? undefined : stemOf(name, cluster)
  return stem === undefined ? name : `${stem}-*`
}

const FEWEST_TO_COMPARE = 3

export function spreadOf(members: readonly RawDrift[], { rendered, families, observation }: Surroundings): Spread {
  const [first] = members
  const family = families.get(first?.policy.name ?? '')
  const placed = new Set(
    rendered.policies
      .filter((each) => each.component === first?.policy.component && families.get(each.name) === family)
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
