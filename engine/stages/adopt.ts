import type { Drift } from '../model/drift.ts'
import type { Json } from '../model/json.ts'
import type { PlannedPolicy } from '../model/plan.ts'
import { isRedacted } from '../model/redact.ts'
import type { Origin } from '../model/traced.ts'
import type { FileEdit, Refused } from '../model/way-out.ts'
import type { SeenObjects } from './adopt/instead.ts'
import { perCluster } from './adopt/per-cluster.ts'
import { placesOf } from './adopt/places.ts'
import { asksFor } from './adopt/source.ts'

export interface AdoptInput {
  readonly drift: Drift
  /** The plan that the default branch gives. */
  readonly policies: readonly PlannedPolicy[]
  /** What stands at an origin, defaults filled in. */
  readonly valueOf: (origin: Origin) => Json | undefined
  /** `file:line` of an origin, for sentences. */
  readonly placeOf: (origin: Origin) => string
  /** Nothing stands at the origin: its value is filled in. */
  readonly isDefault: (origin: Origin) => boolean
  readonly seen?: SeenObjects
}

/** One way to make the observed values the desired ones. */
export interface Candidate {
  readonly edits: readonly FileEdit[]
}

/**
 * The edits that may make what was observed the desired state, best first: at the very place that asked for each value, then
 * at an exception for single clusters where the setting has one. Whether they do is for a new expansion to show.
 */
export function adopt(input: AdoptInput): { readonly candidates: readonly Candidate[] } | Refused {
  const refused = notAdoptable(input.drift)
  if (refused !== undefined) return { refused }
  const { drift } = input
  const places = placesOf(drift, input.policies, input.seen)
  if (typeof places === 'string') return { refused: places }
  const edits = new Map<string, FileEdit>()
  const single = new Map<string, FileEdit>()
  for (const place of places) {
    const found = asksFor(place, input)
    if ('refused' in found) return found
    edits.set(keyOf(found.edit), found.edit)
    for (const each of perCluster(found.edit, place.clusters) ?? [found.edit]) single.set(keyOf(each), each)
  }
  const direct = { edits: inOrder([...edits.values()]) }
  const isOther = [...single.keys()].some((each) => !edits.has(each))
  return { candidates: isOther ? [direct, { edits: inOrder([...single.values()]) }] : [direct] }
}

function notAdoptable({ change, fields }: Drift): string | undefined {
  if (change === 'missing') return 'the object is gone: to live without it, take it out of the desired state by hand'
  if (change === 'unexpected')
    return 'the object is one that must not exist: to keep it, take the manifest that forbids it out by hand'
  if (fields.length === 0) return 'the source shows no fields, so there is no value to adopt'
  if (fields.some((each) => isRedacted(each.desired) || isRedacted(each.observed)))
    return 'a value is redacted, and what is secret is never written into the repository'
  return undefined
}

/** What is taken out goes last, and from the end of a list: the place of any other item stays what it was. */
function inOrder(edits: readonly FileEdit[]): readonly FileEdit[] {
  const isRemoval = ({ operation }: FileEdit) => operation.op === 'remove'
  const removals = edits.filter(isRemoval).sort((a, b) => -byPlace(a.operation.pointer, b.operation.pointer))
  return [...edits.filter((each) => !isRemoval(each)), ...removals]
}

function byPlace(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true })
}

/** Several items may be added to one list; anything else is done once to a place. */
function keyOf({ file, document, operation }: FileEdit): string {
  const value = operation.op === 'add' ? operation.value : null
  return JSON.stringify([file, document, operation.pointer, operation.op, value])
}
