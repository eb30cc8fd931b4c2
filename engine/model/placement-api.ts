/** The API that selects clusters. PlacementRule is deprecated upstream since RHACM 2.8. */
export type PlacementApi = 'Placement' | 'PlacementRule'
