import type { Risk } from '../../model/change-plan.ts'
import { RISK_ORDER } from '../../model/change-plan.ts'
import { isDisabled } from './carried.ts'
import type { ChangedPolicy } from './changed.ts'
import type { FateOf } from './removals.ts'
import { deletionRisks, enforcementRisks } from './risks/enforcement.ts'
import { inPlaceRisks } from './risks/in-place.ts'
import { leavingRisks } from './risks/leaving.ts'
import { restartRisks } from './risks/restarts.ts'
import type { Standing } from './standing.ts'

/** What a reviewer must not miss in one policy's change, worst first. `fateOf` knows the whole change. */
export function risksOf(change: ChangedPolicy, standing: Standing, fateOf: FateOf): readonly Risk[] {
  const leaving = leavingRisks(change, fateOf)
  if (isDisabled(change.after?.object)) return leaving
  const risks = [
    ...inPlaceRisks(change),
    ...leaving,
    ...deletionRisks(change, standing),
    ...enforcementRisks(change, standing),
    ...restartRisks(change, standing),
  ]
  return risks.sort((a, b) => RISK_ORDER.indexOf(a.kind) - RISK_ORDER.indexOf(b.kind))
}
