import type { Span, Term } from './stretched.ts'

/** How long something is away, as a sum. */
export interface Failover {
  readonly terms: readonly Term[]
  readonly total: Span
  readonly expected?: { readonly seconds: Span; readonly source: string }
}

/** What stays of one stretched service. */
export interface ServiceSurvival {
  readonly name: string
  /** Members of its largest group that vote: all of a Raft group, the replicas of one range of a database. */
  readonly voters: number
  readonly quorum: number
  /** Voters that answer after the loss, in the worst placement. */
  readonly left: number
  /** How many more may be lost; negative: it has stopped. */
  readonly tolerance: number
  readonly survives: boolean
  /** Voters by cluster before and after; of a replicated database the nodes. */
  readonly clusters: readonly { readonly cluster: string; readonly members: number; readonly left: number }[]
  /** `observed`: from the probe, `seconds` ago; `assumed`: from the environment. */
  readonly source: { readonly kind: 'observed' | 'assumed'; readonly ageSeconds?: number }
  /** Null where nobody is left to take over. */
  readonly failover: Failover | null
  /** Milliseconds that each write waits for other regions afterwards, over all places of the leader; null where it has stopped. */
  readonly commit: { readonly milliseconds: Span; readonly source: string } | null
  readonly notes: readonly string[]
}

/** Who still answers for a global name. */
export interface EndpointSurvival {
  readonly host: string
  readonly service: string | null
  readonly clusters: readonly string[]
  readonly left: readonly string[]
  readonly survives: boolean
  /** Null where no region is lost, or where nothing takes a dead one out. */
  readonly failover: Failover | null
  readonly notes: readonly string[]
}

/** The answer of a simulation (`isthmus simulate --output json`). */
export interface Survival {
  readonly environment: string
  /** What was lost, as it was asked for. */
  readonly lost: readonly string[]
  readonly survives: boolean
  readonly services: readonly ServiceSurvival[]
  readonly endpoints: readonly EndpointSurvival[]
  /** Longest time that users may wait: T = max(T_dns, T of their service). */
  readonly total: Span
  /** The longest addend of the longest wait; null where nobody waits. */
  readonly longest: { readonly name: string; readonly of: string; readonly seconds: number } | null
  /** What breaks first: what has stopped, else what tolerates least, else what takes longest. */
  readonly weakest: { readonly name: string; readonly why: string } | null
}

/** One line of the table of cases: what is lost, and whether `spec.survive` promises it. */
export interface SurvivalCase {
  readonly promised: boolean
  readonly survival: Survival
}
