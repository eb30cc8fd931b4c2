import type { JsonObject } from './json.ts'

/** What a source says about one cluster. */
export type ClusterObservation =
  | {
      readonly cluster: string
      readonly state: 'seen'
      readonly observedAt: string
      readonly objects: readonly JsonObject[]
      readonly problems: readonly string[]
    }
  | { readonly cluster: string; readonly state: 'unknown'; readonly reason: string; readonly lastSeen: string | null }

/** One look at an environment. `observedAt` is RFC 3339 UTC. */
export interface Observation {
  readonly source: string
  readonly observedAt: string
  readonly clusters: readonly ClusterObservation[]
}

/** Port: something that can be asked what clusters look like. */
export interface Source {
  readonly name: string
  observe(clusters: readonly string[], observedAt: string): Promise<Observation>
}
