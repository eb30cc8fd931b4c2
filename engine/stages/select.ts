import type { Finding } from '../model/finding.ts'
import { reachOf } from '../model/hub-reach.ts'
import { selectByPlacement, selectByRule } from '../model/hub-selection.ts'
import type { Inventory } from '../model/inventory.ts'
import { listAt, textAt } from '../model/json.ts'
import type { Plan } from '../model/plan.ts'
import type { PolicySelection } from '../model/policy-selection.ts'

/** A finding without its place: it stands in the placement that is named. */
export interface SelectionResult extends Pick<Finding, 'rule' | 'severity' | 'message' | 'hint'> {
  readonly placement: string
}

export interface Selection {
  readonly policies: readonly PolicySelection[]
  readonly results: readonly SelectionResult[]
}

/** Which clusters of an inventory each policy of a plan reaches, by the very placements and bindings that the hub will be given. */
export function select(plan: Plan, inventory: Inventory): Selection {
  const objects = [...plan.support, ...plan.bindings].map((each) => each.object)
  const { subjects } = reachOf(objects, inventory)
  const enforced = enforcedBy(plan, inventory)
  const selected = plan.policies.map((policy) => {
    const { clusters, doubts } = subjects.get(`Policy ${policy.name}`) ?? { clusters: [], doubts: [] }
    const also = clusters.filter((each) => enforced.get(policy.name)?.has(each) === true)
    const selection = { policy: policy.name, clusters, meant: policy.clusters, enforced: also, doubts }
    return { selection, results: resultsOf(selection, policy.placement, inventory) }
  })
  return {
    policies: selected.map((each) => each.selection),
    results: grouped(selected.flatMap((each) => each.results)),
  }
}

/** Clusters on which a restricted binding turns a policy to enforce. */
function enforcedBy(plan: Plan, inventory: Inventory): ReadonlyMap<string, ReadonlySet<string>> {
  const objects = [...plan.support, ...plan.bindings].map((each) => each.object)
  const bound = objects
    .filter((each) => each.kind === 'ManagedClusterSetBinding')
    .map((each) => textAt(each, 'spec', 'clusterSet') ?? '')
  const enforced = new Map<string, Set<string>>()
  for (const binding of objects) {
    if (textAt(binding, 'bindingOverrides', 'remediationAction')?.toLowerCase() !== 'enforce') continue
    const placement = objects.find(
      (each) =>
        each.kind === textAt(binding, 'placementRef', 'kind') &&
        textAt(each, 'metadata', 'name') === textAt(binding, 'placementRef', 'name'),
    )
    if (!placement) continue
    const { clusters } =
      placement.kind === 'Placement'
        ? selectByPlacement(placement, inventory, bound)
        : selectByRule(placement, inventory)
    for (const subject of listAt(binding, 'subjects')) {
      const name = textAt(subject, 'name') ?? ''
      enforced.set(name, new Set([...(enforced.get(name) ?? []), ...clusters]))
    }
  }
  return enforced
}

interface Result extends SelectionResult {
  readonly policy: string
}

function resultsOf(
  { policy, clusters, meant }: PolicySelection,
  placement: string,
  inventory: Inventory,
): readonly Result[] {
  const common = { placement, policy }
  if (clusters.length === 0) {
    const message = 'reaches no cluster of the inventory'
    const why = whyNot(meant[0] ?? '', inventory)
    return [{ ...common, rule: 'selection/none', severity: 'error', message, hint: why }]
  }
  const missing = meant.filter((each) => !clusters.includes(each))
  const extra = clusters.filter((each) => !meant.includes(each))
  return [
    ...missing.map((cluster): Result => {
      const message = `is meant for ${cluster}, and does not reach it`
      return { ...common, rule: 'selection/missed', severity: 'warning', message, hint: whyNot(cluster, inventory) }
    }),
    ...extra.map((cluster): Result => {
      const message = `reaches ${cluster}, for which it is not meant`
      const hint = 'look at the labels of that cluster on the hub'
      return { ...common, rule: 'selection/foreign', severity: 'error', message, hint }
    }),
  ]
}

function whyNot(cluster: string, inventory: Inventory): string {
  const found = inventory.clusters.find((each) => each.name === cluster)
  if (!found) return `the inventory has no ManagedCluster ${cluster}`
  if (found.isTerminating) return `ManagedCluster ${cluster} is being deleted`
  const taints = found.taints.map((each) => each.key)
  const labels = Object.entries(found.labels).map(([key, value]) => `${key}=${value}`)
  return `ManagedCluster ${cluster} has the labels ${labels.join(', ') || '(none)'}${taints.length > 0 ? ` and the taints ${taints.join(', ')}` : ''}`
}

/** One result for all policies of a placement that say the same. */
function grouped(results: readonly Result[]): readonly SelectionResult[] {
  const groups = new Map<string, Result[]>()
  for (const each of results) {
    const key = JSON.stringify([each.placement, each.rule, each.message, each.hint])
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups.values()].flatMap(([first, ...rest]) => {
    if (!first) return []
    const who = rest.length === 0 ? `policy ${first.policy}` : `policy ${first.policy} and ${rest.length} more`
    const { policy: _, ...result } = first
    return [{ ...result, message: `${who}: it ${first.message}` }]
  })
}
