import type { Drift, DriftReport, DriftState } from './drift.ts'

/** One thing that is other than it was, as a follower is told. */
export type DriftChange =
  | {
      readonly type: 'state'
      readonly cluster: string
      /** '' for the cluster itself. */
      readonly policy: string
      readonly before: DriftState | null
      readonly after: DriftState
      readonly reason: string
    }
  | { readonly type: 'drift-opened' | 'drift-resolved'; readonly cluster: string; readonly drift: Drift }
  | {
      readonly type: 'undelivered' | 'delivered'
      readonly cluster: string
      readonly what: string
      readonly message: string
    }

/** What a follower knows after a report; no larger than the report itself. */
export interface KnownDrift {
  readonly report: DriftReport | undefined
  /** Open drifts by fingerprint and cluster, those included that cannot be seen just now. */
  readonly open: ReadonlyMap<string, { readonly cluster: string; readonly drift: Drift }>
}
