import type { Json, JsonObject } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import { goText, goTypeOf } from './go-text.ts'

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
/** OpenShift writes these on every Namespace; RHACM never removes them. */
const SECURITY_CONTEXT_PREFIX = 'openshift.io/sa.scc.'

/** Metadata as RHACM compares it: labels and annotations, each only where the desired side has it. */
export interface ComparedMetadata {
  readonly desired: JsonObject
  readonly observed: JsonObject
}

/** Labels and annotations of a definition; nothing else of its metadata is compared. */
export function comparableMetadata(metadata: Json | undefined): JsonObject {
  if (!isObject(metadata)) return {}
  const { labels, annotations } = own(metadata)
  return {
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations: withoutLastApplied(annotations) }),
  }
}

/** Both sides of the comparison, from the merged and the observed metadata. */
export function metadataToCompare(merged: JsonObject, observed: JsonObject, isNamespace: boolean): ComparedMetadata {
  const wanted = own(merged)
  const there = own(observed)
  const annotations = wanted.annotations === undefined ? undefined : withoutLastApplied(wanted.annotations)
  const thereAnnotations = there.annotations === undefined ? undefined : withoutLastApplied(there.annotations)
  const kept = isNamespace ? withSecurityContext(annotations, thereAnnotations) : annotations
  return {
    desired: {
      ...(wanted.labels === undefined ? {} : { labels: wanted.labels }),
      ...(kept === undefined ? {} : { annotations: kept }),
    },
    observed: {
      ...(wanted.labels === undefined || there.labels === undefined ? {} : { labels: there.labels }),
      ...(annotations === undefined || thereAnnotations === undefined ? {} : { annotations: thereAnnotations }),
    },
  }
}

/** Why labels or annotations cannot be written, in the words of the controller; undefined where they can. */
export function unwritable(metadata: JsonObject): string | undefined {
  const { labels, annotations } = own(metadata)
  const annotation = notTexts(annotations)
  if (annotation !== undefined) return `invalid annotation, error: ${annotation}`
  const label = notTexts(labels)
  return label === undefined ? undefined : `invalid label, error: ${label}`
}

/** The observed object without what no comparison looks at: managedFields, generation, kubectl's annotation. */
export function withoutNoise(object: JsonObject): JsonObject {
  if (!isObject(object.metadata)) return object
  const { managedFields: _fields, generation: _generation, annotations, ...metadata } = object.metadata
  const kept = annotations === undefined ? undefined : withoutLastApplied(annotations)
  const isKept = Object.keys(textsOf(kept)).length > 0
  return { ...object, metadata: isKept && kept !== undefined ? { ...metadata, annotations: kept } : metadata }
}

/**
 * Labels or annotations as the Kubernetes client reads them off an object: null is an empty text, and where another value is
 * no text there are none.
 */
export function textsOf(map: Json | undefined): JsonObject {
  if (!isObject(map) || Object.values(map).some((value) => value !== null && typeof value !== 'string')) return {}
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, value ?? '']))
}

/** Metadata with other labels and annotations; undefined removes them. */
export function withMetadata(object: JsonObject, labels: Json | undefined, annotations: Json | undefined): JsonObject {
  const { labels: _labels, annotations: _annotations, ...metadata } = isObject(object.metadata) ? object.metadata : {}
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
  }
}

function own(metadata: JsonObject): { readonly labels: Json | undefined; readonly annotations: Json | undefined } {
  return {
    labels: Object.hasOwn(metadata, 'labels') ? metadata.labels : undefined,
    annotations: Object.hasOwn(metadata, 'annotations') ? metadata.annotations : undefined,
  }
}

function withoutLastApplied(annotations: Json): Json {
  if (!isObject(annotations) || !Object.hasOwn(annotations, LAST_APPLIED)) return annotations
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => key !== LAST_APPLIED))
}

function withSecurityContext(wanted: Json | undefined, observed: Json | undefined): Json | undefined {
  if (!isObject(wanted) || !isObject(observed)) return wanted
  const kept = Object.entries(observed).filter(
    ([key]) => key.startsWith(SECURITY_CONTEXT_PREFIX) && !Object.hasOwn(wanted, key),
  )
  return kept.length === 0 ? wanted : { ...wanted, ...Object.fromEntries(kept) }
}

function notTexts(map: Json | undefined): string | undefined {
  if (map === undefined) return undefined
  if (!isObject(map)) return `${goText(map)} is of the type ${goTypeOf(map)}, expected map[string]interface{}`
  const key = Object.keys(map).find((each) => typeof map[each] !== 'string')
  if (key === undefined) return undefined
  const value = map[key]
  const quoted = JSON.stringify(key)
  return `contains non-string value in the map under key ${quoted}: ${goText(value)} is of the type ${goTypeOf(value)}, expected string`
}
