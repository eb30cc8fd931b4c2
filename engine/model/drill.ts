import type { Span } from './stretched.ts'
import type { Survival } from './survival.ts'

/** One condition of a safe time, in a sentence. */
export interface DrillCheck {
  readonly rule: string
  readonly isGreen: boolean
  readonly sentence: string
}

/** One way to cut a region off and to bring it back, with what it does and does not rehearse. */
export interface DrillWay {
  readonly title: string
  readonly why: string
  readonly cut: readonly string[]
  readonly back: readonly string[]
}

export interface DrillPlan {
  readonly environment: string
  readonly region: string
  readonly clusters: readonly string[]
  readonly source: string
  /** RFC 3339 UTC. */
  readonly plannedAt: string
  readonly isSafe: boolean
  readonly checks: readonly DrillCheck[]
  /** Why somebody went on although a check was red; null where nobody did. */
  readonly anyway: string | null
  readonly ways: readonly DrillWay[]
  readonly predicted: Survival
}

/** What a probe said once of one service: are writes possible, as seen from that cluster at that time. */
export interface WriteReading {
  readonly service: string
  readonly cluster: string
  readonly time: string
  readonly canWrite: boolean
}

/** One look during a drill. `dark`: not to be seen; `hit`: seen, and not as it should be. */
export interface DrillSample {
  readonly at: string
  readonly region: 'whole' | 'hit' | 'dark'
  /** Other clusters that are not in sync or not healthy. */
  readonly others: readonly string[]
  readonly readings: readonly WriteReading[]
}

/** How long writes were away, as far as probes tell: seconds between readings that failed, and between those that did not. */
export interface Measured {
  readonly service: string
  readonly readings: number
  readonly atLeast: number | null
  readonly atMost: number | null
  readonly predicted: Span | null
  readonly verdict: 'within' | 'longer' | 'unclear' | 'not-measured'
  readonly sentence: string
}

/** `drills/<date>-<region>.json`. */
export interface DrillEvidence extends DrillPlan {
  readonly outcome: 'planned' | 'never-lost' | 'interrupted' | 'back'
  readonly lostAt: string | null
  readonly backAt: string | null
  readonly wholeAt: string | null
  readonly samples: readonly DrillSample[]
  readonly measured: readonly Measured[]
}
