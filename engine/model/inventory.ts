import type { Json, JsonObject } from './json.ts'
import { at, isObject, listAt, textAt } from './json.ts'

/** A ManagedCluster, as far as placements look at it. */
export interface InventoryCluster {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly claims: Readonly<Record<string, string>>
  readonly taints: readonly { readonly key: string; readonly value: string; readonly effect: string }[]
  /** Status of each condition by type; the last of two counts. */
  readonly conditions: Readonly<Record<string, string>>
  readonly isTerminating: boolean
}

/** What the hub selects from. */
export interface Inventory {
  readonly clusters: readonly InventoryCluster[]
  /** The selector of each ManagedClusterSet; undefined: members carry the set's label. */
  readonly sets: ReadonlyMap<string, Json | undefined>
}

export const MANAGED_CLUSTER = { apiVersion: 'cluster.open-cluster-management.io/v1', kind: 'ManagedCluster' } as const
export const CLUSTER_SET = {
  apiVersion: 'cluster.open-cluster-management.io/v1beta2',
  kind: 'ManagedClusterSet',
} as const

/** The inventory among objects of a hub, clusters in order of name. */
export function inventoryOf(objects: readonly JsonObject[]): Inventory {
  const clusters = objects.filter((each) => each.kind === MANAGED_CLUSTER.kind).map(clusterOf)
  const sets = objects.filter((each) => each.kind === CLUSTER_SET.kind).map(setOf)
  return {
    clusters: clusters.filter((each) => each.name !== '').sort((a, b) => (a.name < b.name ? -1 : 1)),
    sets: new Map(sets),
  }
}

function clusterOf(object: JsonObject): InventoryCluster {
  const taints = listAt(object, 'spec', 'taints').map((each) => ({
    key: textAt(each, 'key') ?? '',
    value: textAt(each, 'value') ?? '',
    effect: textAt(each, 'effect') ?? '',
  }))
  return {
    name: textAt(object, 'metadata', 'name') ?? '',
    labels: textsAt(at(object, 'metadata', 'labels')),
    claims: pairs(listAt(object, 'status', 'clusterClaims'), 'name', 'value'),
    taints,
    conditions: pairs(listAt(object, 'status', 'conditions'), 'type', 'status'),
    isTerminating: textAt(object, 'metadata', 'deletionTimestamp') !== undefined,
  }
}

function setOf(object: JsonObject): readonly [string, Json | undefined] {
  const isSelector = textAt(object, 'spec', 'clusterSelector', 'selectorType') === 'LabelSelector'
  const selector = isSelector ? (at(object, 'spec', 'clusterSelector', 'labelSelector') ?? {}) : undefined
  return [textAt(object, 'metadata', 'name') ?? '', selector]
}

function textsAt(map: Json | undefined): Readonly<Record<string, string>> {
  const entries = Object.entries(isObject(map) ? map : {})
  return Object.fromEntries(entries.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])))
}

function pairs(list: readonly Json[], key: string, value: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    list.flatMap((each) => {
      const name = textAt(each, key)
      return name === undefined ? [] : [[name, textAt(each, value) ?? '']]
    }),
  )
}
