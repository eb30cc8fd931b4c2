/** The API that selects clusters. PlacementRule is deprecated upstream since RHACM 2.8. */
export type PlacementApi = 'Placement' | 'PlacementRule'

/** The APIs that a placement is rendered with. */
export function apisOf(api: PlacementApi | 'both'): readonly PlacementApi[] {
  return api === 'both' ? ['PlacementRule', 'Placement'] : [api]
}
