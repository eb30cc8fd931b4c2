import type { DriftState } from '../../../../engine/model/drift.ts'
import type { TopologyState } from '../../../../engine/model/topology/state.ts'
import type { Topology } from '../../../../engine/model/topology.ts'

/** So many regions with so many clusters each, one tunnel, one Vault and one database. */
export function aTopology(regions: number, clustersEach = 1, nameOf = (i: number) => `cluster${i + 1}`): Topology {
  const places = Array.from({ length: regions }, (_, r) => ({
    cloud: 'aws',
    name: `region-${r + 1}`,
    clusters: Array.from({ length: clustersEach }, (_, c) => nameOf(r * clustersEach + c)),
  }))
  const clusters = places.flatMap((each) => each.clusters)
  const members = clusters.map((cluster) => ({ cluster, nodes: 3 }))
  const voters = 3 * clusters.length
  const quorum = Math.floor(voters / 2) + 1
  const afterRegion = voters - 3 * clustersEach - quorum
  return {
    environment: 'gdw',
    hub: { namespace: 'isthmus-gdw' },
    entries: ['global.example.com'],
    regions: places,
    links: { component: 'tunnel', clusters },
    services: [
      { name: 'vault', component: 'vault', kind: 'raft', members, voters, quorum, afterRegion },
      { name: 'database', component: 'database', kind: 'replication', members, voters: 5, quorum: 3, afterRegion: 0 },
    ],
  }
}

/** Every cluster in sync, but for these. */
export function aState(topology: Topology, states: Readonly<Record<string, DriftState>> = {}): TopologyState {
  const clusters = topology.regions.flatMap((each) => each.clusters)
  return {
    clusters: clusters.map((name) => ({
      name,
      state: states[name] ?? 'inSync',
      lastSeen: '2026-01-31T12:00:00Z',
      drifts: states[name] === 'drifted' ? 2 : 0,
      unhealthy: 0,
    })),
    services: topology.services.map(({ name, voters, quorum }) => ({ name, left: voters, tolerance: voters - quorum })),
    broken: [],
  }
}
