import type { ChangePlan, PolicyChange } from '../../model/change-plan.ts'
import type { Json } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import { describeKey, keyOf } from '../../model/kube.ts'
import { ANNOTATION } from '../../model/labels.ts'
import type { Observation } from '../../model/observation.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { LeftBehind, Move } from '../../model/runbook.ts'

interface Seen extends Move {
  readonly isDesired: boolean
}

/** What a wave moves on clusters, and what health checks and open actions expect of it, each said once for all clusters. */
export function movesOf(
  change: ChangePlan,
  before: Rendered,
  after: Rendered,
): { readonly moves: readonly Move[]; readonly expectations: readonly Move[] } {
  const desired = [desiredObjects(before), desiredObjects(after)]
  const found = new Map<string, Seen>()
  for (const policy of change.policies)
    for (const move of movesIn(policy, desired)) {
      const key = `${move.isDesired}|${move.object}|${move.path}|${move.change}`
      const clusters = [...(found.get(key)?.clusters ?? []), ...move.clusters]
      found.set(key, { ...move, clusters: [...new Set(clusters)] })
    }
  const all = [...found.values()]
  const shown = ({ object, path, change: kind, clusters }: Seen): Move => ({ object, path, change: kind, clusters })
  return {
    moves: all.filter((each) => each.isDesired).map(shown),
    expectations: all.filter((each) => !each.isDesired).map(shown),
  }
}

function movesIn(policy: PolicyChange, desired: readonly ReadonlyMap<string, Json>[]): readonly Seen[] {
  const on = policy.change === 'removed' ? policy.lost : policy.clusters
  const holds = (object: Json | undefined, path: string) =>
    object !== undefined && (path === '' || at(object, path.split('/')[1] ?? '') !== undefined)
  const isDesired = (object: string, path = '') =>
    on.some((cluster) => desired.some((each) => holds(each.get(`${cluster} ${object}`), path)))
  const whole =
    (change: Move['change']) =>
    (object: string): Seen => {
      return { object, path: '', change, clusters: on, isDesired: isDesired(object) }
    }
  const fields = policy.fields.flatMap(({ object, path, before, after }): readonly Seen[] => {
    if (object === '') return []
    const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
    return [{ object, path: path.replace(/\/[-+]$/, ''), change, clusters: on, isDesired: isDesired(object, path) }]
  })
  return [...policy.objectsAdded.map(whole('added')), ...policy.objectsRemoved.map(whole('removed')), ...fields]
}

/** `cluster Kind namespace/name` of every object that policies keep there, with its apiVersion. */
function desiredObjects(rendered: Rendered): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>()
  for (const policy of rendered.policies)
    for (const template of listAt(policy.object, 'spec', 'policy-templates')) {
      const definition = isObject(template) ? template.objectDefinition : undefined
      if (textAt(definition, 'metadata', 'annotations', ANNOTATION.role) !== 'desired') continue
      for (const item of listAt(definition, 'spec', 'object-templates')) {
        const object = isObject(item) ? item.objectDefinition : undefined
        if (!isObject(object) || textAt(item, 'complianceType')?.toLowerCase() === 'mustnothave') continue
        for (const cluster of policy.clusters) found.set(`${cluster} ${describeKey(keyOf(object))}`, object)
      }
    }
  return found
}

/** Objects of which an observation shows whether they are still there; `unknown` where it does not show the cluster. */
export type Presence = (cluster: string, object: string) => LeftBehind['seen']

/** Everything that the whole change stops asking for; what only health checks spoke of is nobody's to remove. */
export function leftBehind(change: ChangePlan, before: Rendered, presence: Presence): readonly LeftBehind[] {
  const desired = desiredObjects(before)
  return change.removals.flatMap(({ object, fate, clusters }) =>
    clusters.flatMap((cluster): readonly LeftBehind[] =>
      desired.has(`${cluster} ${object}`) ? [{ object, cluster, fate, seen: presence(cluster, object) }] : [],
    ),
  )
}

export function presenceIn(observation: Observation | undefined): Presence {
  const seen = new Map<string, ReadonlySet<string>>()
  for (const each of observation?.clusters ?? [])
    if (each.state === 'seen' && (each.shortfalls ?? []).length === 0)
      seen.set(each.cluster, new Set(each.objects.map((object) => describeKey(keyOf(object)))))
  return (cluster, object) => {
    const objects = seen.get(cluster)
    return objects === undefined ? 'unknown' : objects.has(object) ? 'there' : 'gone'
  }
}
