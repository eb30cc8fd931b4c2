import { listAt, textAt } from '../../../model/json.ts'
import type { PlannedPolicy } from '../../../model/plan.ts'

/** One template that two policies bring to the same clusters. */
export interface TemplateCollision {
  /** `Kind name`. */
  readonly template: string
  readonly policy: PlannedPolicy
  /** The one that had it first. */
  readonly other: PlannedPolicy
  readonly clusters: readonly string[]
}

/** Templates become objects of one namespace on each cluster, whatever policy, environment or file they come from (policy-api 2.3). */
export function templateCollisions(policies: readonly PlannedPolicy[]): readonly TemplateCollision[] {
  const holders = new Map<string, PlannedPolicy>()
  const shared = new Map<
    string,
    { template: string; policy: PlannedPolicy; other: PlannedPolicy; clusters: string[] }
  >()
  for (const [i, policy] of policies.entries())
    for (const template of new Set(templatesOf(policy)))
      for (const cluster of policy.clusters) {
        const place = `${cluster} ${template}`
        const other = holders.get(place)
        if (other === undefined) holders.set(place, policy)
        else {
          const key = `${template} ${i} ${policies.indexOf(other)}`
          const known = shared.get(key) ?? { template, policy, other, clusters: [] }
          known.clusters.push(cluster)
          shared.set(key, known)
        }
      }
  return [...shared.values()]
}

function templatesOf(policy: PlannedPolicy): readonly string[] {
  return listAt(policy.object, 'spec', 'policy-templates').map(
    (each) => `${textAt(each, 'objectDefinition', 'kind')} ${textAt(each, 'objectDefinition', 'metadata', 'name')}`,
  )
}
