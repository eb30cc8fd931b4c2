import type { Json } from '../../model/json.ts'
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

export function find(hub: HubObservation, kind: string, namespace: string, name: string): Json | undefined {
  return hub.objects.find(
    (each) =>
      each.kind === kind && nameOf(each) === name && (textAt(each, 'metadata', 'namespace') ?? '') === namespace,
  )
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
