import type { Condition } from '../../model/drift.ts'
import type { HubObservation } from '../../model/observation.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import type { Rendered } from '../../model/rendered.ts'
import { undeliveredDecisions } from './undelivered-decisions.ts'
import { undeliveredLabels } from './undelivered-labels.ts'
import { undeliveredPolicies } from './undelivered-policies.ts'
import { undeliveredSupport } from './undelivered-support.ts'

/** Everything on the hub that differs from what was merged: no drift on any cluster, and always critical (design section 7). */
export function undeliveredOn(rendered: Rendered, hub: HubObservation): readonly Condition[] {
  const found = [
    ...undeliveredPolicies(rendered, hub),
    ...undeliveredSupport(rendered, hub),
    ...undeliveredDecisions(rendered, hub),
    ...undeliveredLabels(rendered, hub),
  ]
  return found.map(({ what, component = '', cluster = HUB_CLUSTER, message }) => {
    return { policy: what, component, cluster, template: '', message, severity: 'critical' }
  })
}
