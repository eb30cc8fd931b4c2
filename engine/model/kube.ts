import type { Json, JsonObject } from './json.ts'
import { textAt } from './json.ts'

/** What makes a Kubernetes object that object. `namespace` is '' for cluster-scoped objects. */
export interface ObjectKey {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

export function keyOf(object: Json): ObjectKey {
  return {
    apiVersion: textAt(object, 'apiVersion') ?? '',
    kind: textAt(object, 'kind') ?? '',
    namespace: textAt(object, 'metadata', 'namespace') ?? '',
    name: textAt(object, 'metadata', 'name') ?? '',
  }
}

/** API group of an apiVersion: '' for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
}

/** API group and kind, as `apps/StatefulSet`; `/Service` in the core group. */
export function groupKindOf({ apiVersion, kind }: Pick<ObjectKey, 'apiVersion' | 'kind'>): string {
  return `${groupOf(apiVersion)}/${kind}`
}

/** `Kind namespace/name`, as people say it. */
export function describeKey(key: ObjectKey): string {
  return `${key.kind} ${key.namespace === '' ? '' : `${key.namespace}/`}${key.name}`
}

/** Identity across versions of one API: group, kind, namespace, name. */
export function identityOf(key: ObjectKey): string {
  return [groupOf(key.apiVersion), key.kind, key.namespace, key.name].join('|')
}

/** True when the JSON has the outline of a Kubernetes object: apiVersion, kind and metadata.name are strings. */
export function isKubeObject(value: Json): value is JsonObject {
  const key = keyOf(value)
  return key.apiVersion !== '' && key.kind !== '' && key.name !== ''
}
