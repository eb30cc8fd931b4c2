import { boundBy } from './bound.ts'
import type { Selected } from './hub-selection.ts'
import { selectByPlacement, selectByRule } from './hub-selection.ts'
import type { Inventory } from './inventory.ts'
import type { JsonObject } from './json.ts'
import { listAt, textAt } from './json.ts'

/** Where policies go, by the objects of a hub namespace: what each placement selects, and what each subject of a binding reaches. */
export interface Reach {
  /** By `Kind name` of the placement. */
  readonly placements: ReadonlyMap<string, Selected>
  /** By `Kind name` of the subject, over all bindings that place something. */
  readonly subjects: ReadonlyMap<string, Selected>
}

/** Evaluates PlacementRules, Placements and bindings of one namespace over an inventory, as RHACM does (policy-api 3 and 4). */
export function reachOf(objects: readonly JsonObject[], inventory: Inventory): Reach {
  const bound = objects
    .filter((each) => each.kind === 'ManagedClusterSetBinding')
    .map((each) => textAt(each, 'spec', 'clusterSet') ?? '')
  const placements = new Map<string, Selected>()
  for (const each of objects) {
    if (each.kind === 'PlacementRule') placements.set(keyOf(each), selectByRule(each, inventory))
    if (each.kind === 'Placement') placements.set(keyOf(each), selectByPlacement(each, inventory, bound))
  }
  const subjects = new Map<string, Selected>()
  for (const each of objects.filter(isPlacing)) {
    const found = placements.get(`${textAt(each, 'placementRef', 'kind')} ${textAt(each, 'placementRef', 'name')}`)
    const sets = listAt(each, 'subjects').filter((subject) => textAt(subject, 'kind') === 'PolicySet')
    const reached = [
      ...boundBy(each, objects).map(({ policy, excluded }) => ({ key: `Policy ${policy}`, excluded })),
      ...sets.map((set) => ({ key: `PolicySet ${textAt(set, 'name')}`, excluded: [] })),
    ]
    for (const { key, excluded } of reached) {
      const { clusters, doubts } = subjects.get(key) ?? { clusters: [], doubts: [] }
      subjects.set(key, {
        clusters: [
          ...new Set([...clusters, ...(found?.clusters ?? []).filter((one) => !excluded.includes(one))]),
        ].sort(),
        doubts: [...new Set([...doubts, ...(found?.doubts ?? [])])],
      })
    }
  }
  return { placements, subjects }
}

/** Restricted bindings place nothing: they only override where another binding placed the policy. */
function isPlacing(object: JsonObject): boolean {
  return object.kind === 'PlacementBinding' && textAt(object, 'subFilter') !== 'restricted'
}

function keyOf(object: JsonObject): string {
  return `${textAt(object, 'kind')} ${textAt(object, 'metadata', 'name')}`
}
