import type { JsonObject } from '../model/json.ts'
import { listAt, textAt } from '../model/json.ts'
import type { ClusterObservation, HubObservation, Observation, PolicyStatus, Shortfall } from '../model/observation.ts'
import { HUB_CLUSTER } from '../model/plan.ts'
import type { KnownStatuses } from './read-hub/statuses.ts'
import { hubRead } from './read-hub/statuses.ts'

const AVAILABLE = 'ManagedClusterConditionAvailable'

/**
 * Adds to a look what the hub's own objects say of each cluster: statuses from the replicated Policies, availability from
 * the ManagedClusters. In directories the hub is the folder `local-cluster`, and counts only where root Policies are in it.
 */
export function readHub(observation: Observation, namespace: string, known: KnownStatuses = {}): Observation {
  const hub = observation.hub ?? hubAmong(observation, namespace)
  if (!hub) return observation
  const { statuses, members } = hubRead(hub.objects, namespace, known)
  const shortfalls = hub.shortfalls.filter((each) => each.kind === 'Policy' || each.kind === 'ManagedCluster')
  const isBlind = hub.shortfalls.find(
    (each) => each.kind === 'Policy' && (each.state === 'forbidden' || each.state === 'unreachable'),
  )
  const clusters = observation.clusters.map((each): ClusterObservation => {
    const policies = statuses.get(each.cluster) ?? []
    if (each.state === 'seen') return { ...each, policies }
    if (each.state === 'reported') return each
    const dark = darknessOf(each.cluster, members.get(each.cluster), hub)
    const hasReported = policies.some((policy) => policy.templates.some((template) => template.compliant !== null))
    if (isBlind) return { ...each, reason: isBlind.message }
    if (dark) return { ...each, ...dark }
    if (!hasReported) return observation.hub ? { ...each, reason: 'no agent on it has reported to the hub' } : each
    const said = reported(each.cluster, policies, hub.asOf, shortfalls)
    return each.isRefused ? { ...said, refused: each.reason } : said
  })
  return { ...observation, clusters, hub }
}

type Reported = Extract<ClusterObservation, { state: 'reported' }>

function reported(
  cluster: string,
  policies: readonly PolicyStatus[],
  observedAt: string,
  shortfalls: readonly Shortfall[],
): Reported {
  const short = shortfalls.length > 0 ? { shortfalls } : {}
  return { cluster, state: 'reported', observedAt, policies, ...short }
}

function hubAmong(observation: Observation, namespace: string): HubObservation | undefined {
  const own = observation.clusters.find((each) => each.cluster === HUB_CLUSTER)
  if (own?.state !== 'seen') return undefined
  const isRoot = (each: JsonObject) => each.kind === 'Policy' && textAt(each, 'metadata', 'namespace') === namespace
  if (namespace === '' || !own.objects.some(isRoot)) return undefined
  const listed = [...new Set(own.objects.flatMap((each) => textAt(each, 'kind') ?? []))]
  // A recording says itself how old it is; against the clock everything in it would be long ago.
  const newest = own.objects.flatMap(historyTimes).sort().at(-1)
  const asOf = newest !== undefined && newest < observation.observedAt ? newest : observation.observedAt
  return { objects: own.objects, listed, shortfalls: own.shortfalls ?? [], asOf }
}

function historyTimes(object: JsonObject): readonly string[] {
  return listAt(object, 'status', 'details')
    .flatMap((each) => listAt(each, 'history'))
    .flatMap((each) => textAt(each, 'lastTimestamp') ?? [])
}

/** A cluster whose agent no longer renews its lease: whatever is known of it is from before. */
function darknessOf(
  cluster: string,
  managed: JsonObject | undefined,
  hub: HubObservation,
): { reason: string; lastSeen: string | null } | undefined {
  if (managed === undefined) {
    return hub.listed.includes('ManagedCluster') && cluster !== HUB_CLUSTER
      ? { reason: 'the hub has no ManagedCluster of that name', lastSeen: null }
      : undefined
  }
  const available = listAt(managed, 'status', 'conditions').find((each) => textAt(each, 'type') === AVAILABLE)
  const status = textAt(available, 'status')
  if (available === undefined || status === 'True') return undefined
  const since = textAt(available, 'lastTransitionTime') ?? null
  const message = textAt(available, 'message') ?? textAt(available, 'reason') ?? `${AVAILABLE} is ${status}`
  return { reason: message, lastSeen: since }
}
