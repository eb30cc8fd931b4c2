import type { ClusterViews, KubeApi } from '../model/kube-api.ts'
import type { ClusterObservation, HubObservation, Observation, Source } from '../model/observation.ts'
import type { Wanted } from '../model/wanted.ts'
import { followKinds } from './hub/follow.ts'
import type { KindSeen } from './hub/kinds.ts'
import { readKind } from './hub/kinds.ts'

export interface HubOptions {
  readonly name: string
  readonly open: () => Promise<KubeApi>
  /** Switched on: objects behind a violation are read through views. */
  readonly openViews?: () => Promise<ClusterViews>
  /** RFC 3339 UTC. */
  readonly now: () => string
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

/**
 * Source: the hub's own objects, by list, or by list and watch. It sees what the agents on the clusters report: messages and
 * their history, no fields and no managers. ConfigurationPolicies live on the members and are not asked for.
 */
export function hubSource({ name, open, openViews, now, sleep }: HubOptions): Source {
  return {
    name,
    async observe(clusters, observedAt, wanted = NOTHING) {
      const api = await open()
      const kinds = await Promise.all(wanted.hub.map((each) => readKind(api, each, wanted)))
      return observationOf(name, clusters, observedAt, kinds)
    },
    ...(openViews ? { view: async (cluster, object) => (await openViews()).read(cluster, object) } : {}),
    async *follow(clusters, wanted, signal) {
      const api = await open()
      for await (const kinds of followKinds({ api, wanted, signal, now, sleep })) {
        yield observationOf(name, clusters, now(), kinds)
      }
    },
  }
}

const NOTHING: Wanted = { hubNamespace: '', hub: [], on: () => [] }

function observationOf(
  source: string,
  names: readonly string[],
  observedAt: string,
  kinds: readonly KindSeen[],
): Observation {
  const reason = 'the hub says nothing about it'
  const clusters = names.map((cluster): ClusterObservation => ({ cluster, state: 'unknown', reason, lastSeen: null }))
  const hub: HubObservation = {
    objects: kinds.flatMap((each) => each.objects),
    listed: kinds.filter(isWhole).map(({ wanted }) => listedAs(wanted)),
    shortfalls: kinds.flatMap((each) => each.shortfall ?? []),
    asOf: observedAt,
  }
  return { source, observedAt, clusters, hub }
}

function isWhole({ shortfall }: KindSeen): boolean {
  return shortfall === undefined || shortfall.state === 'stale'
}

function listedAs({ kind, namespace }: KindSeen['wanted']): string {
  return namespace === '' ? kind : `${kind} ${namespace}`
}
