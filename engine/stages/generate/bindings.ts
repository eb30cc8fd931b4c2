import type { JsonObject } from '../../model/json.ts'
import type { PlacementApi } from '../../model/placement-api.ts'
import type { Placed } from './placements.ts'
import type { Report } from './report.ts'
import type { Generator } from './resolved.ts'

const PREFIX = 'policy.open-cluster-management.io'

/** One PlacementBinding for each placement, in order of the placements' names. */
export function bindings(
  generator: Generator,
  placed: readonly Placed[],
  api: PlacementApi,
  report: Report,
): readonly JsonObject[] {
  const { bindingName, namespace } = generator
  const used = new Set<string>()
  let numbered = 0
  return placed.flatMap((each) => {
    const [policy] = each.policies
    const [set] = each.sets
    const isAlone = each.policies.length === 1 && each.sets.length === 0
    if (!isAlone && bindingName !== '') numbered += 1
    const name = isAlone
      ? `binding-${policy}`
      : bindingName === ''
        ? `binding-${set ?? ''}`
        : `${bindingName}${numbered === 1 ? '' : numbered}`
    const isTooMany = bindingName === '' && (each.policies.length > 1 || each.sets.length > 1)
    if (isTooMany || used.has(name)) {
      const what = isTooMany ? 'several policies or policySets share' : 'its own name is taken already for'
      report(
        'generator/binding-name',
        each.pointer,
        `placementBindingDefaults.name is missing: ${what} the placement ${each.name}`,
        'set placementBindingDefaults.name',
      )
      return []
    }
    used.add(name)
    return [bindingObject(name, namespace, each, api)]
  })
}

function bindingObject(name: string, namespace: string, placed: Placed, api: PlacementApi): JsonObject {
  const subject = (kind: string) => (subjectName: string) => ({ apiGroup: PREFIX, kind, name: subjectName })
  return {
    apiVersion: `${PREFIX}/v1`,
    kind: 'PlacementBinding',
    metadata: { name, namespace },
    placementRef: {
      apiGroup: api === 'Placement' ? 'cluster.open-cluster-management.io' : 'apps.open-cluster-management.io',
      kind: api,
      name: placed.name,
    },
    subjects: [...placed.policies.map(subject('Policy')), ...placed.sets.map(subject('PolicySet'))],
  }
}
