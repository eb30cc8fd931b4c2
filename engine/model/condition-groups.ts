import type { Condition } from './drift.ts'

/** What one component says in the same words, with each policy and cluster once. */
export interface ConditionGroup {
  readonly component: string
  readonly message: string
  readonly policies: readonly string[]
  readonly clusters: readonly string[]
}

export function conditionGroups(conditions: readonly Condition[]): readonly ConditionGroup[] {
  const groups = new Map<string, { component: string; message: string; policies: Set<string>; clusters: Set<string> }>()
  for (const { component, message, policy, cluster } of conditions) {
    const key = JSON.stringify([component, message])
    const group = groups.get(key) ?? { component, message, policies: new Set<string>(), clusters: new Set<string>() }
    group.policies.add(policy)
    group.clusters.add(cluster)
    groups.set(key, group)
  }
  return [...groups.values()].map((each) => ({ ...each, policies: [...each.policies], clusters: [...each.clusters] }))
}
