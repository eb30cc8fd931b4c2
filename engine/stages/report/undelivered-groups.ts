import type { Condition } from '../../model/drift.ts'

/** A stuck sync is one line, and still says which policies it keeps back. */
const NAMED = 12

/** One thing that is wrong on the hub, and what it is said of: policies by name, other objects with their kind. */
export interface UndeliveredGroup {
  readonly what: string
  readonly cluster: string
  readonly message: string
}

/** The same words on the same cluster once. Component and message alone would not tell which policy is meant. */
export function undeliveredGroups(conditions: readonly Condition[]): readonly UndeliveredGroup[] {
  const groups = new Map<string, { cluster: string; message: string; whats: Set<string> }>()
  for (const { policy, cluster, message } of conditions) {
    const key = JSON.stringify([cluster, message])
    const group = groups.get(key) ?? { cluster, message, whats: new Set<string>() }
    group.whats.add(policy)
    groups.set(key, group)
  }
  return [...groups.values()].map(({ cluster, message, whats }) => ({ cluster, message, what: named([...whats]) }))
}

function named(whats: readonly string[]): string {
  const rest = whats.length - NAMED
  return `${whats.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
