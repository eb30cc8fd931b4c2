import type { ExceptedReport } from '../../model/exception.ts'
import type { Log } from '../../model/log.ts'
import type { Metrics } from '../../model/metrics.ts'

/** What a server is told beside its ports: clocks, ends, and who listens. */
export interface Surroundings {
  readonly log: Log
  readonly metrics: Metrics
  readonly signal: AbortSignal
  /** RFC 3339 UTC. */
  readonly now: () => string
  /** A clock that only goes forward. */
  readonly nowMs: () => number
  readonly everySeconds: number
  /** Only this environment; absent: all. */
  readonly environment: string | undefined
  /** Told of what each look came to. */
  readonly onReport?: (report: ExceptedReport) => void
  /** Told whenever a piece of work has ended. */
  readonly onWork?: () => void
}
