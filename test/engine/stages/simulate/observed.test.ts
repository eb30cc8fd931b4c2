import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../../engine/model/json.ts'
import type { Observation } from '../../../../engine/model/observation.ts'
import type { StretchedPlatform } from '../../../../engine/model/stretched.ts'
import { millisecondsOf, readObserved } from '../../../../engine/stages/simulate/observed.ts'

const NOW = '2026-03-04T12:00:00Z'
const platform: StretchedPlatform = {
  services: [
    {
      name: 'store',
      pointer: '',
      members: [],
      quorum: { kind: 'raft' },
      roundTrip: { milliseconds: 70, pointer: '' },
      failover: [],
      probe: { namespace: 'store', name: 'store-probe', voters: 'voters', tolerance: 'failureTolerance' },
    },
  ],
  entries: [],
  leafLimits: [],
}

function result(data: JsonObject): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'store-probe', namespace: 'store' }, data }
}

function gateway(connections: readonly JsonObject[]): JsonObject {
  return {
    apiVersion: 'submariner.io/v1',
    kind: 'Gateway',
    metadata: { name: 'gateway', namespace: 'submariner-operator' },
    status: { connections },
  }
}

function observe(objects: Readonly<Record<string, readonly JsonObject[]>>) {
  const observation: Observation = {
    source: 'test',
    observedAt: NOW,
    clusters: Object.entries(objects).map(([cluster, each]) => ({
      cluster,
      state: 'seen',
      observedAt: NOW,
      objects: each,
      problems: [],
    })),
  }
  return readObserved(platform, observation, NOW)
}

describe('results of probes', () => {
  test('the latest of all clusters counts, with its age', () => {
    const { services, notes } = observe({
      c1: [result({ time: '2026-03-04T11:50:00Z', voters: '7', failureTolerance: '3' })],
      c2: [result({ time: '2026-03-04T11:59:00Z', voters: '9', failureTolerance: '4' })],
    })
    expect([...services]).toEqual([['store', { voters: 9, tolerance: 4, ageSeconds: 60 }]])
    expect(notes).toEqual([])
  })

  test.each([
    ['nobody wrote one', [], 'no result of a probe'],
    ['too old', [result({ time: '2026-03-04T11:44:59Z', voters: '9' })], '901 s old, more than 900 s'],
    ['from the future', [result({ time: '2026-03-04T13:00:00Z', voters: '9' })], 'from the future'],
    ['no time', [result({ voters: '9' })], 'no result'],
    ['a time that is none', [result({ time: 'yesterday', voters: '9' })], 'no result'],
    ['nothing but a time', [result({ time: NOW })], 'no result'],
    ['no numbers', [result({ time: NOW, voters: '-3', failureTolerance: '1e9' })], 'no result'],
    [
      'of another namespace',
      [{ ...result({ time: NOW, voters: '9' }), metadata: { name: 'store-probe', namespace: 'x' } }],
      'no result',
    ],
  ])('%s: assumed, and said', (_, objects, note) => {
    const { services, notes } = observe({ c1: objects })
    expect(services.size).toBe(0)
    expect(notes).toEqual([expect.stringContaining(note)])
    expect(notes[0]).toContain('assumed')
  })
})

test('a cluster that was not seen tells nothing', () => {
  const unseen = { cluster: 'c1', state: 'unknown', reason: 'no answer', lastSeen: null } as const
  const observation: Observation = { source: 'test', observedAt: NOW, clusters: [unseen] }
  expect(readObserved(platform, observation, NOW).notes).toEqual(['store: no result of a probe, assumed'])
})

describe('round trips of the tunnel', () => {
  const connection = (other: string, average: string) => ({ endpoint: { cluster_id: other }, latencyRTT: { average } })

  test('the slower direction counts', () => {
    const { roundTrips } = observe({
      c1: [gateway([connection('c2', '14.25ms'), connection('c3', '70ms')])],
      c2: [gateway([connection('c1', '15.1ms'), connection('c2', '1ms')])],
    })
    expect([...roundTrips]).toEqual([
      ['c1|c2', 15.1],
      ['c1|c3', 70],
    ])
  })

  test('are those of Submariner’s gateways, and of no other kind of gateway', () => {
    const foreign = { ...gateway([connection('c2', '9ms')]), apiVersion: 'gateway.networking.k8s.io/v1' }
    const other = { ...gateway([connection('c2', '9ms')]), kind: 'Endpoint' }
    const { roundTrips, notes } = observe({ c1: [foreign, other, gateway([connection('c3', '70ms')])] })
    expect([...roundTrips]).toEqual([['c1|c3', 70]])
    expect(notes).toContain('round trips: 1 pair as the tunnel’s gateways saw them')
  })

  test.each([
    ['68.3ms', 68.3],
    ['1m0.5s', 60_500],
    ['512µs', 0.5],
    ['512us', 0.5],
    ['0s', undefined],
    ['', undefined],
    ['-3ms', undefined],
    ['12', undefined],
    ['9'.repeat(40), undefined],
  ])('%s', (text, milliseconds) => expect(millisecondsOf(text)).toBe(milliseconds))
})
