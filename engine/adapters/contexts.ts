import { Failure } from '../model/failure.ts'
import { inPool } from '../model/in-pool.ts'
import type { KubeApi } from '../model/kube-api.ts'
import type { ClusterObservation, HubObservation, Source } from '../model/observation.ts'
import { HUB_CLUSTER } from '../model/plan.ts'
import type { Progress } from '../model/progress.ts'
import { toldBy } from '../model/progress.ts'
import type { Wanted, WantedKind } from '../model/wanted.ts'
import { lookAtCluster } from './contexts/look.ts'

export interface ContextsOptions {
  readonly name: string
  /**
   * Opens the API server of an environment's cluster; fails where the kubeconfig has no context for it. Of `local-cluster` there is
   * one a hub.
   */
  readonly open: (cluster: string, environment: string) => Promise<KubeApi>
  readonly progress?: Progress
}

const CLUSTERS_AT_ONCE = 8

/**
 * Source: every cluster through a kubeconfig context of its own, read-only. Only the kinds and namespaces are listed that
 * the merged policies speak of, so the rights may be as narrow; Secrets only by name, and only where a policy compares one.
 */
export function contextsSource({ name, open, progress }: ContextsOptions): Source {
  return {
    name,
    async observe(clusters, observedAt, wanted) {
      const words = { verb: 'looking at', nameOf: (cluster: string) => cluster }
      const lookAt = (cluster: string) => observeCluster(cluster, open, observedAt, wanted)
      const seen = await inPool(clusters, CLUSTERS_AT_ONCE, toldBy(progress, clusters.length, words, lookAt))
      const hub = wanted === undefined ? undefined : await observeHub(open, observedAt, wanted)
      return { source: name, observedAt, clusters: seen, ...(hub ? { hub } : {}) }
    },
  }
}

async function observeCluster(
  cluster: string,
  open: ContextsOptions['open'],
  observedAt: string,
  wanted: Wanted | undefined,
): Promise<ClusterObservation> {
  try {
    return await lookAtCluster(
      cluster,
      await open(cluster, wanted?.environment ?? ''),
      wanted?.on(cluster) ?? [],
      observedAt,
    )
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { cluster, state: 'unknown', reason: error.message, lastSeen: null }
  }
}

/** What the hub itself says, where there is a context for it; without one nothing is known of what was delivered. */
async function observeHub(
  open: ContextsOptions['open'],
  observedAt: string,
  wanted: Wanted,
): Promise<HubObservation | undefined> {
  const seen = await lookAtHub(open, observedAt, wanted)
  if (seen?.state !== 'seen') return undefined
  const { objects, shortfalls = [] } = seen
  const isWhole = ({ kind, namespace }: WantedKind) =>
    shortfalls.every((each) => each.kind !== kind || each.namespace !== namespace)
  const listed = wanted.hub.filter(isWhole).map(({ kind, namespace }) => `${kind} ${namespace}`.trimEnd())
  return { objects, listed, shortfalls, asOf: observedAt }
}

async function lookAtHub(
  open: ContextsOptions['open'],
  observedAt: string,
  wanted: Wanted,
): Promise<ClusterObservation | undefined> {
  try {
    return await lookAtCluster(HUB_CLUSTER, await open(HUB_CLUSTER, wanted.environment), wanted.hub, observedAt)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return undefined
  }
}
