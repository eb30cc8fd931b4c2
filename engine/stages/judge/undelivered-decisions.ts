import { boundBy } from '../../model/bound.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { at, listAt, textAt } from '../../model/json.ts'
import type { HubObservation } from '../../model/observation.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { Undelivered } from './undelivered-entry.ts'
import { find, isListed, nameOf, namespaceOf } from './undelivered-entry.ts'

const PLACEMENT_LABEL = 'cluster.open-cluster-management.io/placement'

/** Where the placements really lead: nowhere, past a cluster of theirs, or to a cluster that is not meant. */
export function undeliveredDecisions(rendered: Rendered, hub: HubObservation): readonly Undelivered[] {
  return rendered.others
    .filter((each) => each.kind === 'PlacementRule' || each.kind === 'Placement')
    .flatMap((placement) => decisionOf(placement, rendered, hub))
}

function decisionOf(placement: JsonObject, rendered: Rendered, hub: HubObservation): readonly Undelivered[] {
  const kind = String(placement.kind)
  const what = `${kind} ${nameOf(placement)}`
  const wanted = clustersBoundTo(placement, rendered)
  const decided = decidedClusters(placement, hub)
  if (decided === undefined || wanted.length === 0) return []
  if (decided.length === 0) {
    return [{ what, message: `its decision is empty: none of ${wanted.join(', ')} gets its policies` }]
  }
  const own = new Set([...rendered.clusters.map((each) => each.name), HUB_CLUSTER])
  const [hits, wishes] = [new Set(decided), new Set(wanted)]
  const missed = wanted.filter((each) => !hits.has(each))
  const extra = decided.filter((each) => !wishes.has(each))
  return [
    ...missed.map((cluster) => ({
      what,
      cluster,
      message: `its decision leaves out ${cluster}, which it was merged for`,
    })),
    ...extra.map((cluster) => ({
      what,
      cluster,
      message: own.has(cluster)
        ? `its decision reaches ${cluster}, which it was not merged for`
        : `its decision reaches the foreign cluster ${cluster}, which is not of environment ${rendered.environment}`,
    })),
  ]
}

/** The clusters of the policies that the merged bindings put on a placement. */
function clustersBoundTo(placement: JsonObject, rendered: Rendered): readonly string[] {
  const bindings = rendered.others.filter(
    (each) =>
      each.kind === 'PlacementBinding' &&
      textAt(each, 'placementRef', 'kind') === placement.kind &&
      textAt(each, 'placementRef', 'name') === nameOf(placement),
  )
  const bound = bindings.flatMap((each) => boundBy(each, rendered.others))
  const names = new Set(bound.map((each) => each.policy))
  const placed = rendered.policies.filter((each) => names.has(each.name)).flatMap((each) => each.clusters)
  // What a PolicySet excludes is selected all the same.
  return [...new Set([...placed, ...bound.flatMap((each) => each.excluded)])]
}

/** Clusters that the hub decided on; undefined where that cannot be seen, or was not decided yet. */
function decidedClusters(placement: JsonObject, hub: HubObservation): readonly string[] | undefined {
  const namespace = namespaceOf(placement)
  const found = find(hub, String(placement.kind), namespace, nameOf(placement))
  if (found === undefined) return undefined
  const clustersIn = (decisions: readonly Json[]) => decisions.flatMap((each) => textAt(each, 'clusterName') ?? [])
  if (placement.kind === 'PlacementRule') {
    return at(found, 'status') === undefined ? undefined : clustersIn(listAt(found, 'status', 'decisions'))
  }
  const decisions = hub.objects.filter(
    (each) =>
      each.kind === 'PlacementDecision' &&
      namespaceOf(each) === namespace &&
      textAt(each, 'metadata', 'labels', PLACEMENT_LABEL) === nameOf(placement),
  )
  if (decisions.length > 0) return clustersIn(decisions.flatMap((each) => listAt(each, 'status', 'decisions')))
  const selected = at(found, 'status', 'numberOfSelectedClusters')
  return isListed(hub, 'PlacementDecision', namespace) || selected === 0 ? [] : undefined
}
