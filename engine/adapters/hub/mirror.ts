import type { KubeApi } from '../../model/kube-api.ts'
import type { Wanted, WantedKind } from '../../model/wanted.ts'
import type { KindSeen } from './kinds.ts'
import type { News, Store } from './store.ts'
import { holds, keep, newStore, seenIn } from './store.ts'

export interface MirrorOptions {
  readonly open: () => Promise<KubeApi>
  /** RFC 3339 UTC. */
  readonly now: () => string
  /** Resolves early when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

/** What is followed on the hub: one list and one watch for each kind and place, however many environments want it. */
export interface Mirror {
  /** Follows what is wanted until `leave`; `onNews` is called for whatever concerns it. */
  join(wanted: Wanted, onNews: (store: Store, news: News) => void, signal: AbortSignal): Joined
  /** A kind from what is followed; undefined where it is not followed, or the server was silent for too long. */
  known(kind: WantedKind, hubNamespace: string): KindSeen | undefined
}

export interface Joined {
  readonly stores: readonly Store[]
  leave(): void
}

interface Shared {
  readonly store: Store
  readonly listeners: Set<(news: News) => void>
  readonly stop: AbortController
}

/** Environments that begin together are listed together. */
const GATHER_MS = 100
/** After a merge an environment leaves and comes back at once. */
const LINGER_MS = 30_000
/** An API server says something to every watch about once a minute. */
const SILENT_MS = 120_000

export function hubMirror({ open, now, sleep }: MirrorOptions): Mirror {
  const followed = new Map<string, Shared>()
  const start = (wanted: WantedKind): Shared => {
    const store = newStore(wanted)
    const listeners = new Set<(news: News) => void>()
    const stop = new AbortController()
    const changed = (news: News) => {
      for (const each of listeners) each(news)
    }
    const following = async (): Promise<void> => {
      await sleep(GATHER_MS, stop.signal)
      await keep(store, { api: await open(), signal: stop.signal, now, sleep, changed })
    }
    void following().catch((bug: unknown) => {
      followed.delete(idOf(wanted))
      changed({ bug })
    })
    return { store, listeners, stop }
  }
  const stopUnlessWanted = ({ store, listeners, stop }: Shared) => {
    if (listeners.size > 0) return
    stop.abort()
    if (followed.get(idOf(store.wanted))?.store === store) followed.delete(idOf(store.wanted))
  }
  return {
    join(wanted, onNews, signal) {
      const joined = wanted.hub.map((kind) => {
        const shared = followed.get(idOf(kind)) ?? start(kind)
        followed.set(idOf(kind), shared)
        const listener = (news: News) => onNews(shared.store, news)
        shared.listeners.add(listener)
        admit(shared.store, wanted.hubNamespace)
        return { shared, listener }
      })
      return {
        stores: joined.map((each) => each.shared.store),
        leave() {
          for (const { shared, listener } of joined) shared.listeners.delete(listener)
          const later = () => {
            for (const each of joined) stopUnlessWanted(each.shared)
          }
          void sleep(LINGER_MS, signal).then(later)
        },
      }
    },
    known(kind, hubNamespace) {
      const store = followed.get(idOf(kind))?.store
      if (!store || !holds(store, hubNamespace) || store.shortfall) return undefined
      return Date.parse(now()) - store.heardAt <= SILENT_MS ? seenIn(store, hubNamespace) : undefined
    },
  }
}

/** Of a namespace that comes later nothing was kept so far. */
function admit(store: Store, hubNamespace: string): void {
  if (store.namespaces.has(hubNamespace)) return
  store.namespaces.add(hubNamespace)
  if (store.wanted.kind === 'Policy') store.startOver()
}

function idOf({ apiVersion, kind, namespace, names }: WantedKind): string {
  return [apiVersion, kind, namespace, names?.length === 1 ? names[0] : ''].join('|')
}
