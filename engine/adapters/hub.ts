import type { JsonObject } from '../model/json.ts'
import type { ClusterViews, KubeApi } from '../model/kube-api.ts'
import type { HubObservation, Observation, Source } from '../model/observation.ts'
import { unseen } from '../model/observation.ts'
import type { Progress } from '../model/progress.ts'
import { toldBy } from '../model/progress.ts'
import type { Wanted, WantedKind } from '../model/wanted.ts'
import { followKinds } from './hub/follow.ts'
import type { SharedInformers } from './hub/informers.ts'
import { sharedInformers } from './hub/informers.ts'
import type { KindSeen } from './hub/kinds.ts'
import { readKind } from './hub/kinds.ts'
import { keeperOf } from './hub/tracked.ts'

export interface HubOptions {
  readonly name: string
  /** Which hub an environment is managed by, as `open` knows it; '' asks for where nothing says which environment it is. */
  readonly hubOf: (environment: string) => string
  readonly open: (hub: string) => Promise<KubeApi>
  /** Switched on: objects behind a violation are read through views. */
  readonly openViews?: (hub: string) => Promise<ClusterViews>
  /** RFC 3339 UTC. */
  readonly now: () => string
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly progress?: Progress
}

/**
 * Source: what a hub has itself, by list, or by list and watch; each environment is asked for on its own hub. It sees what the
 * agents on the clusters report: messages and their history, no fields and no managers. ConfigurationPolicies live on the
 * members and are not asked for.
 */
export function hubSource({ name, hubOf, open, openViews, now, sleep, progress }: HubOptions): Source {
  const followed = new Map<string, SharedInformers>()
  const informersOf = (hub: string): SharedInformers => {
    const informers = followed.get(hub) ?? sharedInformers({ open: () => open(hub), now, sleep })
    followed.set(hub, informers)
    return informers
  }
  return {
    name,
    async observe(clusters, observedAt, wanted = NOTHING) {
      const { environment, hubNamespace } = wanted
      const hub = hubOf(environment)
      const informers = informersOf(hub)
      const keep = keeperOf(new Set([hubNamespace]))
      // What is followed anyway need not be listed once more.
      const look = async (each: WantedKind) =>
        informers.known(each, hubNamespace) ?? readKind(await open(hub), each, keep)
      const words = { verb: 'asking the hub for', nameOf: listedAs }
      const told = toldBy(progress, wanted.hub.length, words, look)
      return observationOf(name, clusters, observedAt, await Promise.all(wanted.hub.map(told)))
    },
    ...(openViews
      ? {
          view: async ({ environment, cluster, object }) => (await openViews(hubOf(environment))).read(cluster, object),
        }
      : {}),
    async *follow(clusters, wanted, signal) {
      const informers = informersOf(hubOf(wanted.environment))
      for await (const kinds of followKinds({ informers, clusters, wanted, signal, sleep })) {
        yield observationOf(name, clusters, now(), kinds)
      }
    },
  }
}

const NOTHING: Wanted = { environment: '', hubNamespace: '', hub: [], on: () => [] }

function observationOf(
  source: string,
  names: readonly string[],
  observedAt: string,
  kinds: readonly KindSeen[],
): Observation {
  const clusters = unseen(names, 'the hub says nothing about it')
  // Of tens of thousands of objects each look takes one copy, in one piece.
  const none: readonly JsonObject[] = []
  const hub: HubObservation = {
    objects: none.concat(...kinds.map((each) => each.objects)),
    listed: kinds.filter(isWhole).map(({ wanted }) => listedAs(wanted)),
    shortfalls: kinds.flatMap((each) => each.shortfall ?? []),
    asOf: observedAt,
  }
  return { source, observedAt, clusters, hub }
}

function isWhole({ shortfall }: KindSeen): boolean {
  return shortfall === undefined || shortfall.state === 'stale'
}

function listedAs({ kind, namespace }: WantedKind): string {
  return namespace === '' ? kind : `${kind} ${namespace}`
}
