import type { ClusterState, PolicyState } from '../../model/drift.ts'
import type { Sighting } from './sightings.ts'

/** What one look at one cluster came to. */
export interface ClusterLook {
  readonly sighting: Sighting
  readonly policies: readonly PolicyState[]
  readonly state: ClusterState
}
