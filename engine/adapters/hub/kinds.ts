import { Failure } from '../../model/failure.ts'
import type { JsonObject } from '../../model/json.ts'
import type { KubeApi, ListRequest } from '../../model/kube-api.ts'
import type { Shortfall, ShortfallState } from '../../model/observation.ts'
import type { WantedKind } from '../../model/wanted.ts'
import type { Keep } from './tracked.ts'

/** One kind of the hub as it was listed, or as it is followed. */
export interface KindSeen {
  readonly wanted: WantedKind
  readonly objects: readonly JsonObject[]
  readonly shortfall?: Shortfall
}

export interface KindListed extends KindSeen {
  /** Where a watch goes on from; '' where there is nothing to go on from: the list failed, or nothing serves the kind. */
  readonly resourceVersion: string
}

export function requestOf({ apiVersion, kind, namespace, names }: WantedKind): ListRequest {
  const only = names?.length === 1 ? { fieldSelector: `metadata.name=${names[0]}` } : {}
  return { apiVersion, kind, namespace, ...only }
}

/** Lists one kind, of which `keep` says what is kept, page by page. A hub without its CRD has none of it: that is an answer, not a shortfall. */
export async function readKind(api: KubeApi, wanted: WantedKind, keep: Keep): Promise<KindListed> {
  const { apiVersion, kind, namespace } = wanted
  const short = (state: ShortfallState, error: Error): Shortfall => {
    return { apiVersion, kind, namespace, state, message: `${kind} on the hub: ${error.message}`, since: null }
  }
  try {
    const listed = await api.list(requestOf(wanted), keep)
    const seen = { wanted, objects: listed.objects, resourceVersion: listed.resourceVersion }
    return listed.cut ? { ...seen, shortfall: short('partial', listed.cut) } : seen
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    if (error.code === 'cluster/not-served') return { wanted, objects: [], resourceVersion: '' }
    const isRefused = error.code === 'cluster/forbidden' || error.code === 'cluster/unauthorized'
    return {
      wanted,
      objects: [],
      resourceVersion: '',
      shortfall: short(isRefused ? 'forbidden' : 'unreachable', error),
    }
  }
}
