import type { Wanted } from '../../model/wanted.ts'
import type { KindSeen } from './kinds.ts'
import type { Mirror } from './mirror.ts'
import type { News, Store } from './store.ts'
import { holds, seenIn } from './store.ts'

export interface Following {
  readonly mirror: Mirror
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
  const { mirror, wanted, signal, sleep } = following
  const { hubNamespace } = wanted
  const bell = newBell()
  const clusters = new Set(following.clusters)
  const bugs: unknown[] = []
  const onNews = (store: Store, news: News) => {
    if ('bug' in news) bugs.push(news.bug)
    if (concerns(store, news, hubNamespace, clusters)) bell.ring()
  }
  const { stores, leave } = mirror.join(wanted, onNews, signal)
  signal.addEventListener('abort', bell.ring, { once: true })
  // Where others follow the same, it is all there already.
  bell.ring()
  try {
    while (!signal.aborted) {
      await bell.rung()
      if (bugs.length > 0) throw bugs[0]
      await sleep(SETTLE_MS, signal)
      if (!signal.aborted && stores.every((each) => holds(each, hubNamespace)))
        yield stores.map((each) => seenIn(each, hubNamespace))
    }
  } finally {
    signal.removeEventListener('abort', bell.ring)
    leave()
  }
}

function concerns(
  { wanted }: Store,
  { part, name }: News,
  hubNamespace: string,
  clusters: ReadonlySet<string>,
): boolean {
  if (part === undefined) return true
  if (wanted.kind === 'Policy') return part === hubNamespace
  return wanted.kind !== 'ManagedCluster' || name === undefined || clusters.has(name)
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
