import type { PolicySeverity } from './component.ts'
import type { Json } from './json.ts'
import type { ObjectKey } from './kube.ts'
import type { Operation } from './patch.ts'

/** State of a cluster or of a policy on it; the worst wins: error > drifted > unknown > reverted > pending > notRolledOut > inSync. */
export type DriftState = 'inSync' | 'drifted' | 'reverted' | 'unknown' | 'pending' | 'notRolledOut' | 'error'

/** Who wrote a field last, from managedFields: a tool's name, not a person's. Null members: not recorded. */
export interface Attribution {
  readonly manager: string | null
  readonly operation: string | null
  readonly time: string | null
}

export interface DriftField {
  /** Into the observed object. */
  readonly pointer: string
  /** The same for people: list items by their key. */
  readonly path?: string
  readonly desired: Json
  readonly observed: Json
}

/** Two writers who keep undoing each other: the same fields left and came back `flips` times since `since` (RFC 3339). */
export interface Fight {
  /** Tools that were recorded as writers; whoever puts the value back may have left no name. */
  readonly managers: readonly string[]
  readonly flips: number
  readonly since: string
}

/** One place where observed objects differ from the merged plan, once for all clusters that show the same difference. */
export interface Drift {
  readonly fingerprint: string
  readonly policy: string
  /** All policies that say so, where each cluster has one of its own; `policy` is the first. */
  readonly policies?: readonly string[]
  /** Policy template (ConfigurationPolicy) that saw it. */
  readonly template: string
  /** All of them, where each cluster has one of its own. */
  readonly templates?: readonly string[]
  readonly component: string
  readonly clusters: readonly string[]
  /** How many clusters should have the object: `clusters.length` of these differ. */
  readonly placedOn?: number
  /** The one cluster that is not like the others, where three or more were seen: it alone differs, or alone does not. */
  readonly oddOneOut?: string
  readonly object: ObjectKey
  readonly change: 'missing' | 'unexpected' | 'different'
  readonly fields: readonly DriftField[]
  /** Absent where something was redacted. */
  readonly patch?: readonly Operation[]
  /** Object of the hub from which a template reads the desired value: `Secret pki-intermediates/vault-bootstrap-cluster1`. */
  readonly desiredFrom?: string
  readonly attribution: Attribution
  readonly severity: PolicySeverity
  /** What it means beside the fields: which tolerance is left, who fights. */
  readonly note?: string
  readonly fight?: Fight
  readonly firstSeen: string
  readonly lastSeen: string
  /** Where it is read on the dashboard; absent where isthmus.yaml does not say where that is. */
  readonly page?: string
  /** The line of the desired state that asked for it. */
  readonly source: { readonly file: string; readonly line: number }
}

/** A template that is as desired in Git but not so on the cluster, and that no change in Git mends. */
export interface Condition {
  readonly policy: string
  readonly component: string
  readonly cluster: string
  readonly template: string
  readonly message: string
  /** Only where it has one of its own: what is undelivered is always critical. */
  readonly severity?: PolicySeverity
}

/** One policy on one cluster that is not in sync. */
export interface PolicyState {
  readonly policy: string
  readonly component: string
  readonly cluster: string
  readonly state: DriftState
  /** Of what is drifted: what it would be without its drifts; absent where that is in sync. */
  readonly beside?: DriftState
  readonly reason?: string
  /** Enforcement put something back: how often the history shows it, and when last. */
  readonly reverted?: { readonly times: number; readonly last: string; readonly message: string }
}

export interface ClusterState {
  readonly name: string
  readonly state: DriftState
  /** Of what is drifted: what it would be without its drifts; absent where that is in sync. */
  readonly beside?: DriftState
  /** RFC 3339, or null where it was never seen. */
  readonly lastSeen: string | null
  readonly reason?: string
  /** Why its own API server lets nobody in: all that is known of it is what the hub reports. */
  readonly refused?: string
}

/** Differences that a noise rule took out of a report: `count` fields. */
export interface HiddenDifferences {
  readonly rule: string
  readonly reason: string
  readonly count: number
}

export interface DriftReport {
  readonly environment: string
  readonly observedAt: string
  readonly source: string
  /** Clusters by state. */
  readonly summary: Readonly<Record<DriftState, number>>
  readonly clusters: readonly ClusterState[]
  /** Policy by policy what is not in sync; the worst of a cluster is the cluster's state. */
  readonly policies?: readonly PolicyState[]
  readonly drifts: readonly Drift[]
  readonly unhealthy: readonly Condition[]
  readonly actions: readonly Condition[]
  readonly undelivered: readonly Condition[]
  /** While clusters are dark: what each stretched service can still afford, a sentence each. */
  readonly tolerances?: readonly string[]
  /** Templates that the source could not evaluate, and why. */
  readonly notEvaluated: readonly Condition[]
  /** What the noise rules hid, by rule; absent where the source shows no fields. */
  readonly hidden?: readonly HiddenDifferences[]
}
