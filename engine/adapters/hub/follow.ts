import { newBell } from '../../model/bell.ts'
import type { Wanted } from '../../model/wanted.ts'
import type { SharedInformers } from './informers.ts'
import type { KindSeen } from './kinds.ts'
import type { ObjectNews, Store } from './store.ts'
import { holds, seenIn } from './store.ts'

export interface Following {
  readonly informers: SharedInformers
  readonly clusters: readonly string[]
  readonly wanted: Wanted
  readonly signal: AbortSignal
  /** Resolves early when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Events come in bursts; what arrives within this is one change. */
const SETTLE_MS = 200

/**
 * All kinds after the first list, and again after every change that concerns this environment. Memory holds each object
 * once and no queue of events: who reads slowly gets the latest state.
 */
export async function* followKinds(following: Following): AsyncIterable<readonly KindSeen[]> {
  const { informers, wanted, signal, sleep } = following
  const { hubNamespace } = wanted
  const bell = newBell()
  const clusters = new Set(following.clusters)
  const bugs: unknown[] = []
  const listener = {
    onNews(store: Store, news?: ObjectNews) {
      if (!news || concerns(store, news, hubNamespace, clusters)) bell.ring('news')
    },
    onBug(bug: unknown) {
      bugs.push(bug)
      bell.ring('a bug')
    },
  }
  const { stores, leave } = informers.join(wanted, listener, signal)
  // Where others follow the same, it is all there already.
  bell.ring('the start')
  try {
    while (!signal.aborted) {
      await bell.rung(signal)
      if (bugs.length > 0) throw bugs[0]
      await sleep(SETTLE_MS, signal)
      if (!signal.aborted && stores.every((each) => holds(each, hubNamespace)))
        yield stores.map((each) => seenIn(each, hubNamespace))
    }
  } finally {
    leave()
  }
}

function concerns(
  { wanted }: Store,
  { part, name }: ObjectNews,
  hubNamespace: string,
  clusters: ReadonlySet<string>,
): boolean {
  if (wanted.kind === 'Policy') return part === hubNamespace
  return wanted.kind !== 'ManagedCluster' || clusters.has(name)
}
