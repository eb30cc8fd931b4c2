import type { Condition } from '../../model/drift.ts'
import type { HubObservation } from '../../model/observation.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import type { Rendered } from '../../model/rendered.ts'
import { undeliveredDecisions } from './undelivered-decisions.ts'
import { namespaceOf } from './undelivered-entry.ts'
import { undeliveredLabels } from './undelivered-labels.ts'
import { undeliveredPolicies } from './undelivered-policies.ts'
import { undeliveredSupport } from './undelivered-support.ts'

interface Known {
  readonly near: HubObservation
  readonly found: readonly Condition[]
}

// It only remembers what its key says anyway: most events on a hub are about replicas.
const KNOWN = new WeakMap<Rendered, Known>()

/** Everything on the hub that differs from what was merged: no drift on any cluster, and always critical (design section 7). */
export function undeliveredOn(rendered: Rendered, hub: HubObservation): readonly Condition[] {
  const near = withoutReplicas(rendered, hub)
  const before = KNOWN.get(rendered)
  if (before && areSame(before.near.objects, near.objects) && areSame(before.near.listed, near.listed))
    return before.found
  const found = judged(rendered, near)
  KNOWN.set(rendered, { near, found })
  return found
}

function areSame<T>(before: readonly T[], now: readonly T[]): boolean {
  return before.length === now.length && before.every((each, i) => each === now[i])
}

function judged(rendered: Rendered, near: HubObservation): readonly Condition[] {
  const found = [
    ...undeliveredPolicies(rendered, near),
    ...undeliveredSupport(rendered, near),
    ...undeliveredDecisions(rendered, near),
    ...undeliveredLabels(rendered, near),
  ]
  return found.map(({ what, component = '', cluster = HUB_CLUSTER, message }) => {
    return { policy: what, component, cluster, template: '', message, severity: 'critical' }
  })
}

/** Replicas are most of a hub, and none of them was ever merged. */
function withoutReplicas({ policies }: Rendered, hub: HubObservation): HubObservation {
  const namespaces = new Set(policies.map((each) => namespaceOf(each.object)))
  const objects = hub.objects.filter((each) => each.kind !== 'Policy' || namespaces.has(namespaceOf(each)))
  return { ...hub, objects }
}
