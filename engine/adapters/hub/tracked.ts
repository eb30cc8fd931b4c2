import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, listAt, textAt } from '../../model/json.ts'
import type { Wanted } from '../../model/wanted.ts'

const ROOT_LABEL = 'policy.open-cluster-management.io/root-policy'
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** Root Policies of the environment and their replicas; of Policies in other namespaces nothing is kept. */
export function isTracked(object: JsonObject, { hubNamespace }: Wanted): boolean {
  if (object.kind !== 'Policy') return true
  if (textAt(object, 'metadata', 'namespace') === hubNamespace) return true
  return textAt(object, 'metadata', 'labels', ROOT_LABEL)?.startsWith(`${hubNamespace}.`) === true
}

/** What is kept of an object while it is followed: no second copy of its spec, and of managedFields only times and members. */
export function slim(object: JsonObject): JsonObject {
  const { metadata } = object
  if (!isObject(metadata)) return object
  const { annotations, managedFields: _, ...rest } = metadata
  const kept = isObject(annotations) ? Object.entries(annotations).filter(([key]) => key !== LAST_APPLIED) : []
  return {
    ...object,
    metadata: {
      ...rest,
      annotations: Object.fromEntries(kept),
      managedFields: listAt(object, 'metadata', 'managedFields').map(outline),
    },
  }
}

/** An entry of managedFields with the top-level members it owns. */
function outline(entry: Json): Json {
  if (!isObject(entry)) return entry
  const fields = isObject(entry.fieldsV1) ? Object.keys(entry.fieldsV1) : []
  return { ...entry, fieldsV1: Object.fromEntries(fields.map((each) => [each, {}])) }
}
