import { Failure } from '../../model/failure.ts'
import { inPool } from '../../model/in-pool.ts'
import type { JsonObject } from '../../model/json.ts'
import type { KubeApi } from '../../model/kube-api.ts'
import type { ClusterObservation, Shortfall, ShortfallState } from '../../model/observation.ts'
import { resourceTypeOf } from '../../model/resources.ts'
import type { WantedKind } from '../../model/wanted.ts'

const KINDS_AT_ONCE = 4
/** One list alone may be too long for its time. */
const FIRST_KINDS = 2

interface Part {
  readonly objects: readonly JsonObject[]
  readonly shortfalls: readonly Shortfall[]
  /** Nothing answered at all. */
  readonly isSilent?: boolean
  /** It does not serve what every API server serves: a proxy or a load balancer answers in its place. */
  readonly isHollow?: boolean
}

/**
 * One cluster as its own API server shows it: the kinds that policies speak of, and what of them could not be seen. One
 * that does not answer is not asked for every kind in turn.
 */
export async function lookAtCluster(
  cluster: string,
  api: KubeApi,
  wanted: readonly WantedKind[],
  observedAt: string,
): Promise<ClusterObservation> {
  const head = await inPool(wanted.slice(0, FIRST_KINDS), KINDS_AT_ONCE, (each) => readKind(api, each))
  const isSilent = head.length > 0 && head.every((each) => each.isSilent === true)
  const rest = isSilent ? [] : await inPool(wanted.slice(FIRST_KINDS), KINDS_AT_ONCE, (each) => readKind(api, each))
  const parts = [...head, ...rest]
  const hollow = parts.find((each) => each.isHollow === true)?.shortfalls[0]
  if (hollow !== undefined) return { cluster, state: 'unknown', reason: hollow.message, lastSeen: null }
  const shortfalls = parts.flatMap((each) => each.shortfalls)
  const [first] = shortfalls
  const lost = shortfalls.filter((each) => each.state === 'unreachable' || each.state === 'forbidden')
  if (first !== undefined && (isSilent || lost.length === wanted.length)) {
    const isRefused = lost.every((each) => each.state === 'forbidden')
    return { cluster, state: 'unknown', reason: first.message, lastSeen: null, ...(isRefused ? { isRefused } : {}) }
  }
  const objects = parts.flatMap((each) => each.objects)
  return { cluster, state: 'seen', observedAt, objects, problems: [], ...(first === undefined ? {} : { shortfalls }) }
}

async function readKind(api: KubeApi, wanted: WantedKind): Promise<Part> {
  const { apiVersion, kind, namespace, names } = wanted
  const short = (state: ShortfallState, error: unknown): Shortfall => {
    const message = `${kind}${namespace === '' ? '' : ` in ${namespace}`}: ${wordsOf(error)}`
    return { apiVersion, kind, namespace, state, message, since: null }
  }
  const selectors = names === null ? [undefined] : names.map((each) => `metadata.name=${each}`)
  const objects: JsonObject[] = []
  try {
    for (const fieldSelector of selectors) {
      const listed = await api.list({ apiVersion, kind, namespace, ...(fieldSelector ? { fieldSelector } : {}) })
      objects.push(...listed.objects)
      if (listed.cut) return { objects, shortfalls: [short('partial', listed.cut)] }
    }
    return { objects: [...objects, ...(await definitionOf(api, wanted))], shortfalls: [] }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    if (error.code === 'cluster/not-served' && isEverywhere(wanted)) {
      const nobody = new Error(`${error.message}: what answers there is no Kubernetes API server`)
      return { objects: [], shortfalls: [short('unreachable', nobody)], isHollow: true }
    }
    // A kind that is not served has no objects: that is an answer.
    if (error.code === 'cluster/not-served') return { objects: [], shortfalls: [] }
    const isRefused = error.code === 'cluster/forbidden' || error.code === 'cluster/unauthorized'
    const isPart = objects.length > 0
    const shortfalls = [short(isPart ? 'partial' : isRefused ? 'forbidden' : 'unreachable', error)]
    return { objects, shortfalls, isSilent: error.code === 'cluster/unreachable' }
  }
}

/** A mistaken kind of the core API is served nowhere. */
function isEverywhere({ apiVersion, kind }: WantedKind): boolean {
  return apiVersion === 'v1' && resourceTypeOf(apiVersion, kind) !== undefined
}

/** A refused login is nobody's outage: what to do about it goes with it. */
function wordsOf(error: unknown): string {
  if (error instanceof Failure && error.code === 'cluster/unauthorized') return `${error.message}; ${error.hint}`
  return error instanceof Error ? error.message : String(error)
}

/** What tells a comparison that a custom kind is served although no object of it is there: the bare outline of its CRD. */
async function definitionOf(api: KubeApi, { apiVersion, kind }: WantedKind): Promise<readonly JsonObject[]> {
  if (resourceTypeOf(apiVersion, kind)) return []
  const type = await api.typeOf(apiVersion, kind)
  const [group = '', version = ''] = apiVersion.split('/')
  if (!type || version === '') return []
  return [
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${type.plural}.${group}` },
      spec: {
        group,
        names: { kind, plural: type.plural },
        scope: type.namespaced ? 'Namespaced' : 'Cluster',
        versions: [{ name: version, served: true }],
      },
    },
  ]
}
