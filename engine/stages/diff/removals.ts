import type { Removal } from '../../model/change-plan.ts'
import { keyOf } from '../../model/kube.ts'
import type { Rendered, RenderedPolicy } from '../../model/rendered.ts'
import { carriedBy, complianceOf, isDisabled } from './carried.ts'

/** One object that a policy asks for on one cluster, and what RHACM does with it when nobody asks any more. */
interface AskedObject {
  readonly object: string
  readonly cluster: string
  readonly template: string
  readonly isPruned: boolean
}

/**
 * What a change takes away, cluster by cluster: an object that no policy asks for any more is pruned by RHACM, or stays there
 * watched by nobody; one that another template asks for is re-created where the old template prunes (policy-api 2.3, 5.9).
 * An object that moves to another policy and is not pruned on the way is no removal, nor is one that must not be there from
 * now on and is only looked for; a policy that is disabled asks for nothing.
 */
export function removalsOf(before: Rendered, after: Rendered): readonly Removal[] {
  const still = new Map<string, Set<string>>()
  for (const each of after.policies.flatMap(askedBy)) {
    const key = `${each.cluster} ${each.object}`
    still.set(key, (still.get(key) ?? new Set()).add(each.template))
  }
  const unwanted = unwantedIn(after)
  const gone = new Map<string, Removal>()
  for (const each of before.policies.flatMap(askedBy)) {
    const key = `${each.cluster} ${each.object}`
    const templates = still.get(key)
    if (templates?.has(each.template) || (templates && !each.isPruned)) continue
    const isDeleted = unwanted.get(key)
    if (isDeleted === false && !each.isPruned) continue
    const fate = templates ? 'recreated' : each.isPruned || isDeleted ? 'pruned' : 'kept'
    const entry = `${fate} ${each.object}`
    const clusters = gone.get(entry)?.clusters ?? []
    if (!clusters.includes(each.cluster))
      gone.set(entry, { object: each.object, fate, clusters: [...clusters, each.cluster] })
  }
  return [...gone.values()]
}

/** What becomes of an object on a cluster; undefined where it is no removal. */
export type FateOf = (cluster: string, object: string) => Removal['fate'] | undefined

export function fatesIn(removals: readonly Removal[]): FateOf {
  const fates = new Map(
    removals.flatMap(({ object, fate, clusters }) =>
      clusters.map((cluster) => [`${cluster} ${object}`, fate] as const),
    ),
  )
  return (cluster, object) => fates.get(`${cluster} ${object}`)
}

/** What one policy asks for, on each of its clusters. A template without a name looks at whatever there is: that is nothing to leave behind. */
export function askedBy(policy: RenderedPolicy): readonly AskedObject[] {
  if (isDisabled(policy.object)) return []
  const wanted = carriedBy(policy.object).filter(
    (each) => complianceOf(each) !== 'mustnothave' && !each.isTemplate && keyOf(each.content).name !== '',
  )
  return wanted.flatMap(({ object, template, isPruned }) =>
    policy.clusters.map((cluster) => ({ object, cluster, template, isPruned })),
  )
}

/** What must not be there, by cluster and object: whether RHACM deletes it. */
function unwantedIn({ policies }: Rendered): ReadonlyMap<string, boolean> {
  const unwanted = new Map<string, boolean>()
  for (const policy of policies) {
    if (isDisabled(policy.object)) continue
    for (const carried of carriedBy(policy.object)) {
      if (complianceOf(carried) !== 'mustnothave') continue
      for (const cluster of policy.clusters) {
        const key = `${cluster} ${carried.object}`
        unwanted.set(key, carried.isEnforced || unwanted.get(key) === true)
      }
    }
  }
  return unwanted
}
