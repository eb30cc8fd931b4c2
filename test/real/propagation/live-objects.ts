import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { isObject, listAt, textAt } from '../../../engine/model/json.ts'
import type { Cluster } from '../testbed/cluster.ts'

/** What one pass has read of a cluster: each kind is listed once. */
export interface LiveObjects {
  readonly cluster: Cluster
  /** How the kind is served; undefined where it is not. */
  type(apiVersion: string, kind: string): Promise<ServedKind | undefined>
  all(apiVersion: string, kind: string): Promise<readonly JsonObject[]>
  one(apiVersion: string, kind: string, namespace: string, name: string): Promise<JsonObject | undefined>
}

export interface ServedKind {
  readonly plural: string
  readonly namespaced: boolean
}

export function liveObjects(cluster: Cluster): LiveObjects {
  const lists = new Map<string, Promise<readonly JsonObject[]>>()
  const served = new Map<string, Promise<ReadonlyMap<string, ServedKind>>>()
  const all = (apiVersion: string, kind: string) =>
    remembered(lists, `${apiVersion} ${kind}`, () => cluster.list(apiVersion, kind))
  return {
    cluster,
    all,
    type: async (apiVersion, kind) =>
      (await remembered(served, apiVersion, () => discovered(cluster, apiVersion))).get(kind),
    // The list of all definitions is megabytes; one of them is not.
    one: async (apiVersion, kind, namespace, name) => {
      if (kind === 'CustomResourceDefinition') return await cluster.get(apiVersion, kind, namespace, name)
      const isIt = (each: Json) =>
        textAt(each, 'metadata', 'name') === name && (textAt(each, 'metadata', 'namespace') ?? '') === namespace
      return (await all(apiVersion, kind)).find(isIt)
    },
  }
}

function remembered<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? make()
  known.set(key, found)
  return found
}

async function discovered(cluster: Cluster, apiVersion: string): Promise<ReadonlyMap<string, ServedKind>> {
  const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  const { status, body } = await cluster.ask({ path })
  if (status !== 200) return new Map()
  return new Map(
    listAt(body, 'resources').flatMap((each): [string, ServedKind][] => {
      const plural = textAt(each, 'name') ?? ''
      if (!isObject(each) || plural.includes('/')) return []
      return [[textAt(each, 'kind') ?? '', { plural, namespaced: each.namespaced === true }]]
    }),
  )
}
