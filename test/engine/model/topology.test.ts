import { expect, test } from 'vitest'
import type { Json } from '../../../engine/model/json.ts'
import { recordedTopology, topologyOfRendered } from '../../../engine/model/topology/recorded.ts'
import type { Topology } from '../../../engine/model/topology.ts'
import { lostVotes, nodesIn } from '../../../engine/model/topology.ts'
import { readRendered } from '../../../engine/stages/read-rendered.ts'
import { render } from '../../../engine/stages/render.ts'
import { planOf, repositories } from '../../examples/repository.ts'

test.each<[example: string, service: string, voters: number, quorum: number, afterRegion: number]>([
  ['reference', 'vault', 9, 5, 1],
  ['reference', 'database', 9, 5, 1],
  ['five-regions', 'vault', 5, 3, 1],
])('%s: %s has %i votes, %i are a majority, %i more may go after the worst region', (example, name, ...expected) => {
  const service = planOf(example).topology.services.find((each) => each.name === name)
  expect([service?.voters, service?.quorum, service?.afterRegion]).toEqual(expected)
})

test('the reference has its regions, names, tunnel and nodes', () => {
  const { regions, entries, links, services, hub } = planOf('reference').topology
  expect(regions.map((each) => each.clusters)).toEqual([['cluster1'], ['cluster2'], ['cluster3']])
  expect(entries).toContain('vault.global.example.com')
  expect(links).toEqual({ component: 'tunnel', clusters: ['cluster1', 'cluster2', 'cluster3'] })
  expect(services.map((each) => nodesIn(each, 'cluster2'))).toEqual([3, 3])
  expect(hub.namespace).toBe('isthmus-gdw')
})

test('votes go with the clusters that are lost', () => {
  const { services, regions } = planOf('reference').topology
  const lost = (clusters: readonly string[]) => services.map((each) => lostVotes(each, regions, clusters))
  expect(lost([])).toEqual([0, 0])
  expect(lost(['cluster1'])).toEqual([3, 3])
  expect(lost(['cluster1', 'cluster2', 'cluster3'])).toEqual([9, 9])
})

test.each([...repositories.keys()])('%s: what is rendered records the topology', (name) => {
  const plan = planOf(name)
  const environment = plan.environment.metadata.name
  const files = new Map([...render(plan, '0.0.0')].map(([file, text]) => [`rendered/${environment}/${file}`, text]))
  expect(topologyOfRendered(readRendered(environment, files).rendered)).toEqual(plan.topology)
})

test('of a folder without a record, the clusters are known', () => {
  const clusters = [
    { name: 'a', cloud: 'aws', region: 'r' },
    { name: 'b', cloud: 'aws', region: 'r' },
  ]
  const { regions, links } = topologyOfRendered({ environment: 'e', version: '', clusters, policies: [], others: [] })
  expect(regions).toEqual([{ cloud: 'aws', name: 'r', clusters: ['a', 'b'] }])
  expect(links).toBeUndefined()
})

test.each<[string, Json, Partial<Topology> | undefined]>([
  ['nothing', null, undefined],
  ['a list', [], undefined],
  ['no hub', { environment: 'e' }, undefined],
  [
    'members of other types',
    { environment: 'e', hub: { namespace: 'n' }, regions: [7, { clusters: [1, 'c'] }], services: 'x', entries: {} },
    {
      regions: [0, 1].map((i) => ({ cloud: '', name: '', clusters: i === 0 ? [] : ['c'] })),
      services: [],
      entries: [],
    },
  ],
  [
    'numbers that nobody can draw',
    {
      environment: 'e',
      hub: { namespace: 'n' },
      services: [{ name: 's', voters: 1e9, quorum: 0.5, afterRegion: '1' }],
    },
    { services: [{ name: 's', component: 's', kind: 'raft', members: [], voters: 0, quorum: 0, afterRegion: 0 }] },
  ],
])('a record with %s harms nothing', (_, record, expected) => {
  const read = recordedTopology(record)
  if (expected === undefined) expect(read).toBeUndefined()
  else expect(read).toMatchObject(expected)
})
