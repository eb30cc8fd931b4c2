import { Failure } from '../../model/failure.ts'
import type { JsonObject } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'
import type { KubeApi, WatchEvent } from '../../model/kube-api.ts'
import type { WantedKind } from '../../model/wanted.ts'
import type { KindSeen } from './kinds.ts'
import { readKind, requestOf } from './kinds.ts'
import type { Parts } from './parts.ts'
import { objectsIn, put, removeBut, replaceAll } from './parts.ts'
import type { Keep } from './tracked.ts'
import { hubNamespaceOf, keeperOf } from './tracked.ts'

/** One kind while it is followed, once for all environments that want it: its objects as the last event left them. */
export interface Store {
  readonly wanted: WantedKind
  /** Hub namespaces whose Policies are kept; of other kinds everything is. */
  readonly namespaces: Set<string>
  /** Those that were asked for, whether it could be listed or not. */
  readonly listed: Set<string>
  /** Those that some list has brought. */
  readonly brought: Set<string>
  readonly parts: Parts
  resourceVersion: string
  shortfall: KindSeen['shortfall']
  isListed: boolean
  /** When the server last said anything about it, in milliseconds. */
  heardAt: number
  /** Ends the watch that is open, so that everything is listed again. */
  startOver: () => void
}

/** What an event was about; without a part: everything. A bug of the following itself ends it. */
export interface News {
  readonly part?: string
  readonly name?: string
  readonly bug?: unknown
}

export interface Keeping {
  readonly api: KubeApi
  readonly signal: AbortSignal
  readonly now: () => string
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly changed: (news: News) => void
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000

export function newStore(wanted: WantedKind): Store {
  return {
    wanted,
    namespaces: new Set(),
    listed: new Set(),
    brought: new Set(),
    parts: new Map(),
    resourceVersion: '',
    shortfall: undefined,
    isListed: false,
    heardAt: 0,
    startOver: () => {},
  }
}

/** The kind as an environment sees it. */
export function seenIn(store: Store, hubNamespace: string): KindSeen {
  const { wanted, resourceVersion } = store
  const shortfall = shortfallIn(store, hubNamespace)
  const objects = objectsIn(store.parts, wanted.kind === 'Policy' ? hubNamespace : '')
  return { wanted, objects, resourceVersion, ...(shortfall ? { shortfall } : {}) }
}

/** Of whoever joined since the last list that went well there is nothing from before. */
function shortfallIn({ wanted, shortfall, brought }: Store, hubNamespace: string): Store['shortfall'] {
  const isNew = wanted.kind === 'Policy' && !brought.has(hubNamespace)
  return shortfall?.state === 'stale' && isNew ? { ...shortfall, state: 'unreachable', since: null } : shortfall
}

/** True where this environment's share of the kind was listed. */
export function holds(store: Store, hubNamespace: string): boolean {
  return store.isListed && (store.wanted.kind !== 'Policy' || store.listed.has(hubNamespace))
}

/**
 * Lists, watches from there, and resumes where a watch ended. A connection that broke is resumed once; what breaks again,
 * or goes on from too long ago (410), is listed again.
 */
export async function keep(store: Store, keeping: Keeping): Promise<void> {
  const { api, signal, now, sleep, changed } = keeping
  const keeper = keeperOf(store.namespaces)
  let failures = 0
  while (!signal.aborted) {
    if (store.resourceVersion === '' || isBehind(store)) {
      const namespaces = [...store.namespaces]
      const isNews = relisted(store, await readKind(api, store.wanted, keeper), namespaces, now())
      if (store.shortfall || store.resourceVersion === '') failures++
      if (isNews) changed({})
      if (isBehind(store)) continue
    }
    const outcome = store.resourceVersion === '' ? 'not listed' : await watchOnce(store, keeper, keeping)
    if (outcome === 'ended') failures = 0
    else if (outcome !== 'expired') failures++
    if (outcome === 'expired' || (outcome === 'broken' && failures > 1)) store.resourceVersion = ''
    if (!signal.aborted && outcome !== 'expired') await sleep(pauseAfter(failures), signal)
  }
}

/** Somebody joined while it was listed. */
function isBehind({ wanted, namespaces, listed }: Store): boolean {
  return wanted.kind === 'Policy' && [...namespaces].some((each) => !listed.has(each))
}

function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures, 10), LONGEST_PAUSE_MS)
}

/** `ended`: by the server, in order, or after news; `broken`: before any event came; `expired`: there is no going on from here. */
async function watchOnce(
  store: Store,
  keeper: Keep,
  { api, signal, now, changed }: Keeping,
): Promise<'ended' | 'broken' | 'expired'> {
  const over = new AbortController()
  const end = () => over.abort()
  signal.addEventListener('abort', end, { once: true })
  const again: boolean[] = []
  store.startOver = () => {
    again.push(true)
    end()
  }
  let hasNews = false
  try {
    for await (const event of api.watch(requestOf(store.wanted), store.resourceVersion, over.signal)) {
      hasNews = true
      store.heardAt = Date.parse(now())
      const news = apply(store, event, keeper)
      if (news) changed(news)
    }
    return again.length > 0 ? 'expired' : 'ended'
  } catch (error) {
    if (again.length > 0) return 'expired'
    if (signal.aborted) return 'ended'
    if (!(error instanceof Failure)) throw error
    if (error.code === 'cluster/expired') return 'expired'
    return hasNews ? 'ended' : 'broken'
  } finally {
    store.startOver = () => {}
    signal.removeEventListener('abort', end)
  }
}

/**
 * A list that failed leaves the old objects, as stale since they were last current; what is as before stays the very same
 * value. True where anything is new.
 */
function relisted(store: Store, seen: KindSeen, namespaces: readonly string[], now: string): boolean {
  const hadSome = store.isListed && (store.shortfall === undefined || store.shortfall.state === 'stale')
  const isFirst = !store.isListed || namespaces.some((each) => !store.listed.has(each))
  const before = store.shortfall
  store.isListed = true
  store.heardAt = Date.parse(now)
  for (const each of namespaces) store.listed.add(each)
  if (seen.shortfall && seen.shortfall.state !== 'partial' && hadSome) {
    const since = before?.since ?? now
    store.shortfall = { ...seen.shortfall, state: 'stale', since }
    return isFirst || before?.message !== seen.shortfall.message
  }
  for (const each of namespaces) store.brought.add(each)
  const isOther = replaceAll(store.parts, seen.objects, (each) => partOf(store, each))
  store.resourceVersion = seen.resourceVersion
  store.shortfall = seen.shortfall
  return isFirst || isOther || before?.message !== seen.shortfall?.message
}

function partOf({ wanted, namespaces }: Store, object: JsonObject): string | undefined {
  return wanted.kind === 'Policy' ? hubNamespaceOf(object, namespaces) : ''
}

/** What is new; undefined where nothing that is looked at changed. */
function apply(store: Store, event: WatchEvent, keeper: Keep): News | undefined {
  if (event.type === 'BOOKMARK') {
    store.resourceVersion = event.resourceVersion || store.resourceVersion
    return undefined
  }
  store.resourceVersion = textAt(event.object, 'metadata', 'resourceVersion') ?? store.resourceVersion
  const name = textAt(event.object, 'metadata', 'name') ?? ''
  const kept = event.type === 'DELETED' ? undefined : keeper(event.object)
  const home = kept && partOf(store, kept)
  const [gone] = removeBut(store.parts, home, event.object)
  if (kept && home !== undefined) return put(store.parts, home, kept) ? { part: home, name } : undefined
  return gone === undefined ? undefined : { part: gone, name }
}
