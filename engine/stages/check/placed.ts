import type { CheckResult } from '../../model/component.ts'
import type { Finding } from '../../model/finding.ts'
import type { PlannedObject } from '../../model/plan.ts'
import type { Origin } from '../../model/traced.ts'

/** A value of what is rendered. */
export interface PlannedValue {
  readonly planned: PlannedObject
  readonly pointer: string
}

/** A result that may stand in another document than the Environment, such as a placement or a manifest. */
export interface PlacedResult extends CheckResult {
  readonly origin?: Origin
  /** What is wrong as it is rendered: its place is the line where somebody wrote it. */
  readonly value?: PlannedValue
  /** The policy that it is about, which the message does not name. */
  readonly policy?: string
}

/** A finding about one policy, before those that are the same for others are told with it. */
export interface PolicyFinding extends Finding {
  readonly policy?: string
}
