import { randomInt } from 'node:crypto'
import type { ClusterProbe } from '../model/checkup.ts'
import { Failure } from '../model/failure.ts'
import type { Json } from '../model/json.ts'
import { isObject, listAt, textAt } from '../model/json.ts'
import type { ClusterViews, KubeApi, ListRequest } from '../model/kube-api.ts'
import type { LeaseStore } from '../model/lease.ts'
import type { ResourceType } from '../model/resources.ts'
import { resourceTypeOf } from '../model/resources.ts'
import type { Patience } from '../model/retry.ts'
import { withRetries } from '../model/retry.ts'
import type { Context } from './cluster/context.ts'
import { openContext, openKubeconfig } from './cluster/context.ts'
import { retryAfterOf } from './cluster/failures.ts'
import type { KubeconfigPlace } from './cluster/kubeconfig.ts'
import type { LeasePlace } from './cluster/lease.ts'
import { leaseStoreOf } from './cluster/lease.ts'
import type { Read } from './cluster/list.ts'
import { listPages } from './cluster/list.ts'
import { probeOf } from './cluster/probe.ts'
import { connectionTo, readJson } from './cluster/request.ts'
import { viewsOf } from './cluster/views.ts'
import { eventsOf } from './cluster/watch.ts'

export interface ClusterOptions {
  /** For one request with its whole answer. */
  readonly timeoutMs: number
  readonly sleep: (ms: number) => Promise<void>
}

/** The API servers of a kubeconfig. Only GET is ever sent, but by the views, to the Lease, and by questions about our own rights. */
export interface Clusters {
  /** Names of its contexts. */
  readonly contexts: readonly string[]
  readonly current: string
  open(context: string): Promise<KubeApi>
  openViews(context: string): Promise<ClusterViews>
  /** `now` is RFC 3339 UTC, for comparing clocks. */
  openProbe(context: string, now: () => string): Promise<ClusterProbe>
  openLease(context: string, place: LeasePlace): Promise<LeaseStore>
}

/**
 * A watch is asked to end after this, so that a broken connection does not go unnoticed; some sooner, some later, so that
 * those which began together do not all come back together.
 */
const WATCH_SECONDS = { least: 300, most: 540 }

export async function clustersOf(place: KubeconfigPlace, options: ClusterOptions): Promise<Clusters> {
  const kubeconfig = await openKubeconfig(place)
  const config = kubeconfig.current()
  return {
    contexts: config.getContexts().map((each) => each.name),
    current: config.getCurrentContext(),
    open: async (context) => apiOf(await openContext(kubeconfig, context), options),
    openViews: async (context) => viewsOf(await openContext(kubeconfig, context), options),
    openProbe: async (context, now) => probeOf(await openContext(kubeconfig, context), { ...options, now }),
    openLease: async (context, place) => leaseStoreOf(await openContext(kubeconfig, context), place),
  }
}

/** A look is not held up for longer by one busy server. */
const PATIENCE: Patience = { attempts: 4, firstWaitMs: 250, patienceMs: 20_000 }

/** An expired list is started again by whoever knows where it began. */
function isMended({ code }: Failure): boolean {
  return code !== 'cluster/expired'
}

function apiOf(context: Context, { timeoutMs, sleep }: ClusterOptions): KubeApi {
  const connection = connectionTo(context)
  const read: Read = (path, query) =>
    withRetries(
      async () => {
        const response = await connection.get({ path, query, timeoutMs })
        return await readJson(response, connection.host, path, timeoutMs)
      },
      { ...PATIENCE, askedWait: retryAfterOf, isMended, sleep },
    )
  const discovered = new Map<string, Promise<Json>>()
  const forgetting = (apiVersion: string) => (error: unknown) => {
    discovered.delete(apiVersion)
    throw error
  }
  const typeOf = async (apiVersion: string, kind: string): Promise<ResourceType | undefined> => {
    const known = resourceTypeOf(apiVersion, kind)
    if (known) return known
    const pending = discovered.get(apiVersion) ?? read(rootOf(apiVersion), {}).catch(notServed)
    discovered.set(apiVersion, pending)
    // What is not there now may come: only an answer that names the kind is kept.
    const found = typeIn(await pending.catch(forgetting(apiVersion)), kind)
    if (!found) discovered.delete(apiVersion)
    return found
  }
  const pathOf = async (request: ListRequest) => {
    const type = await typeOf(request.apiVersion, request.kind)
    if (!type) throw absent(request)
    const namespace = type.namespaced && request.namespace ? `/namespaces/${encodeURIComponent(request.namespace)}` : ''
    return `${rootOf(request.apiVersion)}${namespace}/${type.plural}`
  }
  return {
    name: context.name,
    typeOf,
    list: async (request, keep) => await listPages(read, await pathOf(request), { ...request, keep }),
    async *watch(request, resourceVersion, signal) {
      const path = await pathOf(request)
      const seconds = randomInt(WATCH_SECONDS.least, WATCH_SECONDS.most)
      const timeoutSeconds = String(seconds)
      const query = { watch: 'true', resourceVersion, allowWatchBookmarks: 'true', timeoutSeconds }
      const response = await connection.get({ path, query, timeoutMs, signal })
      const late = setTimeout(() => response.destroy(), (seconds + 30) * 1000)
      try {
        yield* eventsOf(response, connection.host, path, request)
      } finally {
        clearTimeout(late)
        response.destroy()
      }
    },
  }
}

function rootOf(apiVersion: string): string {
  const parts = apiVersion.split('/').map(encodeURIComponent)
  return parts.length === 1 ? `/api/${parts[0]}` : `/apis/${parts.join('/')}`
}

/** Sub-resources (`deployments/scale`) have a kind of their own and are none. */
function typeIn(discovery: Json, kind: string): ResourceType | undefined {
  const found = listAt(discovery, 'resources').find(
    (each) => textAt(each, 'kind') === kind && !(textAt(each, 'name') ?? '/').includes('/'),
  )
  if (!isObject(found)) return undefined
  return { plural: textAt(found, 'name') ?? '', namespaced: found.namespaced === true }
}

function notServed(error: unknown): Json {
  if (error instanceof Failure && error.code === 'cluster/not-served') return {}
  throw error
}

function absent({ apiVersion, kind }: ListRequest): Failure {
  return new Failure('cluster/not-served', `the cluster does not serve ${kind} of ${apiVersion}`, {
    hint: 'install its CRD if it should',
  })
}
