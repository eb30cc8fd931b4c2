import { Failure } from '../../model/failure.ts'
import type { JsonObject } from '../../model/json.ts'
import type { KubeApi } from '../../model/kube-api.ts'
import type { ClusterObservation, Shortfall, ShortfallState } from '../../model/observation.ts'
import { resourceTypeOf } from '../../model/resources.ts'
import type { WantedKind } from '../../model/wanted.ts'
import { inPool } from './pool.ts'

const KINDS_AT_ONCE = 4

interface Part {
  readonly objects: readonly JsonObject[]
  readonly shortfalls: readonly Shortfall[]
}

/** One cluster as its own API server shows it: the kinds that policies speak of, and what of them could not be seen. */
export async function lookAtCluster(
  cluster: string,
  api: KubeApi,
  wanted: readonly WantedKind[],
  observedAt: string,
): Promise<ClusterObservation> {
  const parts = await inPool(wanted, KINDS_AT_ONCE, (each) => readKind(api, each))
  const shortfalls = parts.flatMap((each) => each.shortfalls)
  const [first] = shortfalls
  const lost = shortfalls.filter((each) => each.state === 'unreachable' || each.state === 'forbidden')
  if (first !== undefined && lost.length === wanted.length) {
    return { cluster, state: 'unknown', reason: first.message, lastSeen: null }
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
    // A kind that is not served has no objects: that is an answer.
    if (error.code === 'cluster/not-served') return { objects: [], shortfalls: [] }
    const isRefused = error.code === 'cluster/forbidden' || error.code === 'cluster/unauthorized'
    const isPart = objects.length > 0
    return { objects, shortfalls: [short(isPart ? 'partial' : isRefused ? 'forbidden' : 'unreachable', error)] }
  }
}

function wordsOf(error: unknown): string {
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
