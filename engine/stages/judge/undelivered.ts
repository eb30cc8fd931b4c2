import type { Condition } from '../../model/drift.ts'
import type { JsonObject } from '../../model/json.ts'
import type { HubObservation } from '../../model/observation.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import type { Rendered } from '../../model/rendered.ts'
import { undeliveredDecisions } from './undelivered-decisions.ts'
import { namespaceOf } from './undelivered-entry.ts'
import { undeliveredLabels } from './undelivered-labels.ts'
import { undeliveredPolicies } from './undelivered-policies.ts'
import { undeliveredSupport } from './undelivered-support.ts'

interface Known {
  readonly hub: HubObservation
  readonly found: readonly Condition[]
}

// It only remembers what its key says anyway: most events on a hub are about replicas.
const KNOWN = new WeakMap<Rendered, Known>()

/** Everything on the hub that differs from what was merged: no drift on any cluster, and always critical (design section 7). */
export function undeliveredOn(rendered: Rendered, hub: HubObservation): readonly Condition[] {
  const before = KNOWN.get(rendered)
  const namespaces = namespacesOf(rendered)
  const isKnown = before !== undefined && areSame(before.hub.listed, hub.listed) && isNear(before.hub, hub, namespaces)
  const found = isKnown ? before.found : judged(rendered, withoutReplicas(namespaces, hub))
  KNOWN.set(rendered, { hub, found })
  return found
}

function areSame<T>(before: readonly T[], now: readonly T[]): boolean {
  return before.length === now.length && before.every((each, i) => each === now[i])
}

/** True where nothing stands in another's place but replicas. */
function isNear(before: HubObservation, now: HubObservation, namespaces: ReadonlySet<string>): boolean {
  if (before.objects.length !== now.objects.length) return false
  for (let i = 0; i < now.objects.length; i++) {
    const [was, is] = [before.objects[i], now.objects[i]]
    if (was !== is && [was, is].some((each) => each === undefined || isJudged(each, namespaces))) return false
  }
  return true
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

function namespacesOf({ policies }: Rendered): ReadonlySet<string> {
  return new Set(policies.map((each) => namespaceOf(each.object)))
}

/** Replicas are most of a hub, and none of them was ever merged. */
function withoutReplicas(namespaces: ReadonlySet<string>, hub: HubObservation): HubObservation {
  return { ...hub, objects: hub.objects.filter((each) => isJudged(each, namespaces)) }
}

function isJudged(object: JsonObject, namespaces: ReadonlySet<string>): boolean {
  return object.kind !== 'Policy' || namespaces.has(namespaceOf(object))
}
