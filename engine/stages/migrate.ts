import { reachOf } from '../model/hub-reach.ts'
import type { Selected } from '../model/hub-selection.ts'
import { selectByPlacement, selectByRule } from '../model/hub-selection.ts'
import type { Inventory } from '../model/inventory.ts'
import type { JsonObject } from '../model/json.ts'
import { isEqual, textAt } from '../model/json.ts'
import type { MigratedRule, MigratedSubject, Migration } from '../model/migration.ts'
import { shorten } from '../model/names.ts'
import { placementFor } from './migrate/placement.ts'

interface Step extends MigratedRule {
  readonly added: readonly JsonObject[]
  readonly removed: readonly JsonObject[]
}

/**
 * From PlacementRules to Placements over the objects of a hub: each rule gets a Placement of another name and a second
 * binding beside its own, so that the old ones can go once the new ones have decided. Both are evaluated over the inventory.
 */
export function migrate(objects: readonly JsonObject[], inventory: Inventory): Migration {
  const rules = objects.filter((each) => each.kind === 'PlacementRule')
  const steps = rules.map((rule) => migrateRule(rule, objects, inventory))
  const added = unique(steps.flatMap((each) => each.added)).filter((each) => !objects.some((old) => isSame(old, each)))
  const removed = steps.flatMap((each) => each.removed)
  return {
    rules: steps.map(({ added: _, removed: __, ...rule }) => rule),
    subjects: subjectsOf(objects, added, removed, inventory),
    added,
    removed,
  }
}

function migrateRule(rule: JsonObject, objects: readonly JsonObject[], inventory: Inventory): Step {
  const namespace = namespaceOf(rule)
  const name = nameOf(rule)
  const old = selectByRule(rule, inventory)
  const { placement, sets, isPartial, notes } = placementFor(rule, old.clusters, inventory)
  const common = { namespace, rule: name, before: old.clusters }
  if (!placement) return { ...common, after: [], isProven: false, notes, added: [], removed: [] }
  const bindings = objects.filter((each) => bindsTo(each, rule))
  const bound = objects.filter((each) => each.kind === 'ManagedClusterSetBinding' && namespaceOf(each) === namespace)
  const all = [...new Set([...bound.map(nameOf), ...sets])]
  const now = selectByPlacement(placement, inventory, all)
  const taken = objects.some((each) => each.kind === 'PlacementRule' && nameOf(each) === nameOf(placement))
  return {
    ...common,
    placement: nameOf(placement),
    after: now.clusters,
    isProven: !taken && !isPartial && isCertain(old) && isCertain(now) && isEqual([...old.clusters], [...now.clusters]),
    notes: [
      ...notes,
      ...(taken ? [`there is a PlacementRule ${nameOf(placement)} already: the two kinds must not share a name`] : []),
      ...[...old.doubts, ...now.doubts],
    ],
    added: [
      ...sets.map((set) => setBinding(set, namespace)),
      placement,
      ...bindings.map((each) => rebound(each, placement)),
    ],
    removed: [...bindings, rule],
  }
}

function isCertain({ doubts }: Selected): boolean {
  return doubts.length === 0
}

function bindsTo(binding: JsonObject, rule: JsonObject): boolean {
  return (
    binding.kind === 'PlacementBinding' &&
    namespaceOf(binding) === namespaceOf(rule) &&
    textAt(binding, 'placementRef', 'kind') === 'PlacementRule' &&
    textAt(binding, 'placementRef', 'name') === nameOf(rule)
  )
}

function setBinding(set: string, namespace: string): JsonObject {
  return {
    apiVersion: 'cluster.open-cluster-management.io/v1beta2',
    kind: 'ManagedClusterSetBinding',
    metadata: { name: set, namespace },
    spec: { clusterSet: set },
  }
}

/** The same binding, overrides and filter included, to the Placement. */
function rebound(binding: JsonObject, placement: JsonObject): JsonObject {
  const { metadata: _, status: __, placementRef: ___, ...rest } = binding
  return {
    ...rest,
    metadata: { name: shorten(`${nameOf(binding)}-placement`), namespace: namespaceOf(binding) },
    placementRef: { apiGroup: 'cluster.open-cluster-management.io', kind: 'Placement', name: nameOf(placement) },
  }
}

/** What every subject of a binding reaches before, between and after, namespace by namespace. */
function subjectsOf(
  objects: readonly JsonObject[],
  added: readonly JsonObject[],
  removed: readonly JsonObject[],
  inventory: Inventory,
): readonly MigratedSubject[] {
  const namespaces = [...new Set(objects.filter((each) => each.kind === 'PlacementBinding').map(namespaceOf))]
  return namespaces.flatMap((namespace) => {
    const inside = (list: readonly JsonObject[]) => list.filter((each) => namespaceOf(each) === namespace)
    const reach = (list: readonly JsonObject[]) => reachOf(inside(list), inventory).subjects
    const [before, between] = [reach(objects), reach([...objects, ...added])]
    const after = reach([...objects.filter((each) => !removed.includes(each)), ...added])
    return [...before].map(([subject, { clusters }]) => {
      const then = between.get(subject)?.clusters ?? []
      const last = after.get(subject)?.clusters ?? []
      const isKept = isEqual([...clusters], [...then]) && isEqual([...clusters], [...last])
      return { subject: `${namespace}/${subject}`, before: clusters, between: then, after: last, isKept }
    })
  })
}

function unique(objects: readonly JsonObject[]): readonly JsonObject[] {
  return objects.filter((each, i) => objects.findIndex((other) => isSame(other, each)) === i)
}

function isSame(a: JsonObject, b: JsonObject): boolean {
  return a.kind === b.kind && nameOf(a) === nameOf(b) && namespaceOf(a) === namespaceOf(b)
}

function nameOf(object: JsonObject): string {
  return textAt(object, 'metadata', 'name') ?? ''
}

function namespaceOf(object: JsonObject): string {
  return textAt(object, 'metadata', 'namespace') ?? ''
}
