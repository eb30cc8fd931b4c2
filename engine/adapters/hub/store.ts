import type { JsonObject } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'
import type { WatchEvent } from '../../model/kube-api.ts'
import type { Shortfall } from '../../model/observation.ts'
import type { WantedKind } from '../../model/wanted.ts'
import type { KindSeen } from './kinds.ts'
import type { Parts } from './parts.ts'
import { objectsIn, put, removeBut, replaceAll } from './parts.ts'
import type { Keep } from './tracked.ts'
import { hubNamespaceOf } from './tracked.ts'

/** One kind as the last list or event left it, once for all environments that want it. Of Policies each has a share, by hub namespace. */
export interface Store {
  readonly wanted: WantedKind
  /** Hub namespaces whose Policies are kept; of other kinds everything is. */
  readonly namespaces: Set<string>
  /** Those that were asked for, whether they could be listed or not. */
  readonly listed: Set<string>
  /** Those that some list has brought. */
  readonly brought: Set<string>
  readonly parts: Parts
  shortfall: Shortfall | undefined
  isListed: boolean
}

type ObjectEvent = Exclude<WatchEvent, { readonly type: 'BOOKMARK' }>

/** An object that came, went or changed; `part` is that of its environment, as in `Parts`. */
export interface ObjectNews {
  readonly part: string
  readonly name: string
}

export function newStore(wanted: WantedKind): Store {
  return {
    wanted,
    namespaces: new Set(),
    listed: new Set(),
    brought: new Set(),
    parts: new Map(),
    shortfall: undefined,
    isListed: false,
  }
}

/** True where a namespace has joined of which no list was asked yet. */
export function isBehind({ wanted, namespaces, listed }: Store): boolean {
  return wanted.kind === 'Policy' && [...namespaces].some((each) => !listed.has(each))
}

/** True where this environment's share of the kind was listed. */
export function holds(store: Store, hubNamespace: string): boolean {
  return store.isListed && (store.wanted.kind !== 'Policy' || store.listed.has(hubNamespace))
}

/** The kind as an environment sees it. */
export function seenIn(store: Store, hubNamespace: string): KindSeen {
  const { wanted } = store
  const shortfall = shortfallIn(store, hubNamespace)
  const objects = objectsIn(store.parts, wanted.kind === 'Policy' ? hubNamespace : '')
  return { wanted, objects, ...(shortfall ? { shortfall } : {}) }
}

/** Of whoever joined since the last list that went well there is nothing from before. */
function shortfallIn({ wanted, shortfall, brought }: Store, hubNamespace: string): Shortfall | undefined {
  const isNew = wanted.kind === 'Policy' && !brought.has(hubNamespace)
  return shortfall?.state === 'stale' && isNew ? { ...shortfall, state: 'unreachable', since: null } : shortfall
}

/**
 * Takes over a list, which was asked for these namespaces. One that failed leaves the old objects, as stale since they were last
 * current; what is as before stays the very same value. True where anything is new. `now`: RFC 3339 UTC.
 */
export function takeList(store: Store, seen: KindSeen, namespaces: readonly string[], now: string): boolean {
  const hadSome = store.isListed && (store.shortfall === undefined || store.shortfall.state === 'stale')
  const isFirst = !store.isListed || namespaces.some((each) => !store.listed.has(each))
  const before = store.shortfall
  store.isListed = true
  for (const each of namespaces) store.listed.add(each)
  if (seen.shortfall && seen.shortfall.state !== 'partial' && hadSome) {
    store.shortfall = { ...seen.shortfall, state: 'stale', since: before?.since ?? now }
    return isFirst || before?.message !== seen.shortfall.message
  }
  for (const each of namespaces) store.brought.add(each)
  const isOther = replaceAll(store.parts, seen.objects, (each) => partOf(store, each))
  store.shortfall = seen.shortfall
  return isFirst || isOther || before?.message !== seen.shortfall?.message
}

/** Takes over an event of the watch; undefined where nothing that is looked at changed. */
export function takeEvent(store: Store, { type, object }: ObjectEvent, keep: Keep): ObjectNews | undefined {
  const name = textAt(object, 'metadata', 'name') ?? ''
  const kept = type === 'DELETED' ? undefined : keep(object)
  const home = kept && partOf(store, kept)
  const [gone] = removeBut(store.parts, home, object)
  if (kept && home !== undefined) return put(store.parts, home, kept) ? { part: home, name } : undefined
  return gone === undefined ? undefined : { part: gone, name }
}

function partOf({ wanted, namespaces }: Store, object: JsonObject): string | undefined {
  return wanted.kind === 'Policy' ? hubNamespaceOf(object, namespaces) : ''
}
