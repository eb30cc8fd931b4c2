import type { Drift } from '../../model/drift.ts'
import type { Json } from '../../model/json.ts'
import { isEqual } from '../../model/json.ts'
import type { PlannedPolicy } from '../../model/plan.ts'
import { parentOf, resolvePointer, tokensOf } from '../../model/pointer.ts'
import { definitionsOf, prints } from './definitions.ts'
import type { DesiredPlace } from './places.ts'
import { placesOf } from './places.ts'

interface Expansions {
  readonly before: readonly PlannedPolicy[]
  readonly after: readonly PlannedPolicy[]
}

/**
 * What a new expansion says of an adoption: undefined where every field is now desired as it was observed on the clusters of
 * the drift, by every policy that asks for it, and is desired otherwise nowhere else than before. Else a sentence. `also`: the
 * other drifts of the report, whose clusters may show the same value.
 */
export function adoptVerdict(drift: Drift, { before, after }: Expansions, also: readonly Drift[]): string | undefined {
  const places = placesOf(drift, before)
  if (typeof places === 'string') return places
  for (const place of places) {
    const missing = place.clusters.find((cluster) => !isAdopted(place, drift, cluster, after))
    if (missing !== undefined)
      return `after the edit ${place.field.pointer} on ${missing} would still not be what is there`
  }
  const rival = places.flatMap((place) => rivalsOf(place, drift, after))[0]
  if (rival !== undefined) return rival
  const others = places.flatMap((place) => changedElsewhere(place, drift, { before, after }, also))
  const names = [...new Set(others)].sort()
  if (names.length === 0) return undefined
  return `the same line also decides ${places[0]?.field.pointer ?? 'it'} for ${names.join(', ')}, where this drift does not show`
}

function isAdopted(place: DesiredPlace, drift: Drift, cluster: string, after: readonly PlannedPolicy[]): boolean {
  const { field, pointer } = place
  const has = (list: Json, wanted: Json) => Array.isArray(list) && list.some((each: Json) => prints(each, wanted))
  if (pointer.endsWith('/-')) return valuesOn(drift, cluster, pointer, after).some((list) => has(list, field.observed))
  // Behind an item that was taken out the next one moves up.
  const lists = field.observed === null ? valuesOn(drift, cluster, parentOf(pointer), after).filter(Array.isArray) : []
  if (lists.length > 0) return lists.some((list) => !has(list, field.desired))
  return valuesOn(drift, cluster, pointer, after).some((value) => prints(value, field.observed))
}

/** Policies that carry no such drift and would still ask for another value of the same field: one of the two could never hold. */
function rivalsOf({ field, pointer }: DesiredPlace, drift: Drift, after: readonly PlannedPolicy[]): readonly string[] {
  // Where a list lies on the way, another policy may mean another item by the same number.
  if (!isPlain(field.observed) || tokensOf(pointer).some((each) => /^\d+$/.test(each))) return []
  const own = [drift.policy, ...(drift.policies ?? [])]
  return after.flatMap((policy) => {
    const shared = own.includes(policy.name) ? [] : policy.clusters.filter((each) => drift.clusters.includes(each))
    const isRival = definitionsOf(policy, drift).some(({ definition, object }) => {
      const value = resolvePointer(object, pointer)
      const isForbidden = resolvePointer(policy.object, `${parentOf(definition)}/complianceType`) === 'mustnothave'
      return value !== undefined && isPlain(value) && !isForbidden && !prints(value, field.observed)
    })
    if (!isRival || shared.length === 0) return []
    return [
      `policy ${policy.name} asks for another value of ${field.pointer} on ${shared.join(', ')} as well, and would still: change both by hand`,
    ]
  })
}

function isPlain(value: Json): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** Clusters without this drift on which the same field of the same object would be desired otherwise than before. */
function changedElsewhere(
  place: DesiredPlace,
  drift: Drift,
  { before, after }: Expansions,
  also: readonly Drift[],
): readonly string[] {
  const clusters = [...new Set(before.flatMap((each) => each.clusters))]
  return clusters.filter((cluster) => {
    if (drift.clusters.includes(cluster) || isShownBy(also, place, drift, cluster)) return false
    const old = valuesOn(drift, cluster, place.pointer, before)
    return old.length > 0 && !isEqual([...old], [...valuesOn(drift, cluster, place.pointer, after)])
  })
}

function isShownBy(also: readonly Drift[], place: DesiredPlace, drift: Drift, cluster: string): boolean {
  return also.some(
    (each) =>
      each.clusters.includes(cluster) &&
      isEqual({ ...each.object }, { ...drift.object }) &&
      each.fields.some(
        (field) => field.pointer === place.field.pointer && isEqual(field.observed, place.field.observed),
      ),
  )
}

/** What is desired at a pointer of the drift's object on one cluster, by whichever policy; the list itself for `/-`. */
function valuesOn(drift: Drift, cluster: string, pointer: string, policies: readonly PlannedPolicy[]): readonly Json[] {
  const at = pointer.replace(/\/-$/, '')
  return policies
    .filter((each) => each.clusters.includes(cluster))
    .flatMap((policy) => definitionsOf(policy, drift))
    .map(({ object }) => resolvePointer(object, at) ?? null)
}
