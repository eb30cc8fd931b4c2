import type { ClusterObservation, Observation, PolicyStatus } from '../../model/observation.ts'
import type { ClusterLook } from './cluster-look.ts'

interface Known {
  readonly seen: ClusterObservation
  readonly lastSeen: string | undefined
  readonly look: ClusterLook
}

/** What earlier looks at the same merged plan came to, by cluster: after an event all clusters but one are as before. */
export type KnownLooks = Map<string, Known>

interface Looking {
  readonly observation: Observation
  readonly memory: { readonly lastSeen: ReadonlyMap<string, string> }
  readonly known?: KnownLooks
}

/**
 * The look at a cluster from before where the hub says nothing new of it, with the time of this look. Where objects were
 * seen, a part is missing, or the answer depends on the time of day, it is always made anew.
 */
export function knownOr(
  seen: ClusterObservation,
  { observation, memory, known }: Looking,
  make: () => ClusterLook,
): ClusterLook {
  const isWhole = (observation.hub?.shortfalls.length ?? 0) === 0
  if (!known || !isWhole || seen.state === 'seen') return make()
  const lastSeen = memory.lastSeen.get(seen.cluster)
  const before = known.get(seen.cluster)
  if (before && before.lastSeen === lastSeen && saysTheSame(before.seen, seen)) return asOf(before.look, seen)
  const look = make()
  const isTimeless = look.policies.every((each) => each.state !== 'reverted' && each.reverted === undefined)
  if (isTimeless) known.set(seen.cluster, { seen, lastSeen, look })
  else known.delete(seen.cluster)
  return look
}

function saysTheSame(before: ClusterObservation, now: ClusterObservation): boolean {
  if (before.state === 'unknown' && now.state === 'unknown')
    return before.reason === now.reason && before.lastSeen === now.lastSeen
  if (before.state !== 'reported' || now.state !== 'reported') return false
  if ((before.shortfalls ?? now.shortfalls) !== undefined || before.refused !== now.refused) return false
  return areSame(before.policies, now.policies)
}

/** The statuses of what the source left untouched are the very same values. */
function areSame(before: readonly PolicyStatus[], now: readonly PolicyStatus[]): boolean {
  return before === now || (before.length === now.length && before.every((each, i) => each === now[i]))
}

function asOf(look: ClusterLook, seen: ClusterObservation): ClusterLook {
  return seen.state === 'unknown' ? look : { ...look, state: { ...look.state, lastSeen: seen.observedAt } }
}
