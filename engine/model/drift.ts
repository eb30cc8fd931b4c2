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
  readonly pointer: string
  readonly desired: Json
  readonly observed: Json
}

/** One place where observed objects differ from the merged plan, once for all clusters that show the same difference. */
export interface Drift {
  readonly fingerprint: string
  readonly policy: string
  /** Policy template (ConfigurationPolicy) that saw it. */
  readonly template: string
  readonly component: string
  readonly clusters: readonly string[]
  readonly object: ObjectKey
  readonly change: 'missing' | 'unexpected' | 'different'
  readonly fields: readonly DriftField[]
  /** Absent where something was redacted. */
  readonly patch?: readonly Operation[]
  readonly attribution: Attribution
  readonly severity: PolicySeverity
  readonly firstSeen: string
  readonly lastSeen: string
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
}

export interface ClusterState {
  readonly name: string
  readonly state: DriftState
  /** RFC 3339, or null where it was never seen. */
  readonly lastSeen: string | null
  readonly reason?: string
}

export interface DriftReport {
  readonly environment: string
  readonly observedAt: string
  readonly source: string
  /** Clusters by state. */
  readonly summary: Readonly<Record<DriftState, number>>
  readonly clusters: readonly ClusterState[]
  readonly drifts: readonly Drift[]
  readonly unhealthy: readonly Condition[]
  readonly actions: readonly Condition[]
  readonly undelivered: readonly Condition[]
  /** Templates that the source could not evaluate, and why. */
  readonly notEvaluated: readonly Condition[]
}
