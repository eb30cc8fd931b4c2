import type { Removal } from '../../model/change-plan.ts'
import { isObject, listAt, textAt } from '../../model/json.ts'
import { describeKey, keyOf } from '../../model/kube.ts'
import type { Rendered } from '../../model/rendered.ts'

/** One object that a policy asks for on one cluster, and what RHACM does with it when nobody asks any more. */
interface Asked {
  readonly object: string
  readonly cluster: string
  readonly template: string
  readonly isPruned: boolean
}

/**
 * What a change takes away, cluster by cluster: an object that no policy asks for any more is pruned by RHACM, or stays there
 * watched by nobody; one that another template asks for is re-created where the old template prunes (policy-api 2.3, 5.9).
 * An object that moves to another policy and is not pruned on the way is no removal.
 */
export function removalsOf(before: Rendered, after: Rendered): readonly Removal[] {
  const still = new Map<string, Set<string>>()
  for (const each of askedIn(after)) {
    const key = `${each.cluster} ${each.object}`
    still.set(key, (still.get(key) ?? new Set()).add(each.template))
  }
  const gone = new Map<string, Removal>()
  for (const each of askedIn(before)) {
    const templates = still.get(`${each.cluster} ${each.object}`)
    if (templates?.has(each.template) || (templates && !each.isPruned)) continue
    const fate = templates ? 'recreated' : each.isPruned ? 'pruned' : 'kept'
    const key = `${fate} ${each.object}`
    const clusters = gone.get(key)?.clusters ?? []
    if (!clusters.includes(each.cluster))
      gone.set(key, { object: each.object, fate, clusters: [...clusters, each.cluster] })
  }
  return [...gone.values()]
}

function askedIn(rendered: Rendered): readonly Asked[] {
  return rendered.policies.flatMap((policy) =>
    listAt(policy.object, 'spec', 'policy-templates').flatMap((each) => {
      const definition = isObject(each) ? each.objectDefinition : undefined
      const template = textAt(definition, 'metadata', 'name') ?? ''
      const isEnforced = /^enforce$/i.test(textAt(definition, 'spec', 'remediationAction') ?? '')
      const isPruned = isEnforced && (textAt(definition, 'spec', 'pruneObjectBehavior') ?? 'None') !== 'None'
      return listAt(definition, 'spec', 'object-templates').flatMap((item): readonly Asked[] => {
        const object = isObject(item) ? item.objectDefinition : undefined
        if (!isObject(object) || textAt(item, 'complianceType')?.toLowerCase() === 'mustnothave') return []
        return policy.clusters.map((cluster) => ({ object: describeKey(keyOf(object)), cluster, template, isPruned }))
      })
    }),
  )
}
