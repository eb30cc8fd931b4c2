import type { Json, JsonObject } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import type { Plan, PlannedPolicy } from '../../model/plan.ts'
import type { PlacedResult } from './placed.ts'

/** One object that a policy wants on clusters, with the input that asked for it. */
interface Wanted {
  readonly object: JsonObject
  readonly policy: PlannedPolicy
  /** Of the object in its Policy. */
  readonly pointer: string
  readonly namespace: string
  readonly name: string
}

/** Rule G12: each StatefulSet of several pods has exactly one budget, which lets one pod go, also one that is not ready. */
export function checkBudgets(plan: Plan): readonly PlacedResult[] {
  const wanted = plan.policies.flatMap(objectsOf)
  const budgets = wanted.filter((each) => each.object.kind === 'PodDisruptionBudget')
  const sets = wanted.filter((each) => each.object.kind === 'StatefulSet')
  const results = [
    ...sets.flatMap((set) => setResults(set, budgets)),
    ...budgets.flatMap((budget) => budgetResults(budget, sets)),
  ]
  return firstOfEach(results)
}

function objectsOf(policy: PlannedPolicy): readonly Wanted[] {
  return listAt(policy.object, 'spec', 'policy-templates').flatMap((template, t) =>
    listAt(template, 'objectDefinition', 'spec', 'object-templates').flatMap((each, o): readonly Wanted[] => {
      const object = at(each, 'objectDefinition')
      if (!isObject(object) || at(each, 'complianceType') === 'mustnothave') return []
      const pointer = `/spec/policy-templates/${t}/objectDefinition/spec/object-templates/${o}/objectDefinition`
      const namespace = textAt(object, 'metadata', 'namespace') ?? ''
      return [{ object, policy, pointer, namespace, name: textAt(object, 'metadata', 'name') ?? '' }]
    }),
  )
}

function setResults(set: Wanted, budgets: readonly Wanted[]): readonly PlacedResult[] {
  const replicas = replicasOf(set)
  const own = budgets.filter((each) => selects(each, set) && isTogether(each, set))
  if (own.length === 0) {
    if (replicas < 2) return []
    const message = `StatefulSet ${set.namespace}/${set.name} has ${replicas} pods and no PodDisruptionBudget: a drain may take all of them at once`
    const hint = 'add a PodDisruptionBudget with maxUnavailable: 1 and the labels of its pods'
    return [result('disruption/budget-missing', 'warning', set, '/spec/replicas', message, hint)]
  }
  if (own.length === 1) return []
  const names = own.map((each) => each.name).join(' and ')
  const message = `${own.length} budgets select the pods of StatefulSet ${set.namespace}/${set.name} (${names}): Kubernetes then refuses every eviction`
  return [
    result(
      'disruption/budget-twice',
      'error',
      set,
      '/metadata/name',
      message,
      'keep one PodDisruptionBudget a set of pods',
    ),
  ]
}

function budgetResults(budget: Wanted, sets: readonly Wanted[]): readonly PlacedResult[] {
  const own = sets.filter((each) => selects(budget, each) && isTogether(budget, each))
  const spec = at(budget.object, 'spec')
  const most = at(spec, 'maxUnavailable')
  const least = at(spec, 'minAvailable')
  const pods = own.reduce((sum, each) => sum + replicasOf(each), 0)
  const blocks =
    most === 0 || most === '0%' || least === '100%' || (typeof least === 'number' && pods > 0 && least >= pods)
  const eviction = own.length > 0 && textAt(spec, 'unhealthyPodEvictionPolicy') === undefined
  const what = most === undefined ? `minAvailable: ${String(least)}` : `maxUnavailable: ${String(most)}`
  const head = `PodDisruptionBudget ${budget.namespace}/${budget.name}`
  return [
    ...(blocks
      ? [
          result(
            'disruption/budget-blocks-drains',
            'error',
            budget,
            most === undefined ? '/spec/minAvailable' : '/spec/maxUnavailable',
            `${head} has ${what}${pods > 0 ? ` for ${pods} pods` : ''}: 0 pods may ever be evicted, and node drains and upgrades hang`,
            'set maxUnavailable: 1',
          ),
        ]
      : []),
    ...(eviction
      ? [
          result(
            'disruption/budget-eviction',
            'warning',
            budget,
            '/spec',
            `${head} does not say unhealthyPodEvictionPolicy: of ${pods} pods those that are not ready use up the budget, and drains hang`,
            'set unhealthyPodEvictionPolicy: AlwaysAllow until the service is set up, then IfHealthyBudget',
          ),
        ]
      : []),
  ]
}

/** `field`: where in the object it is wrong. */
function result(
  rule: string,
  severity: PlacedResult['severity'],
  { policy, pointer: at }: Wanted,
  field: string,
  message: string,
  hint: string,
): PlacedResult {
  const pointer = `/spec/components/${policy.component}`
  return { rule, severity, pointer, message, hint, value: { planned: policy, pointer: at + field } }
}

function replicasOf({ object }: Wanted): number {
  const replicas = at(object, 'spec', 'replicas')
  return typeof replicas === 'number' ? replicas : 1
}

function isTogether(a: Wanted, b: Wanted): boolean {
  return a.namespace === b.namespace && a.policy.clusters.some((each) => b.policy.clusters.includes(each))
}

/** Whether the labels of the budget's selector are those of the set's pods; selectors by expression count as matching. */
function selects(budget: Wanted, set: Wanted): boolean {
  const selector = at(budget.object, 'spec', 'selector')
  const labels = at(set.object, 'spec', 'template', 'metadata', 'labels')
  const wanted = at(selector, 'matchLabels')
  if (!isObject(selector)) return false
  const pairs: readonly (readonly [string, Json])[] = isObject(wanted) ? Object.entries(wanted) : []
  return pairs.every(([key, value]) => at(labels, key) === value)
}

/** The same object on several clusters is one finding. */
function firstOfEach(results: readonly PlacedResult[]): readonly PlacedResult[] {
  const seen = new Map<string, PlacedResult>()
  for (const each of results) {
    const key = JSON.stringify([each.rule, each.message])
    if (!seen.has(key)) seen.set(key, each)
  }
  return [...seen.values()]
}
