import { randomInt } from 'node:crypto'
import { Failure } from '../../model/failure.ts'
import type { Json } from '../../model/json.ts'
import { isObject, listAt, textAt } from '../../model/json.ts'
import type { KubeApi, ListRequest } from '../../model/kube-api.ts'
import type { ResourceType } from '../../model/resources.ts'
import { resourceTypeOf } from '../../model/resources.ts'
import type { Patience } from '../../model/retry.ts'
import { withRetries } from '../../model/retry.ts'
import type { Context } from './context.ts'
import { retryAfterOf } from './failures.ts'
import type { Read } from './list.ts'
import { listPages } from './list.ts'
import { connectionTo, readJson } from './request.ts'
import { eventsOf } from './watch.ts'

export interface ClusterOptions {
  /** For one request with its whole answer. */
  readonly timeoutMs: number
  readonly sleep: (ms: number) => Promise<void>
}

/**
 * A watch is asked to end after this, so that a broken connection does not go unnoticed; some sooner, some later, so that
 * those which began together do not all come back together.
 */
const WATCH_SECONDS = { least: 300, most: 540 }

/** A look is not held up for longer by one busy server. */
const PATIENCE: Patience = { attempts: 4, firstWaitMs: 250, patienceMs: 20_000 }

/** An expired list is started again by whoever knows where it began. */
function isMended({ code }: Failure): boolean {
  return code !== 'cluster/expired'
}

/** Lists and watches of one API server, with the rights of a context. */
export function apiOf(context: Context, { timeoutMs, sleep }: ClusterOptions): KubeApi {
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
