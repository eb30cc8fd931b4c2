import type { Json, JsonObject } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import type { PolicyStatus, TemplateStatus } from '../../model/observation.ts'

const ROOT_LABEL = 'policy.open-cluster-management.io/root-policy'

/** What a replica says of its cluster. */
interface Replica {
  readonly cluster: string
  readonly status: PolicyStatus
}

/** What the objects of a hub say of its clusters, by name; a list of statuses is the very same value while none of them changes. */
export interface HubRead {
  readonly statuses: ReadonlyMap<string, readonly PolicyStatus[]>
  readonly members: ReadonlyMap<string, JsonObject>
}

interface Kept extends HubRead {
  readonly namespace: string
  readonly objects: readonly JsonObject[]
  /** Of each object in its place, where it is one. */
  readonly replicas: (Replica | undefined)[]
  readonly statuses: Map<string, readonly PolicyStatus[]>
}

/** What was read at the look before, kept by whoever looks at one environment again and again. */
export interface KnownStatuses {
  last?: Kept
}

/**
 * Statuses by cluster: replicas are named `<hub namespace>.<root name>` and live in the cluster's namespace. Of a fleet's
 * objects all but one are as they were at the event before: what stands in its place as the very same value is passed over.
 */
export function hubRead(objects: readonly JsonObject[], namespace: string, known: KnownStatuses): HubRead {
  const before = known.last?.namespace === namespace ? known.last : undefined
  const moved = before?.objects.length === objects.length ? placesOf(before.objects, objects) : undefined
  const isUpdated = before !== undefined && moved !== undefined && update(before, objects, moved)
  const last = isUpdated ? { ...before, objects } : readAnew(objects, namespace, before)
  known.last = last
  return last
}

/** Where another value stands than before. */
function placesOf(before: readonly JsonObject[], now: readonly JsonObject[]): readonly number[] {
  const found: number[] = []
  for (let i = 0; i < now.length; i++) if (before[i] !== now[i]) found.push(i)
  return found
}

/** Takes over replicas that say something else now; false where anything else moved, came or went. */
function update(kept: Kept, objects: readonly JsonObject[], moved: readonly number[]): boolean {
  const news = moved.flatMap((place) => {
    const [was, object] = [kept.replicas[place], objects[place]]
    const is = object && replicaIn(object, kept.namespace)
    return was && is?.cluster === was.cluster ? [{ place, was, is }] : []
  })
  if (news.length < moved.length) return false
  for (const { place, was, is } of news) {
    kept.replicas[place] = is
    const own = kept.statuses.get(is.cluster) ?? []
    kept.statuses.set(
      is.cluster,
      own.map((each) => (each === was.status ? is.status : each)),
    )
  }
  return true
}

function readAnew(objects: readonly JsonObject[], namespace: string, before: Kept | undefined): Kept {
  const replicas = objects.map((object, i) =>
    before !== undefined && before.objects[i] === object ? before.replicas[i] : replicaIn(object, namespace),
  )
  const statuses = new Map<string, PolicyStatus[]>()
  const members = new Map<string, JsonObject>()
  for (const object of objects)
    if (object.kind === 'ManagedCluster') members.set(textAt(object, 'metadata', 'name') ?? '', object)
  for (const replica of replicas) {
    if (replica === undefined) continue
    const own = statuses.get(replica.cluster)
    if (own) own.push(replica.status)
    else statuses.set(replica.cluster, [replica.status])
  }
  return { namespace, objects, replicas, statuses, members }
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
