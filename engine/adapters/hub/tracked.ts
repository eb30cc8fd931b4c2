import type { Json, JsonObject } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'

const ROOT_LABEL = 'policy.open-cluster-management.io/root-policy'
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** What is kept of an object; undefined: nothing. */
export type Keep = (object: JsonObject) => JsonObject | undefined

/** The hub namespace whose environment a Policy belongs to, as root or as replica; undefined for those of others. */
export function hubNamespaceOf(object: JsonObject, namespaces: ReadonlySet<string>): string | undefined {
  const own = textAt(object, 'metadata', 'namespace') ?? ''
  if (namespaces.has(own)) return own
  const root = textAt(object, 'metadata', 'labels', ROOT_LABEL)
  // A namespace has no dots.
  const place = root?.slice(0, root.indexOf('.')) ?? ''
  return namespaces.has(place) ? place : undefined
}

/**
 * Keeps root Policies of these hub namespaces and their replicas, of Policies elsewhere nothing, and of every object no more
 * than is looked at. Equal specs and messages of replicas are kept once.
 */
export function keeperOf(namespaces: ReadonlySet<string>): Keep {
  const pool = newPool()
  return (object) => {
    if (object.kind !== 'Policy') return slim(object)
    const place = hubNamespaceOf(object, namespaces)
    if (place === undefined) return undefined
    const isRoot = textAt(object, 'metadata', 'namespace') === place
    return isRoot ? slim(object) : slimReplica(object, pool)
  }
}

/** What is kept of an object while it is followed: no second copy of its spec, and of managedFields only times and members. */
function slim(object: JsonObject): JsonObject {
  const { metadata } = object
  if (!isObject(metadata)) return object
  const { annotations, managedFields: _, resourceVersion: __, ...rest } = metadata
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

/** Of a replica: which root it is of, what it asks for and since when, and what its templates say. A fleet has tens of thousands. */
function slimReplica(object: JsonObject, pool: Pool): JsonObject {
  const root = textAt(object, 'metadata', 'labels', ROOT_LABEL) ?? ''
  const { apiVersion = '', kind = '', spec = null } = object
  return {
    apiVersion,
    kind,
    metadata: {
      name: textAt(object, 'metadata', 'name') ?? '',
      namespace: textAt(object, 'metadata', 'namespace') ?? '',
      labels: { [ROOT_LABEL]: root },
      managedFields: listAt(object, 'metadata', 'managedFields').filter(isSpecWriter).map(outline),
    },
    spec: pool.spec(root, spec),
    status: { details: listAt(object, 'status', 'details').map((each) => slimDetail(each, pool)) },
  }
}

function isSpecWriter(entry: Json): boolean {
  return isObject(entry) && entry.subresource === undefined && at(entry, 'fieldsV1', 'f:spec') !== undefined
}

function slimDetail(detail: Json, pool: Pool): Json {
  return {
    compliant: at(detail, 'compliant') ?? null,
    templateMeta: { name: at(detail, 'templateMeta', 'name') ?? null },
    history: listAt(detail, 'history').map((each) => ({
      lastTimestamp: at(each, 'lastTimestamp') ?? null,
      message: pool.text(textAt(each, 'message') ?? ''),
    })),
  }
}

/** Values that many replicas have in common, kept once. Where each has its own, it gives up after some. */
interface Pool {
  spec(root: string, value: Json): Json
  text(value: string): string
}

const SPECS_PER_ROOT = 8
const MOST_TEXTS = 20_000

function newPool(): Pool {
  const specs = new Map<string, Map<string, Json>>()
  const texts = new Map<string, string>()
  return {
    spec(root, value) {
      const known = specs.get(root) ?? new Map<string, Json>()
      specs.set(root, known)
      if (known.size >= SPECS_PER_ROOT) known.clear()
      const text = JSON.stringify(value)
      const same = known.get(text) ?? value
      known.set(text, same)
      return same
    },
    text(value) {
      if (texts.size >= MOST_TEXTS) texts.clear()
      const same = texts.get(value) ?? value
      texts.set(value, same)
      return same
    },
  }
}
