import type { Capability } from './component.ts'
import type { Environment } from './environment.ts'
import type { JsonObject } from './json.ts'
import type { PolicyPlacement } from './policy-placement.ts'
import type { Topology } from './topology.ts'
import type { Origin } from './traced.ts'

/** An object that the expansion made, with the inputs that asked for its values (pointer into the object). */
export interface PlannedObject {
  readonly object: JsonObject
  readonly origins: ReadonlyMap<string, readonly Origin[]>
}

/** One RHACM Policy of the plan. */
export interface PlannedPolicy extends PlannedObject {
  readonly name: string
  /** Component, or authored policy folder, that it comes from. */
  readonly component: string
  readonly stateful: boolean
  /** Names of the clusters it is placed on; `local-cluster` for the hub. */
  readonly clusters: readonly string[]
  /** The PolicyPlacement document that places it. */
  readonly placement: string
}

/** Everything an expansion says about one environment, as data, before it is written. */
export interface Plan {
  readonly environment: Environment
  readonly placements: readonly PolicyPlacement[]
  /** What the components in use give. */
  readonly capabilities: readonly Capability[]
  /** What the environment consists of, and how it hangs together. */
  readonly topology: Topology
  readonly policies: readonly PlannedPolicy[]
  /** In a wave: clusters that the environment no longer has, with policies whose turn to go comes later. */
  readonly leaving?: readonly { readonly name: string; readonly cloud: string; readonly region: string }[]
  /** PlacementRules or Placements and PlacementBindings. */
  readonly bindings: readonly PlannedObject[]
  /** Namespaces, cluster-set bindings and what policies need beside them on the hub. */
  readonly support: readonly PlannedObject[]
}

/** The hub's own name as a managed cluster. */
export const HUB_CLUSTER = 'local-cluster'
