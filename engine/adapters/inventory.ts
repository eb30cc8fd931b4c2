import { loadAll } from 'js-yaml'
import type { SourceFile } from '../model/document.ts'
import { Failure } from '../model/failure.ts'
import type { Inventory } from '../model/inventory.ts'
import { CLUSTER_SET, inventoryOf, MANAGED_CLUSTER } from '../model/inventory.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { isObject, listAt } from '../model/json.ts'
import type { KubeApi } from '../model/kube-api.ts'
import { DEPTH_LIMIT, nodeLimitOf, walkable } from '../model/walkable.ts'

/** ManagedClusters and ManagedClusterSets of a YAML or JSON file, lists opened, as `kubectl get -o yaml` writes them. */
export function inventoryIn(file: SourceFile): Inventory {
  const inventory = inventoryOf(objectsIn(file, 'inventory'))
  if (inventory.clusters.length > 0) return inventory
  throw new Failure('inventory/empty', `${file.path} holds no ManagedCluster`, {
    hint: 'write it with `kubectl get managedclusters,managedclustersets -o yaml`',
  })
}

/** The objects of one YAML or JSON file; `what` names it in failures, which quote nothing of it. */
export function objectsIn({ path, text }: SourceFile, what: string): readonly JsonObject[] {
  const documents = parsed(text)
  if (documents === undefined)
    throw new Failure(`${what}/not-yaml`, `${path} is not valid YAML`, { hint: 'it may be cut short' })
  const read = walkable(documents, nodeLimitOf(text))
  if (read.length === documents.length) return read.flatMap(opened)
  throw new Failure(`${what}/swollen`, `${path} is nested too deep, or swollen by aliases`, {
    hint: 'write it with `kubectl get -o yaml`',
  })
}

function parsed(text: string): readonly Json[] | undefined {
  try {
    return loadAll(text, { maxDepth: DEPTH_LIMIT }) as readonly Json[]
  } catch {
    return undefined
  }
}

function opened(document: Json): readonly JsonObject[] {
  if (!isObject(document)) return []
  const items = listAt(document, 'items')
  return items.length > 0 ? items.flatMap(opened) : [document]
}

/** The same from the hub itself. */
export async function inventoryOn(hub: KubeApi): Promise<Inventory> {
  const listed = await Promise.all([hub.list(MANAGED_CLUSTER), hub.list(CLUSTER_SET)])
  const typed = [MANAGED_CLUSTER, CLUSTER_SET].flatMap((type, i) =>
    (listed[i]?.objects ?? []).map((each) => ({ ...each, ...type })),
  )
  return inventoryOf(typed)
}
