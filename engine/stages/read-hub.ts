import type { Json, JsonObject } from '../model/json.ts'
import { at, isObject, listAt, textAt } from '../model/json.ts'
import type {
  ClusterObservation,
  HubObservation,
  Observation,
  PolicyStatus,
  Shortfall,
  TemplateStatus,
} from '../model/observation.ts'
import { HUB_CLUSTER } from '../model/plan.ts'

const ROOT_LABEL = 'policy.open-cluster-management.io/root-policy'
const AVAILABLE = 'ManagedClusterConditionAvailable'

/**
 * Adds to a look what the hub's own objects say of each cluster: statuses from the replicated Policies, availability from
 * the ManagedClusters. In directories the hub is the folder `local-cluster`, and counts only where root Policies are in it.
 */
export function readHub(observation: Observation, namespace: string, known: KnownStatuses = {}): Observation {
  const hub = observation.hub ?? hubAmong(observation, namespace)
  if (!hub) return observation
  const statuses = statusesOf(hub.objects, namespace, known)
  const members = new Map(hub.objects.filter(isMember).map((each) => [nameOf(each), each]))
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

function isMember({ kind }: JsonObject): boolean {
  return kind === 'ManagedCluster'
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

/** What a replica says of its cluster. */
interface Replica {
  readonly cluster: string
  readonly status: PolicyStatus
}

type Statuses = ReadonlyMap<string, readonly PolicyStatus[]>

/** What was read at the look before, kept by whoever looks at one environment again and again. */
export interface KnownStatuses {
  last?: {
    readonly namespace: string
    readonly objects: readonly JsonObject[]
    /** Of each object in its place, where it is one. */
    readonly replicas: readonly (Replica | undefined)[]
    readonly statuses: Statuses
  }
}

/**
 * Statuses by cluster: replicas are named `<hub namespace>.<root name>` and live in the cluster's namespace. Of a fleet's
 * replicas all but one are as they were at the event before: what stands in its place as the very same value is not read again.
 */
function statusesOf(objects: readonly JsonObject[], namespace: string, known: KnownStatuses): Statuses {
  const before = known.last?.namespace === namespace ? known.last : undefined
  const replicas = objects.map((object, i) =>
    before !== undefined && before.objects[i] === object ? before.replicas[i] : replicaIn(object, namespace),
  )
  const statuses = before?.objects.length === objects.length ? changed(before, replicas) : grouped(replicas)
  known.last = { namespace, objects, replicas, statuses }
  return statuses
}

/** The statuses from before, but those of clusters one of whose replicas is another now. */
function changed(
  before: { readonly replicas: readonly (Replica | undefined)[]; readonly statuses: Statuses },
  replicas: readonly (Replica | undefined)[],
): Statuses {
  const news = new Set<string | undefined>()
  for (const [i, replica] of replicas.entries()) {
    const old = before.replicas[i]
    if (old !== replica) news.add(old?.cluster).add(replica?.cluster)
  }
  const own = replicas.filter((each) => each !== undefined && news.has(each.cluster))
  const kept = [...before.statuses].filter(([cluster]) => !news.has(cluster))
  return new Map([...kept, ...grouped(own)])
}

function grouped(replicas: readonly (Replica | undefined)[]): Statuses {
  const found = new Map<string, PolicyStatus[]>()
  for (const replica of replicas) {
    if (replica === undefined) continue
    const own = found.get(replica.cluster)
    if (own) own.push(replica.status)
    else found.set(replica.cluster, [replica.status])
  }
  return found
}

/** Undefined for what is no replica of a root in that namespace. */
function replicaIn(object: JsonObject, namespace: string): Replica | undefined {
  if (object.kind !== 'Policy') return undefined
  const root = textAt(object, 'metadata', 'labels', ROOT_LABEL)
  const cluster = textAt(object, 'metadata', 'namespace') ?? ''
  if (cluster === namespace || root?.startsWith(`${namespace}.`) !== true) return undefined
  return { cluster, status: statusOf(object, root.slice(namespace.length + 1)) }
}

function statusOf(replica: JsonObject, policy: string): PolicyStatus {
  return {
    policy,
    spec: replica.spec ?? null,
    specChangedAt: specTime(replica),
    templates: listAt(replica, 'status', 'details').map(templateStatus),
  }
}

function templateStatus(detail: Json): TemplateStatus {
  const compliant = textAt(detail, 'compliant')
  const isKnown = compliant === 'Compliant' || compliant === 'NonCompliant' || compliant === 'Pending'
  return {
    name: textAt(detail, 'templateMeta', 'name') ?? '',
    compliant: isKnown ? compliant : null,
    history: listAt(detail, 'history').map((each) => ({
      time: textAt(each, 'lastTimestamp') ?? '',
      message: textAt(each, 'message') ?? '',
    })),
  }
}

function specTime(replica: JsonObject): string | null {
  const times = listAt(replica, 'metadata', 'managedFields')
    .filter((each) => isObject(each) && each.subresource === undefined && at(each, 'fieldsV1', 'f:spec') !== undefined)
    .flatMap((each) => textAt(each, 'time') ?? [])
  return times.sort().at(-1) ?? null
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

function nameOf(object: JsonObject): string {
  return textAt(object, 'metadata', 'name') ?? ''
}
