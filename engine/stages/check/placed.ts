import type { CheckResult } from '../../model/component.ts'
import type { Origin } from '../../model/traced.ts'

/** A result that may stand in another document than the Environment, such as a placement or a manifest. */
export interface PlacedResult extends CheckResult {
  readonly origin?: Origin
}
