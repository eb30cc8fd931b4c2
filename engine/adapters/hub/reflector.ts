import { Failure } from '../../model/failure.ts'
import { textAt } from '../../model/json.ts'
import type { KubeApi, WatchEvent } from '../../model/kube-api.ts'
import type { WantedKind } from '../../model/wanted.ts'
import { readKind, requestOf } from './kinds.ts'
import type { ObjectNews, Store } from './store.ts'
import { isBehind, newStore, takeEvent, takeList } from './store.ts'
import type { Keep } from './tracked.ts'
import { keeperOf } from './tracked.ts'

/** One kind while it is followed. Only this file changes it. */
export interface Reflector {
  readonly store: Store
  /** What the store keeps of an object. */
  readonly keep: Keep
  /** Where the watch goes on from; '' where everything has to be listed first. */
  resourceVersion: string
  /** When the server last said anything about it, in milliseconds since the epoch; 0 before it did. */
  heardAt: number
  /** Ends the watch that is open, if one is. */
  endWatch: () => void
}

export interface ReflectInput {
  readonly api: KubeApi
  readonly signal: AbortSignal
  /** RFC 3339 UTC. */
  readonly now: () => string
  /** Resolves early when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Called after each list or event that brought something new: of one object, or without one of the whole kind. */
  readonly onNews: (news?: ObjectNews) => void
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000

export function newReflector(wanted: WantedKind): Reflector {
  const store = newStore(wanted)
  return { store, keep: keeperOf(store.namespaces), resourceVersion: '', heardAt: 0, endWatch: () => {} }
}

/** From now on the store keeps this environment's share as well. Of a namespace that comes later nothing was kept so far: all is listed again. */
export function admit(reflector: Reflector, hubNamespace: string): void {
  reflector.store.namespaces.add(hubNamespace)
  if (isBehind(reflector.store)) reflector.endWatch()
}

/**
 * Lists, watches from there, and resumes where a watch ended, until the signal: what client-go calls a reflector. A connection
 * that broke is resumed once; what breaks again, or goes on from too long ago (410), is listed again. Throws where there is a bug only.
 */
export async function reflect(reflector: Reflector, input: ReflectInput): Promise<void> {
  const { signal, sleep } = input
  const { store } = reflector
  let failures = 0
  while (!signal.aborted) {
    if (reflector.resourceVersion === '' || isBehind(store)) {
      await list(reflector, input)
      if (store.shortfall || reflector.resourceVersion === '') failures++
      // Somebody joined while it was listed.
      if (isBehind(store)) continue
    }
    const outcome = reflector.resourceVersion === '' ? 'not listed' : await watch(reflector, input)
    if (outcome === 'ended') failures = 0
    else if (outcome !== 'expired') failures++
    if (outcome === 'expired' || (outcome === 'broken' && failures > 1)) reflector.resourceVersion = ''
    if (!signal.aborted && outcome !== 'expired') await sleep(pauseAfter(failures), signal)
  }
}

function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures, 10), LONGEST_PAUSE_MS)
}

async function list(reflector: Reflector, { api, now, onNews }: ReflectInput): Promise<void> {
  const { store, keep } = reflector
  const namespaces = [...store.namespaces]
  const listed = await readKind(api, store.wanted, keep)
  const time = now()
  const isNews = takeList(store, listed, namespaces, time)
  reflector.heardAt = Date.parse(time)
  // Where the old objects stay, so does the place from which they can be watched.
  if (store.shortfall?.state !== 'stale') reflector.resourceVersion = listed.resourceVersion
  if (isNews) onNews()
}

/** `ended`: by the server, in order, or after news; `broken`: before any event came; `expired`: there is no going on from here. */
async function watch(
  reflector: Reflector,
  { api, signal, now, onNews }: ReflectInput,
): Promise<'ended' | 'broken' | 'expired'> {
  const { store, keep } = reflector
  const over = new AbortController()
  reflector.endWatch = () => over.abort()
  signal.addEventListener('abort', reflector.endWatch, { once: true })
  let hasNews = false
  try {
    for await (const event of api.watch(requestOf(store.wanted), reflector.resourceVersion, over.signal)) {
      hasNews = true
      reflector.heardAt = Date.parse(now())
      reflector.resourceVersion = versionIn(event) || reflector.resourceVersion
      const news = event.type === 'BOOKMARK' ? undefined : takeEvent(store, event, keep)
      if (news) onNews(news)
    }
    return isBehind(store) ? 'expired' : 'ended'
  } catch (error) {
    if (isBehind(store)) return 'expired'
    if (signal.aborted) return 'ended'
    if (!(error instanceof Failure)) throw error
    if (error.code === 'cluster/expired') return 'expired'
    return hasNews ? 'ended' : 'broken'
  } finally {
    signal.removeEventListener('abort', reflector.endWatch)
    reflector.endWatch = () => {}
  }
}

function versionIn(event: WatchEvent): string {
  return event.type === 'BOOKMARK' ? event.resourceVersion : (textAt(event.object, 'metadata', 'resourceVersion') ?? '')
}
