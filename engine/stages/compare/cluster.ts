import type { Json, JsonObject } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import { keyOf } from '../../model/kube.ts'
import type { ResourceType } from '../../model/resources.ts'
import { pluralOf, resourceTypeOf } from '../../model/resources.ts'
import type { ApiServer } from './api-server.ts'

/** The objects of one cluster, found by kind, namespace and name. */
export interface Cluster {
  /** How a kind is served there; undefined where the cluster does not know it. */
  typeOf(apiVersion: string, kind: string): ResourceType | undefined
  /** The first object of that name; the namespace of cluster-scoped kinds is ''. */
  get(apiVersion: string, kind: string, namespace: string, name: string): JsonObject | undefined
  /** All objects of a kind in a namespace, by name. */
  list(apiVersion: string, kind: string, namespace: string): readonly JsonObject[]
  readonly namespaces: readonly JsonObject[]
}

/** A cluster that remembers what was written to it, as the in-memory API server does. */
export interface WritableCluster extends Cluster {
  put(namespace: string, object: JsonObject): void
}

/** Every cluster has it, also where an observation does not say so. */
const DEFAULT_NAMESPACE: JsonObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } }

type Named = Map<string, JsonObject>

export function clusterOf(objects: readonly JsonObject[], server: ApiServer): Cluster {
  const known = customTypes(objects)
  const typeOf = (apiVersion: string, kind: string) =>
    resourceTypeOf(apiVersion, kind) ?? known.get(`${apiVersion}|${kind}`)
  const byPlace = new Map<string, Named>()
  for (const object of server === 'live' ? [...objects, DEFAULT_NAMESPACE] : [DEFAULT_NAMESPACE, ...objects]) {
    const key = keyOf(object)
    const type = typeOf(key.apiVersion, key.kind)
    const namespace = type?.namespaced === true ? key.namespace || 'default' : ''
    const place = `${key.apiVersion}|${key.kind}|${namespace}`
    const named = byPlace.get(place) ?? new Map<string, JsonObject>()
    byPlace.set(place, named)
    if (!named.has(key.name)) named.set(key.name, object)
  }
  const sorted = new Map<string, readonly JsonObject[]>()
  const list = (apiVersion: string, kind: string, namespace: string) => {
    const place = `${apiVersion}|${kind}|${namespace}`
    const found = sorted.get(place) ?? inNameOrder(byPlace.get(place))
    sorted.set(place, found)
    return found
  }
  return {
    typeOf,
    get: (apiVersion, kind, namespace, name) => byPlace.get(`${apiVersion}|${kind}|${namespace}`)?.get(name),
    list,
    namespaces: list('v1', 'Namespace', ''),
  }
}

/** Writes go to a layer of their own, so that one index serves many comparisons. */
export function writable(cluster: Cluster): WritableCluster {
  const written = new Map<string, JsonObject>()
  const idOf = (apiVersion: string, kind: string, namespace: string, name: string) =>
    JSON.stringify([apiVersion, kind, namespace, name])
  const latest = (apiVersion: string, kind: string, namespace: string, object: JsonObject) =>
    written.get(idOf(apiVersion, kind, namespace, keyOf(object).name)) ?? object
  return {
    typeOf: cluster.typeOf,
    namespaces: cluster.namespaces,
    get(apiVersion, kind, namespace, name) {
      const object = cluster.get(apiVersion, kind, namespace, name)
      return object && latest(apiVersion, kind, namespace, object)
    },
    list(apiVersion, kind, namespace) {
      const listed = cluster.list(apiVersion, kind, namespace)
      return written.size === 0 ? listed : listed.map((object) => latest(apiVersion, kind, namespace, object))
    },
    put(namespace, object) {
      const key = keyOf(object)
      written.set(idOf(key.apiVersion, key.kind, namespace, key.name), object)
    },
  }
}

function inNameOrder(named: Named | undefined): readonly JsonObject[] {
  return [...(named ?? [])].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, object]) => object)
}

/** Kinds that the observed CustomResourceDefinitions serve, and kinds of which an object is there. */
function customTypes(objects: readonly JsonObject[]): ReadonlyMap<string, ResourceType> {
  const types = new Map<string, ResourceType>()
  for (const object of objects) {
    const { apiVersion, kind, namespace } = keyOf(object)
    const seen = types.get(`${apiVersion}|${kind}`)
    if (!seen) types.set(`${apiVersion}|${kind}`, { plural: pluralOf(kind), namespaced: namespace !== '' })
  }
  for (const definition of objects.filter((each) => each.kind === 'CustomResourceDefinition')) {
    for (const [id, type] of served(definition)) types.set(id, type)
  }
  return types
}

function served(definition: JsonObject): readonly (readonly [string, ResourceType])[] {
  const spec = definition.spec
  const group = textAt(spec, 'group')
  const kind = textAt(spec, 'names', 'kind')
  if (!isObject(spec) || group === undefined || kind === undefined) return []
  const plural = textAt(spec, 'names', 'plural') ?? pluralOf(kind)
  const namespaced = textAt(spec, 'scope') !== 'Cluster'
  return listAt(spec, 'versions')
    .filter((version: Json) => at(version, 'served') !== false)
    .map((version) => [`${group}/${textAt(version, 'name') ?? ''}|${kind}`, { plural, namespaced }] as const)
}
