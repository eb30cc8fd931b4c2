import type { Json, JsonObject } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'
import type { HubObservation } from '../../model/observation.ts'

/** One thing that the hub does not carry as it was merged. */
export interface Undelivered {
  /** Name of the policy, or `Kind name` of another object. */
  readonly what: string
  readonly component?: string
  /** The cluster that misses it; the hub where none does in particular. */
  readonly cluster?: string
  readonly message: string
}

/** True where all objects of the kind were read, so that an absent one does not exist. */
export function isListed(hub: HubObservation, kind: string, namespace: string): boolean {
  return hub.listed.includes(kind) || hub.listed.includes(`${kind} ${namespace}`)
}

// It only remembers what its key says anyway.
const INDEXES = new WeakMap<readonly JsonObject[], ReadonlyMap<string, JsonObject>>()

export function find({ objects }: HubObservation, kind: string, namespace: string, name: string): Json | undefined {
  const known = INDEXES.get(objects) ?? new Map([...objects].reverse().map((each) => [keyIn(each), each]))
  if (!INDEXES.has(objects)) INDEXES.set(objects, known)
  return known.get(`${kind}/${namespace}/${name}`)
}

function keyIn(object: JsonObject): string {
  return `${textAt(object, 'kind') ?? ''}/${namespaceOf(object)}/${nameOf(object)}`
}

export function nameOf(object: Json): string {
  return textAt(object, 'metadata', 'name') ?? ''
}

export function namespaceOf(object: Json): string {
  return textAt(object, 'metadata', 'namespace') ?? ''
}

const MOST_POINTERS = 4

/** `/spec/a, /spec/b and 3 more`. */
export function pointersText(pointers: readonly string[]): string {
  const more = pointers.length - MOST_POINTERS
  return `${pointers.slice(0, MOST_POINTERS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
