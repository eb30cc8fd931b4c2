import type { Json, JsonObject } from '../../model/json.ts'
import { listAt, textAt } from '../../model/json.ts'
import type { PlannedObject, PlannedPolicy } from '../../model/plan.ts'

/**
 * Placements and bindings for a plan in which some policies are still as they are merged: what waits keeps the binding that
 * it has, and no binding names a policy that is not there yet.
 */
export function bindingsInWave(
  before: readonly JsonObject[],
  after: readonly PlannedObject[],
  policies: readonly PlannedPolicy[],
  waiting: ReadonlySet<string>,
): readonly PlannedObject[] {
  const present = new Set(policies.map((each) => each.name))
  const old = before.filter(isBinding)
  const keepable = (binding: Json) =>
    subjectsOf(binding).filter((each) => waiting.has(nameOf(each)) && present.has(nameOf(each)))
  const merged = after.flatMap((planned): readonly PlannedObject[] => {
    if (!isBinding(planned.object)) return [planned]
    const name = textAt(planned.object, 'metadata', 'name')
    const same = old.find((each) => textAt(each, 'metadata', 'name') === name)
    // A PolicySet holds nothing that waits: stateful policies are bound themselves.
    const own = subjectsOf(planned.object).filter(
      (each) => isSet(each) || (present.has(nameOf(each)) && !waiting.has(nameOf(each))),
    )
    const subjects = unique([...own, ...(same ? keepable(same) : [])])
    return subjects.length === 0 ? [] : [{ ...planned, object: { ...planned.object, subjects } }]
  })
  const names = new Set(merged.map(({ object }) => `${textAt(object, 'kind')} ${textAt(object, 'metadata', 'name')}`))
  const kept = old.filter(
    (each) => !names.has(`PlacementBinding ${textAt(each, 'metadata', 'name')}`) && keepable(each).length > 0,
  )
  const keptRules = before.filter(
    (each) =>
      !names.has(`${textAt(each, 'kind')} ${textAt(each, 'metadata', 'name')}`) &&
      kept.some((binding) => isPlacementOf(each, binding)),
  )
  return [
    ...merged.filter(
      (planned) =>
        !isPlacement(planned.object) || isBound(planned.object, [...merged.map((each) => each.object), ...kept]),
    ),
    ...[...keptRules, ...kept.map((each) => ({ ...each, subjects: keepable(each) }))].map((object) => ({
      object,
      origins: new Map(),
    })),
  ]
}

function isBinding(object: Json): boolean {
  return textAt(object, 'kind') === 'PlacementBinding'
}

function isPlacement(object: Json): boolean {
  return ['PlacementRule', 'Placement'].includes(textAt(object, 'kind') ?? '')
}

function isPlacementOf(object: Json, binding: Json): boolean {
  return (
    textAt(binding, 'placementRef', 'kind') === textAt(object, 'kind') &&
    textAt(binding, 'placementRef', 'name') === textAt(object, 'metadata', 'name')
  )
}

function isBound(placement: Json, all: readonly JsonObject[]): boolean {
  return all.some((each) => isBinding(each) && isPlacementOf(placement, each))
}

function subjectsOf(binding: Json): readonly Json[] {
  return listAt(binding, 'subjects')
}

function isSet(subject: Json): boolean {
  return textAt(subject, 'kind') === 'PolicySet'
}

function nameOf(subject: Json): string {
  return textAt(subject, 'name') ?? ''
}

function unique(subjects: readonly Json[]): readonly Json[] {
  return subjects.filter(
    (each, i) => subjects.findIndex((other) => nameOf(other) === nameOf(each) && isSet(other) === isSet(each)) === i,
  )
}
