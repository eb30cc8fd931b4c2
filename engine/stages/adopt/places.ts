import type { Drift, DriftField } from '../../model/drift.ts'
import type { Json } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import type { PlannedPolicy } from '../../model/plan.ts'
import { pointerOf, tokensOf } from '../../model/pointer.ts'
import { definitionsOf, isAskedBy } from './definitions.ts'
import type { SeenObjects } from './instead.ts'
import { insteadOf } from './instead.ts'
import { unplaced } from './unplaced.ts'

/** Where the plan asks for one field of a drift, in one policy. */
export interface DesiredPlace {
  readonly policy: PlannedPolicy
  /** Clusters of the drift that this policy is on. */
  readonly clusters: readonly string[]
  readonly field: DriftField
  /** Pointer of the object's definition in the Policy. */
  readonly definition: string
  /** Pointer of the value in the definition; it may end in `/-` for an item that a list does not have. */
  readonly pointer: string
  /** The list item that stands where the one that is asked for stood. */
  readonly instead?: Json
}

/** Every place that asks for a drift's fields; a sentence where one cannot be told. */
export function placesOf(
  drift: Drift,
  policies: readonly PlannedPolicy[],
  seen?: SeenObjects,
): readonly DesiredPlace[] | string {
  const places: DesiredPlace[] = []
  for (const policy of policiesOn(drift, policies)) {
    const clusters = policy.clusters.filter((each) => drift.clusters.includes(each))
    const definitions = definitionsOf(policy, drift)
    for (const field of drift.fields) {
      const [found] = definitions.flatMap((defined) => {
        const tokens = desiredTokens(defined.object, tokensOf(field.pointer), field.desired)
        return tokens ? [{ defined, pointer: pointerOf(tokens) }] : []
      })
      if (!found) return unplaced(policy, field, definitions)
      const { defined, pointer } = found
      const instead = seen && insteadOf(drift, field, defined, pointer, seen)
      if (instead && 'refused' in instead) return instead.refused
      const place = { policy, clusters, field, definition: defined.definition, pointer }
      places.push(instead ? { ...place, instead: instead.value } : place)
    }
  }
  return places.length === 0
    ? `no policy ${drift.policy} is rendered for ${drift.clusters.join(', ')} any more`
    : places
}

export function policiesOn(drift: Drift, policies: readonly PlannedPolicy[]): readonly PlannedPolicy[] {
  const names = new Set([drift.policy, ...(drift.policies ?? [])])
  return policies.filter(
    (each) => names.has(each.name) && each.clusters.some((cluster) => drift.clusters.includes(cluster)),
  )
}

/**
 * Reports name list items by their place in the observed object. The desired list may be in another order: the item meant is
 * the one at the same place, else the only one, that asks for the value. Null stands for a value that is not asked for.
 */
function desiredTokens(
  value: Json | undefined,
  tokens: readonly string[],
  wanted: Json,
): readonly string[] | undefined {
  const [token, ...rest] = tokens
  if (token === undefined) return isAskedBy(value ?? null, wanted) ? [] : undefined
  if (Array.isArray(value)) return desiredItem(value, token, rest, wanted)
  if (value === undefined) return wanted === null ? tokens : undefined
  if (!isObject(value)) return undefined
  const inner = desiredTokens(Object.hasOwn(value, token) ? value[token] : undefined, rest, wanted)
  return inner && [token, ...inner]
}

function desiredItem(
  list: readonly Json[],
  token: string,
  rest: readonly string[],
  wanted: Json,
): readonly string[] | undefined {
  if (wanted === null) {
    if (rest.length === 0) return ['-']
    const inner = list.length === 1 && token === '0' ? desiredTokens(list[0], rest, wanted) : undefined
    return inner && ['0', ...inner]
  }
  const matches = list.flatMap((item, i) => {
    const inner = desiredTokens(item, rest, wanted)
    return inner ? [[String(i), ...inner]] : []
  })
  return matches.find((each) => each[0] === token) ?? (matches.length === 1 ? matches[0] : undefined)
}
