import type { KubeApi } from '../../model/kube-api.ts'
import type { Wanted, WantedKind } from '../../model/wanted.ts'
import type { KindSeen } from './kinds.ts'
import type { Reflector } from './reflector.ts'
import { admit, newReflector, reflect } from './reflector.ts'
import type { ObjectNews, Store } from './store.ts'
import { holds, seenIn } from './store.ts'

export interface InformerOptions {
  readonly open: () => Promise<KubeApi>
  /** RFC 3339 UTC. */
  readonly now: () => string
  /** Resolves early when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

/** What is followed on the hub: one list and one watch for each kind and place, however many environments want it. */
export interface SharedInformers {
  /** Follows what is wanted until `leave`. */
  join(wanted: Wanted, listener: Listener, signal: AbortSignal): Following
  /** A kind from what is followed; undefined where it is not followed, or the server was silent for too long. */
  known(kind: WantedKind, hubNamespace: string): KindSeen | undefined
}

export interface Listener {
  /** Something is new in what one of the stores holds: of one object, or without one of the whole kind. */
  onNews(store: Store, news?: ObjectNews): void
  /** A kind is followed no longer, because of a bug. */
  onBug(bug: unknown): void
}

export interface Following {
  readonly stores: readonly Store[]
  leave(): void
}

/** One kind, with those that listen to it. */
interface Informer {
  readonly reflector: Reflector
  readonly listeners: Set<Listener>
  readonly stop: AbortController
}

/** Environments that begin together are listed together. */
const GATHER_MS = 100
/** After a merge an environment leaves and comes back at once. */
const LINGER_MS = 30_000
/** An API server says something to every watch about once a minute. */
const SILENT_MS = 120_000

export function sharedInformers({ open, now, sleep }: InformerOptions): SharedInformers {
  const informers = new Map<string, Informer>()
  const start = (kind: WantedKind): Informer => {
    const informer = { reflector: newReflector(kind), listeners: new Set<Listener>(), stop: new AbortController() }
    const { reflector, listeners, stop } = informer
    const onNews = (news?: ObjectNews) => {
      for (const each of listeners) each.onNews(reflector.store, news)
    }
    const following = async (): Promise<void> => {
      await sleep(GATHER_MS, stop.signal)
      await reflect(reflector, { api: await open(), signal: stop.signal, now, sleep, onNews })
    }
    void following().catch((bug: unknown) => {
      informers.delete(idOf(kind))
      for (const each of listeners) each.onBug(bug)
    })
    informers.set(idOf(kind), informer)
    return informer
  }
  const stopUnlessWanted = (informer: Informer) => {
    if (informer.listeners.size > 0) return
    informer.stop.abort()
    const id = idOf(informer.reflector.store.wanted)
    if (informers.get(id) === informer) informers.delete(id)
  }
  return {
    join(wanted, listener, signal) {
      const joined = wanted.hub.map((kind) => informers.get(idOf(kind)) ?? start(kind))
      for (const { listeners, reflector } of joined) {
        listeners.add(listener)
        admit(reflector, wanted.hubNamespace)
      }
      return {
        stores: joined.map((each) => each.reflector.store),
        leave() {
          for (const { listeners } of joined) listeners.delete(listener)
          void sleep(LINGER_MS, signal).then(() => joined.forEach(stopUnlessWanted))
        },
      }
    },
    known(kind, hubNamespace) {
      const reflector = informers.get(idOf(kind))?.reflector
      if (!reflector || !holds(reflector.store, hubNamespace) || reflector.store.shortfall) return undefined
      return Date.parse(now()) - reflector.heardAt <= SILENT_MS ? seenIn(reflector.store, hubNamespace) : undefined
    },
  }
}

function idOf({ apiVersion, kind, namespace, names }: WantedKind): string {
  return [apiVersion, kind, namespace, names?.length === 1 ? names[0] : ''].join('|')
}
