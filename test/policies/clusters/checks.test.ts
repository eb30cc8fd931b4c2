import { expect, test } from 'vitest'
import type { JsonObject } from '../../../engine/model/json.ts'
import { clusters } from '../../../policies/clusters/index.ts'
import type { Situation } from './a-component-input.ts'
import { aCluster, expandIn, findingsIn } from './a-component-input.ts'

const hive = (more: JsonObject = {}) => ({
  clusters: { provision: 'hive', release: { image: `r@sha256:${'a'.repeat(64)}` }, ...more },
})
const network = aCluster(0).network

const cases: readonly [string, Situation, readonly string[]][] = [
  ['three sound imported clusters', {}, []],
  ['three sound clusters for Hive', { components: hive() }, []],
  [
    'a label that the engine writes itself',
    { clusters: [aCluster(0, 'aws', { labels: { region: 'moon' } })] },
    ['clusters/reserved-label error /spec/clusters/0/labels/region'],
  ],
  [
    'labels that Kubernetes refuses',
    { clusters: [aCluster(0, 'aws', { labels: { 'a/b/c': 'x', ok: 'no spaces', 'example.com/fine': 'x' } })] },
    [
      'clusters/invalid-label error /spec/clusters/0/labels/a~1b~1c',
      'clusters/invalid-label error /spec/clusters/0/labels/ok',
    ],
  ],
  [
    'a region that no label can hold',
    { clusters: [aCluster(0, 'other', { region: 'hall 1', zones: ['a'] })] },
    ['clusters/invalid-region error /spec/clusters/0/region'],
  ],
  [
    'zones of another region',
    {
      clusters: [
        aCluster(0, 'aws', { zones: ['us-east-1a', 'us-west-2b'] }),
        aCluster(1, 'azure', { zones: ['westus-1'] }),
      ],
    },
    ['clusters/foreign-zone error /spec/clusters/0/zones/1', 'clusters/foreign-zone error /spec/clusters/1/zones/0'],
  ],
  [
    'a name that the installer refuses',
    {
      clusters: [aCluster(0, 'aws', { name: 'x'.repeat(55) }), aCluster(1, 'aws', { name: 'y'.repeat(54) })],
      components: hive(),
    },
    ['clusters/hive-name-length error /spec/clusters/0/name'],
  ],
  ['the same long name imported', { clusters: [aCluster(0, 'aws', { name: 'x'.repeat(63) })] }, []],
  [
    'Hive on bare metal',
    { clusters: [aCluster(0, 'other')], components: hive() },
    ['clusters/hive-cloud error /spec/clusters/0/cloud'],
  ],
  [
    'fewer machines than members that each want one',
    {
      clusters: [aCluster(0)],
      components: { ...hive({ workers: { replicas: 4 } }), vault: { replicasPerCluster: 5 } },
    },
    ['clusters/worker-pool-size warning /spec/components/clusters/workers/replicas'],
  ],
  [
    'two machines for a database that shares them',
    {
      clusters: [aCluster(0)],
      components: { ...hive({ workers: { replicas: 2 } }), database: { dedicatedNodes: false } },
    },
    ['clusters/worker-pool-size warning /spec/components/clusters/workers/replicas'],
  ],
  [
    'a witness on one machine',
    {
      clusters: [aCluster(0)],
      components: { ...hive({ workers: { replicas: 1 } }), vault: { replicas: { 'east-0': 1 } }, database: {} },
    },
    [],
  ],
  [
    'gateway machines that others may use as well',
    {
      clusters: [aCluster(0)],
      components: { ...hive(), vault: { replicasPerCluster: 5 }, tunnel: { gatewayNodes: 'labelled' } },
    },
    [],
  ],
  [
    'two zones without anything stateful',
    { clusters: [aCluster(0, 'aws', { zones: ['us-east-1a', 'us-east-1b'] })], components: hive() },
    ['clusters/hive-zones warning /spec/clusters/0/zones'],
  ],
  [
    'two zones under a database',
    {
      clusters: [aCluster(0, 'aws', { zones: ['us-east-1a', 'us-east-1b'] })],
      components: { ...hive(), database: {} },
    },
    ['clusters/hive-zones error /spec/clusters/0/zones'],
  ],
  [
    'a pod network too small for its nodes',
    { clusters: [aCluster(0, 'aws', { network: { ...network, pods: '10.128.0.0/21' } })], components: hive() },
    ['clusters/pod-network-size error /spec/clusters/0/network/pods'],
  ],
  [
    'four database machines',
    { components: { ...hive({ databasePool: { replicas: 4 } }), database: {} } },
    ['clusters/stateful-pool-size error /spec/components/clusters/databasePool/replicas'],
  ],
  [
    'fewer machines than database nodes',
    { components: { ...hive({ databasePool: { replicas: 3 } }), database: { replicasPerCluster: 5 } } },
    ['clusters/stateful-pool-size error /spec/components/clusters/databasePool/replicas'],
  ],
  [
    'short-lived credentials under prepared gateways',
    { components: { ...hive({ credentials: 'short-lived' }), tunnel: {} } },
    ['clusters/short-lived-gateways error /spec/components/clusters/credentials'],
  ],
  [
    'short-lived credentials beside labelled gateways',
    { components: { ...hive({ credentials: 'short-lived' }), tunnel: { gatewayNodes: 'labelled' } } },
    [],
  ],
  [
    'a version without its image',
    { components: { clusters: { provision: 'hive', release: { version: '4.20.4' } } } },
    ['clusters/release-image info /spec/components/clusters/release'],
  ],
]

test.each(cases)('%s', (_, situation, expected) => {
  expect(findingsIn(clusters, situation)).toEqual(expected)
})

test('the size of a pod network is told with its numbers', () => {
  const [found] = expandIn(clusters, {
    clusters: [aCluster(0, 'aws', { network: { ...network, pods: '10.128.0.0/21' } })],
    components: hive(),
  }).findings
  expect(found?.message).toContain('room for 4 nodes; east-0 has 6 and needs 9')
})

test('the name of a Secret cannot carry a template', () => {
  const components = { clusters: { provision: 'hive', pullSecret: 'x" hub}}{{hub fromSecret "other" "y' } }
  expect(() => expandIn(clusters, { components })).toThrow('pattern')
})
