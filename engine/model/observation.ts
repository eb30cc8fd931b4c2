import type { Json, JsonObject } from './json.ts'
import type { ObjectKey } from './kube.ts'
import type { Wanted } from './wanted.ts'

/** What a source says about one cluster: its objects, or what the hub reports of it, or both, or nothing. */
export type ClusterObservation =
  | {
      readonly cluster: string
      readonly state: 'seen'
      readonly observedAt: string
      readonly objects: readonly JsonObject[]
      readonly problems: readonly string[]
      /** What the hub reports beside the objects. */
      readonly policies?: readonly PolicyStatus[]
      /** Names of the templates that the objects suffice for; absent: of all. */
      readonly viewed?: readonly string[]
      /** Parts that could not be seen: absence proves nothing there. */
      readonly shortfalls?: readonly Shortfall[]
    }
  /** Only the hub was asked: messages, no fields and no managers. */
  | {
      readonly cluster: string
      readonly state: 'reported'
      readonly observedAt: string
      readonly policies: readonly PolicyStatus[]
      readonly shortfalls?: readonly Shortfall[]
      /** Why its own API server showed nothing: it was asked, and refused the login. */
      readonly refused?: string
    }
  | {
      readonly cluster: string
      readonly state: 'unknown'
      readonly reason: string
      readonly lastSeen: string | null
      /** It answers, and refused the login. */
      readonly isRefused?: true
    }

/** Clusters of which nothing is known now: that shows nothing, and never that all is well. */
export function unseen(clusters: readonly string[], reason: string): readonly ClusterObservation[] {
  return clusters.map((cluster) => ({ cluster, state: 'unknown', reason, lastSeen: null }))
}

/** One policy on one cluster as its replica in the cluster's namespace on the hub says (policy-api 2.6). */
export interface PolicyStatus {
  /** Name of the root Policy. */
  readonly policy: string
  readonly spec: Json
  /** When the replica's spec was last written, from managedFields; null where that is not recorded. */
  readonly specChangedAt: string | null
  readonly templates: readonly TemplateStatus[]
}

export interface TemplateStatus {
  readonly name: string
  readonly compliant: 'Compliant' | 'NonCompliant' | 'Pending' | null
  /** Newest first, as recorded; at most ten. */
  readonly history: readonly { readonly time: string; readonly message: string }[]
}

/** Why a part is not there: never reached, refused, cut off on the way, or older than it should be. */
export type ShortfallState = 'unreachable' | 'forbidden' | 'partial' | 'stale'

/** A kind that could not be seen, or not all of it. */
export interface Shortfall {
  readonly apiVersion: string
  readonly kind: string
  /** '' for cluster-scoped kinds and for all namespaces. */
  readonly namespace: string
  readonly state: ShortfallState
  readonly message: string
  /** Since when what is known of it is old; null where nothing is known. */
  readonly since: string | null
}

/** The hub's own objects: root and replicated Policies, placements, decisions, bindings, ManagedClusters. */
export interface HubObservation {
  readonly objects: readonly JsonObject[]
  /** `Kind` or `Kind namespace` that were listed to the end: what is absent there does not exist. */
  readonly listed: readonly string[]
  readonly shortfalls: readonly Shortfall[]
  /** RFC 3339: when the hub looked like this. */
  readonly asOf: string
}

/** One look at an environment. `observedAt` is RFC 3339 UTC. */
export interface Observation {
  readonly source: string
  readonly observedAt: string
  readonly clusters: readonly ClusterObservation[]
  readonly hub?: HubObservation
}

/** One object of a cluster, which another environment's hub may know by the same names. */
export interface Viewed {
  readonly environment: string
  readonly cluster: string
  readonly object: ObjectKey
}

/** Port: something that can be asked what clusters look like. `wanted` says what the merged policies speak of. */
export interface Source {
  readonly name: string
  observe(clusters: readonly string[], observedAt: string, wanted?: Wanted): Promise<Observation>
  /** Reads single objects of a cluster that is only reported on, where that is switched on; null: not there. */
  view?(viewed: Viewed): Promise<JsonObject | null>
  /** Follows changes until `signal`: first a whole look, then one after each change; unread ones are folded into the latest. */
  follow?(clusters: readonly string[], wanted: Wanted, signal: AbortSignal): AsyncIterable<Observation>
}
