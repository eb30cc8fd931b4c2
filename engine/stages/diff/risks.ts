import type { Removal, Risk } from '../../model/change-plan.ts'
import { RISK_ORDER } from '../../model/change-plan.ts'
import type { Changed } from './changed.ts'
import { deletionRisks, enforcementRisks } from './risks/enforcement.ts'
import { inPlaceRisks } from './risks/in-place.ts'
import { leavingRisks } from './risks/leaving.ts'
import { restartRisks } from './risks/restarts.ts'
import type { Standing } from './standing.ts'

/** What a reviewer must not miss in one policy's change, worst first. `removals` are those of the whole change. */
export function risksOf(change: Changed, standing: Standing, removals: readonly Removal[]): readonly Risk[] {
  const risks = [
    ...inPlaceRisks(change),
    ...leavingRisks(change, removals),
    ...deletionRisks(change, standing),
    ...enforcementRisks(change, standing),
    ...restartRisks(change, standing),
  ]
  return risks.sort((a, b) => RISK_ORDER.indexOf(a.kind) - RISK_ORDER.indexOf(b.kind))
}
