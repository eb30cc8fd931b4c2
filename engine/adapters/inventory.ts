import { readFile, stat } from 'node:fs/promises'
import { loadAll } from 'js-yaml'
import { Failure } from '../model/failure.ts'
import type { Inventory } from '../model/inventory.ts'
import { CLUSTER_SET, inventoryOf, MANAGED_CLUSTER } from '../model/inventory.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { isObject, listAt } from '../model/json.ts'
import type { KubeApi } from '../model/kube-api.ts'

const FILE_LIMIT = 256 * 1024 * 1024

/** ManagedClusters and ManagedClusterSets of a YAML or JSON file, lists opened, as `kubectl get -o yaml` writes them. */
export async function inventoryFrom(path: string): Promise<Inventory> {
  const objects = await readObjects(path, 'inventory')
  const inventory = inventoryOf(objects)
  if (inventory.clusters.length > 0) return inventory
  throw new Failure('inventory/empty', `${path} holds no ManagedCluster`, {
    hint: 'write it with `kubectl get managedclusters,managedclustersets -o yaml`',
  })
}

/** The objects of one YAML or JSON file; `what` names it in failures. */
export async function readObjects(path: string, what: string): Promise<readonly JsonObject[]> {
  const size = await stat(path).then(
    (stats) => stats.size,
    () => 0,
  )
  if (size > FILE_LIMIT) {
    const hint = 'leave out what is no ManagedCluster, ManagedClusterSet or placement'
    throw new Failure(`${what}/too-large`, `${path} has more than ${FILE_LIMIT / 1024 / 1024} MiB`, { hint })
  }
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Failure(`${what}/unreadable`, `${path} cannot be opened`, { hint: 'name a YAML or JSON file', cause })
  })
  try {
    return (loadAll(text) as Json[]).flatMap(opened)
  } catch (cause) {
    throw new Failure(`${what}/not-yaml`, `${path} is not valid YAML`, { hint: 'it may be cut short', cause })
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
