import type { PolicyChange } from '../../model/change-plan.ts'
import type { JsonObject } from '../../model/json.ts'
import { at, listAt, textAt } from '../../model/json.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import type { Rendered } from '../../model/rendered.ts'

/** Policies that a new override enforces on some clusters, though nothing of the Policy itself need change. */
export function overriddenAnew(
  changes: readonly PolicyChange[],
  before: Rendered,
  after: Rendered,
): readonly PolicyChange[] {
  const old = enforcedIn(before)
  return [...enforcedIn(after)].flatMap(([name, where]): readonly PolicyChange[] => {
    const clusters = where.filter((each) => !(old.get(name) ?? []).includes(each))
    const policy = after.policies.find((each) => each.name === name)
    if (!policy || clusters.length === 0 || changes.some((each) => each.policy === name && isEnforcedAnew(each)))
      return []
    return [
      {
        policy: name,
        component: policy.component,
        change: 'changed',
        clusters: policy.clusters,
        gained: [],
        lost: [],
        objectsAdded: [],
        objectsRemoved: [],
        fields: [],
        risks: [
          {
            kind: 'newly-enforced',
            message: `an override enforces ${name}: RHACM will overwrite what differs on ${clusters.join(', ')}`,
            clusters,
          },
        ],
      },
    ]
  })
}

function isEnforcedAnew({ risks }: PolicyChange): boolean {
  return risks.some((each) => each.kind === 'newly-enforced')
}

/** By policy, the clusters on which restricted bindings enforce it. */
function enforcedIn({ others }: Rendered): ReadonlyMap<string, readonly string[]> {
  const enforced = new Map<string, readonly string[]>()
  for (const binding of others) {
    if (textAt(binding, 'bindingOverrides', 'remediationAction') !== 'enforce') continue
    const placement = others.find(
      (each) =>
        each.kind === textAt(binding, 'placementRef', 'kind') &&
        textAt(each, 'metadata', 'name') === textAt(binding, 'placementRef', 'name'),
    )
    for (const subject of listAt(binding, 'subjects')) {
      const name = textAt(subject, 'name') ?? ''
      enforced.set(name, [...(enforced.get(name) ?? []), ...(placement ? clustersNamed(placement) : [])])
    }
  }
  return enforced
}

/** Overrides name their clusters, or the hub by its label. */
function clustersNamed(placement: JsonObject): readonly string[] {
  const selector =
    at(placement, 'spec', 'clusterSelector') ??
    at(placement, 'spec', 'predicates', 0, 'requiredClusterSelector', 'labelSelector')
  if (at(selector, 'matchLabels', HUB_CLUSTER) !== undefined) return [HUB_CLUSTER]
  return listAt(selector, 'matchExpressions')
    .filter((each) => textAt(each, 'key') === 'name')
    .flatMap((each) => listAt(each, 'values').filter((value) => typeof value === 'string'))
}
