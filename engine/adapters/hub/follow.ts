import { Failure } from '../../model/failure.ts'
import type { JsonObject } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'
import type { KubeApi, WatchEvent } from '../../model/kube-api.ts'
import type { Wanted, WantedKind } from '../../model/wanted.ts'
import type { KindSeen } from './kinds.ts'
import { readKind, requestOf } from './kinds.ts'
import { isTracked, slim } from './tracked.ts'

export interface Following {
  readonly api: KubeApi
  readonly wanted: Wanted
  readonly signal: AbortSignal
  readonly now: () => string
  /** Resolves early when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Events come in bursts; what arrives within this is one change. */
const SETTLE_MS = 200
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000

/** One kind while it is followed: its objects by place and name, as the last event left them. */
interface Store {
  readonly wanted: WantedKind
  readonly objects: Map<string, JsonObject>
  resourceVersion: string
  shortfall: KindSeen['shortfall']
  isListed: boolean
}

/**
 * All kinds after the first list, and again after every change. Memory holds each object once and no queue of events:
 * who reads slowly gets the latest state. Whoever stops reading ends the watches, too.
 */
export async function* followKinds(following: Following): AsyncIterable<readonly KindSeen[]> {
  const bell = newBell()
  const over = new AbortController()
  const end = () => {
    over.abort()
    bell.ring()
  }
  const stores = following.wanted.hub.map(emptyStore)
  following.signal.addEventListener('abort', end, { once: true })
  if (following.signal.aborted) end()
  const watches = keepAll(stores, { ...following, signal: over.signal }, bell.ring)
  try {
    while (!over.signal.aborted) {
      await bell.rung()
      await following.sleep(SETTLE_MS, over.signal)
      if (!over.signal.aborted && stores.every((each) => each.isListed)) yield stores.map(seenIn)
      if (watches.bugs.length > 0) break
    }
  } finally {
    following.signal.removeEventListener('abort', end)
    end()
    await watches.done
  }
  if (watches.bugs.length > 0) throw watches.bugs[0]
}

/** A watch for each kind until the signal. A bug in one is kept, and rings. */
function keepAll(stores: readonly Store[], following: Following, changed: () => void) {
  const bugs: unknown[] = []
  const found = (bug: unknown) => {
    bugs.push(bug)
    changed()
  }
  const done = Promise.all(stores.map((store) => keep(store, following, changed).catch(found)))
  return { bugs, done }
}

function emptyStore(wanted: WantedKind): Store {
  return { wanted, objects: new Map(), resourceVersion: '', shortfall: undefined, isListed: false }
}

function seenIn({ wanted, objects, resourceVersion, shortfall }: Store): KindSeen {
  return { wanted, objects: [...objects.values()], resourceVersion, ...(shortfall ? { shortfall } : {}) }
}

/**
 * Lists, watches from there, and resumes where a watch ended. A connection that broke is resumed once; what breaks again,
 * or goes on from too long ago (410), is listed again.
 */
async function keep(store: Store, following: Following, changed: () => void): Promise<void> {
  const { api, wanted, signal, now, sleep } = following
  let failures = 0
  while (!signal.aborted) {
    if (store.resourceVersion === '') {
      relisted(store, await readKind(api, store.wanted, wanted), now())
      if (store.shortfall || store.resourceVersion === '') failures++
      changed()
    }
    const outcome = store.resourceVersion === '' ? 'not listed' : await watchOnce(store, following, changed)
    if (outcome === 'ended') failures = 0
    else if (outcome !== 'expired') failures++
    if (outcome === 'expired' || (outcome === 'broken' && failures > 1)) store.resourceVersion = ''
    if (!signal.aborted && outcome !== 'expired') await sleep(pauseAfter(failures), signal)
  }
}

function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures, 10), LONGEST_PAUSE_MS)
}

/** `ended`: by the server, in order, or after news; `broken`: before any event came; `expired`: there is no going on from here. */
async function watchOnce(
  store: Store,
  { api, wanted, signal }: Following,
  changed: () => void,
): Promise<'ended' | 'broken' | 'expired'> {
  let hasNews = false
  try {
    for await (const event of api.watch(requestOf(store.wanted), store.resourceVersion, signal)) {
      hasNews = true
      if (apply(store, event, wanted)) changed()
    }
    return 'ended'
  } catch (error) {
    if (signal.aborted) return 'ended'
    if (!(error instanceof Failure)) throw error
    if (error.code === 'cluster/expired') return 'expired'
    return hasNews ? 'ended' : 'broken'
  }
}

/** A list that failed leaves the old objects, as stale since they were last current. */
function relisted(store: Store, seen: KindSeen, now: string): void {
  const hadSome = store.isListed && (store.shortfall === undefined || store.shortfall.state === 'stale')
  store.isListed = true
  if (seen.shortfall && seen.shortfall.state !== 'partial' && hadSome) {
    const since = store.shortfall?.since ?? now
    store.shortfall = { ...seen.shortfall, state: 'stale', since }
    return
  }
  store.objects.clear()
  for (const each of seen.objects) store.objects.set(keyOf(each), each)
  store.resourceVersion = seen.resourceVersion
  store.shortfall = seen.shortfall
}

/** True where something that is tracked changed. */
function apply(store: Store, event: WatchEvent, wanted: Wanted): boolean {
  if (event.type === 'BOOKMARK') {
    store.resourceVersion = event.resourceVersion || store.resourceVersion
    return false
  }
  store.resourceVersion = textAt(event.object, 'metadata', 'resourceVersion') ?? store.resourceVersion
  const key = keyOf(event.object)
  if (event.type === 'DELETED') return store.objects.delete(key)
  if (!isTracked(event.object, wanted)) return store.objects.delete(key)
  store.objects.set(key, slim(event.object))
  return true
}

function keyOf(object: JsonObject): string {
  return `${textAt(object, 'metadata', 'namespace') ?? ''}/${textAt(object, 'metadata', 'name') ?? ''}`
}

/** Wakes whoever waits; rung while nobody does, it is remembered once. */
function newBell(): { ring(): void; rung(): Promise<void> } {
  const waiting: (() => void)[] = []
  let isRung = false
  return {
    ring() {
      isRung = true
      for (const wake of waiting.splice(0)) wake()
    },
    async rung() {
      if (!isRung) await new Promise<void>((resolve) => waiting.push(resolve))
      isRung = false
    },
  }
}
