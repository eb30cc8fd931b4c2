import type { Drift } from '../../model/drift.ts'
import type { Forge } from '../../model/forge.ts'
import type { PatrolInput } from '../patrol.ts'

export interface DashboardFlowInput extends PatrolInput {
  readonly forge: Forge
  readonly limits: { readonly removals: number; readonly moves: number }
  /** The command that puts a drift back, where one can be given. */
  readonly putBack: (drift: Drift) => string | undefined
}
