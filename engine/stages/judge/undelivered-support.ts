import { boundBy } from '../../model/bound.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { at, isEqual, isObject, textAt } from '../../model/json.ts'
import { describeKey, keyOf } from '../../model/kube.ts'
import type { HubObservation } from '../../model/observation.ts'
import { escapeToken } from '../../model/pointer.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { Undelivered } from './undelivered-entry.ts'
import { find, isListed, nameOf, namespaceOf, pointersText } from './undelivered-entry.ts'

/** Members that decide which clusters are reached; the rest of these objects may be defaulted. */
const DECIDING: Readonly<Record<string, readonly (readonly string[])[]>> = {
  PlacementRule: ['clusterSelector', 'clusters', 'clusterConditions', 'clusterReplicas', 'schedulerName'].map(
    (each) => ['spec', each],
  ),
  Placement: ['clusterSets', 'predicates', 'numberOfClusters', 'tolerations'].map((each) => ['spec', each]),
  PlacementBinding: [['placementRef'], ['subjects'], ['bindingOverrides'], ['subFilter']],
}

/** Placements, bindings, cluster-set bindings and what else was merged beside the policies. */
export function undeliveredSupport(rendered: Rendered, hub: HubObservation): readonly Undelivered[] {
  return [...rendered.others.flatMap((each) => supportObject(each, hub)), ...foreignBindings(rendered, hub)]
}

function supportObject(wanted: JsonObject, hub: HubObservation): readonly Undelivered[] {
  const key = keyOf(wanted)
  const what = `${key.kind} ${key.name}`
  const found = find(hub, key.kind, key.namespace, key.name)
  if (found === undefined) {
    if (!isListed(hub, key.kind, key.namespace)) return []
    return [{ what, message: `the hub does not have ${describeKey(key)}, though it was merged` }]
  }
  const deciding = DECIDING[key.kind]
  const pointers = deciding
    ? deciding.filter((path) => !isEqual(at(wanted, ...path), at(found, ...path))).map((path) => `/${path.join('/')}`)
    : lacking(wanted, found, '')
  if (pointers.length === 0) return []
  return [{ what, message: `${describeKey(key)} on the hub is not the merged one, at ${pointersText(pointers)}` }]
}

/** Pointers at which an object does not hold what was merged; what others added does not count. */
function lacking(wanted: Json, found: Json | undefined, pointer: string): readonly string[] {
  if (!isObject(wanted)) return isEqual(wanted, found) ? [] : [pointer]
  return Object.entries(wanted).flatMap(([key, value]) =>
    lacking(value, at(found, key), `${pointer}/${escapeToken(key)}`),
  )
}

/** Somebody else's binding places one of our policies: on more clusters, or with enforcement. */
function foreignBindings(rendered: Rendered, hub: HubObservation): readonly Undelivered[] {
  const policies = new Map(rendered.policies.map((each) => [each.name, each]))
  const namespaces = new Set(rendered.policies.map((each) => namespaceOf(each.object)))
  const merged = new Set(rendered.others.filter((each) => each.kind === 'PlacementBinding').map(nameOf))
  return hub.objects
    .filter(
      (each) => each.kind === 'PlacementBinding' && namespaces.has(namespaceOf(each)) && !merged.has(nameOf(each)),
    )
    .flatMap((binding) =>
      boundBy(binding, hub.objects).flatMap((bound): readonly Undelivered[] => {
        const policy = policies.get(bound.policy)
        if (!policy) return []
        const placement = `${textAt(binding, 'placementRef', 'kind') ?? ''} ${textAt(binding, 'placementRef', 'name') ?? ''}`
        const override = textAt(binding, 'bindingOverrides', 'remediationAction')
        const message = `PlacementBinding ${nameOf(binding)}, which was never merged, binds it to ${placement}${override === undefined ? '' : ` and overrides it to ${override}`}`
        return [{ what: policy.name, component: policy.component, message }]
      }),
    )
}
