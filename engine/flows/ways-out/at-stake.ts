import type { Drift } from '../../model/drift.ts'
import type { Json } from '../../model/json.ts'
import type { Observation } from '../../model/observation.ts'
import { overwritesOf } from '../overwrites.ts'
import type { WayOutChange } from './change.ts'

/** What the report was made of, where it is still at hand. */
export interface Seen {
  readonly observation: Observation
  readonly parseYaml: (text: string) => Json
  readonly redactionKey?: string | undefined
}

/**
 * A change with all that it would overwrite. The report hides what servers and controllers write, such as an autoscaled
 * count, but RHACM would overwrite that as well: so what was seen is compared once more, as a write would.
 */
export async function withAllAtStake(
  prepared: WayOutChange,
  drift: Drift,
  { observation, parseYaml, redactionKey }: Seen,
): Promise<WayOutChange> {
  const { plan, after, overwrites } = prepared
  if (plan === undefined || after === undefined || overwrites === undefined) return prepared
  const { source: name, observedAt: now } = observation
  const source = { name, observe: async () => observation }
  const found = (await overwritesOf(plan, after, { source, parseYaml, redactionKey, now }))?.drifts ?? []
  const whole = found.filter((each) => !isWithin(each, drift))
  const rest = overwrites.filter((each) => !whole.some((other) => isWithin(each, other)))
  return { ...prepared, overwrites: [...whole, ...rest] }
}

/** True where all that one says of an object, and of its clusters, is said by the other as well. */
function isWithin(one: Drift, other: Drift): boolean {
  return (
    one.policy === other.policy &&
    JSON.stringify(one.object) === JSON.stringify(other.object) &&
    one.clusters.every((each) => other.clusters.includes(each)) &&
    one.fields.every((each) => other.fields.some((field) => field.pointer === each.pointer))
  )
}
