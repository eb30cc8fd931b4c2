import { Failure } from '../model/failure.ts'
import type { KubeApi } from '../model/kube-api.ts'
import type { ClusterObservation, Source } from '../model/observation.ts'
import type { Wanted } from '../model/wanted.ts'
import { lookAtCluster } from './contexts/look.ts'
import { inPool } from './contexts/pool.ts'

export interface ContextsOptions {
  readonly name: string
  /** Opens the API server of a cluster; fails where the kubeconfig has no context for it. */
  readonly open: (cluster: string) => Promise<KubeApi>
}

const CLUSTERS_AT_ONCE = 8

/**
 * Source: every cluster through a kubeconfig context of its own, read-only. Only the kinds and namespaces are listed that
 * the merged policies speak of, so the rights may be as narrow; Secrets only by name, and only where a policy compares one.
 */
export function contextsSource({ name, open }: ContextsOptions): Source {
  return {
    name,
    async observe(clusters, observedAt, wanted) {
      const seen = await inPool(clusters, CLUSTERS_AT_ONCE, (each) => observeCluster(each, open, observedAt, wanted))
      return { source: name, observedAt, clusters: seen }
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
    return await lookAtCluster(cluster, await open(cluster), wanted?.on(cluster) ?? [], observedAt)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { cluster, state: 'unknown', reason: error.message, lastSeen: null }
  }
}
