import type { ClusterProbe } from '../model/checkup.ts'
import type { ClusterViews, KubeApi } from '../model/kube-api.ts'
import type { LeaseStore } from '../model/lease.ts'
import type { ClusterOptions } from './cluster/api.ts'
import { apiOf } from './cluster/api.ts'
import { openContext, openKubeconfig } from './cluster/context.ts'
import type { KubeconfigPlace } from './cluster/kubeconfig.ts'
import type { LeasePlace } from './cluster/lease.ts'
import { leaseStoreOf } from './cluster/lease.ts'
import { probeOf } from './cluster/probe.ts'
import { viewsOf } from './cluster/views.ts'

/** The API servers of a kubeconfig. Only GET is ever sent, but by the views, to the Lease, and by questions about our own rights. */
export interface Clusters {
  /** Names of its contexts. */
  readonly contexts: readonly string[]
  readonly current: string
  open(context: string): Promise<KubeApi>
  openViews(context: string): Promise<ClusterViews>
  /** `now` is RFC 3339 UTC, for comparing clocks. */
  openProbe(context: string, now: () => string): Promise<ClusterProbe>
  openLease(context: string, place: LeasePlace): Promise<LeaseStore>
}

export async function clustersOf(place: KubeconfigPlace, options: ClusterOptions): Promise<Clusters> {
  const kubeconfig = await openKubeconfig(place)
  const config = kubeconfig.current()
  return {
    contexts: config.getContexts().map((each) => each.name),
    current: config.getCurrentContext(),
    open: async (context) => apiOf(await openContext(kubeconfig, context), options),
    openViews: async (context) => viewsOf(await openContext(kubeconfig, context), options),
    openProbe: async (context, now) => probeOf(await openContext(kubeconfig, context), { ...options, now }),
    openLease: async (context, place) => leaseStoreOf(await openContext(kubeconfig, context), place),
  }
}
