import type { JsonObject } from './json.ts'
import type { ObjectKey } from './kube.ts'
import type { ResourceType } from './resources.ts'

/** Which objects of a cluster to read. An empty namespace means all namespaces, or a cluster-scoped kind. */
export interface ListRequest {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace?: string
  readonly fieldSelector?: string
}

export interface Listed {
  readonly objects: readonly JsonObject[]
  readonly resourceVersion: string
  /** Where the list broke off after some pages: why. Absent: it is whole. */
  readonly cut?: Error
}

export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: JsonObject }
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string }

/**
 * Port: the reading half of one Kubernetes API server. Failures have the codes `cluster/unauthorized`, `forbidden`,
 * `not-served`, `expired`, `throttled`, `server-error`, `unreachable`, `timeout`, `bad-answer`.
 */
export interface KubeApi {
  readonly name: string
  /** How the server serves a kind; undefined where it does not. */
  typeOf(apiVersion: string, kind: string): Promise<ResourceType | undefined>
  /** `keep` says at every page what is kept of an object, so that no list is ever held whole; undefined: nothing of it. */
  list(request: ListRequest, keep?: (object: JsonObject) => JsonObject | undefined): Promise<Listed>
  /** Events after `resourceVersion`, until the server ends the stream or `signal` does; `cluster/expired` asks for a new list. */
  watch(request: ListRequest, resourceVersion: string, signal: AbortSignal): AsyncIterable<WatchEvent>
}

/**
 * Port: single objects of a managed cluster as the hub's ManagedClusterViews show them. Each view is created, read and
 * removed again. Secrets are refused. Null: the cluster does not have the object.
 */
export interface ClusterViews {
  read(cluster: string, object: ObjectKey): Promise<JsonObject | null>
}
