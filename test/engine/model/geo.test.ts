import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dnsFailover, longestOf, raftFailover, sumOf } from '../../../engine/model/failover.ts'
import {
  ASSUMED_ROUND_TRIP_MS,
  commitRoundTrip,
  regionOf,
  roundTripBetween,
  slowestKnownPair,
} from '../../../engine/model/geo.ts'
import { aCluster, anEnvironment } from '../stages/a-platform.ts'

const east = aCluster(1, { name: 'east', region: 'us-east-1' })
const ohio = aCluster(2, { name: 'ohio', region: 'us-east-2' })
const west = aCluster(3, { name: 'west', region: 'us-west-2' })
const twin = aCluster(4, { name: 'twin', region: 'us-east-1' })
const azure = aCluster(5, { name: 'azure', cloud: 'azure', region: 'us-east-1' })

function withRoundTrips(roundTrips?: { readonly [pair: string]: number }) {
  const environment = anEnvironment([east, ohio, west])
  return roundTrips === undefined ? environment : { ...environment, spec: { ...environment.spec, roundTrips } }
}

describe('round trips (G6)', () => {
  test.each([
    ['public figures', undefined, east, ohio, { milliseconds: 16, source: 'reference' }],
    ['the other way round', undefined, ohio, east, { milliseconds: 16, source: 'reference' }],
    ['stated', { 'us-east-1/us-east-2': 12.5 }, east, ohio, { milliseconds: 12.5, source: 'stated' }],
    [
      'stated the other way round',
      { 'us-east-2/us-east-1': 12.5 },
      east,
      ohio,
      { milliseconds: 12.5, source: 'stated' },
    ],
    ['one region', undefined, east, twin, { milliseconds: 1, source: 'same region' }],
    ['another cloud', undefined, azure, ohio, { milliseconds: ASSUMED_ROUND_TRIP_MS, source: 'assumed' }],
  ])('%s', (_, stated, a, b, expected) => {
    expect(roundTripBetween(withRoundTrips(stated), a, b)).toEqual(expected)
  })

  test('observed before all', () => {
    const observed = new Map([['east|ohio', 19]])
    expect(roundTripBetween(withRoundTrips({ 'us-east-1/us-east-2': 12 }), ohio, east, observed)).toEqual({
      milliseconds: 19,
      source: 'observed',
    })
  })

  test('the slowest pair that is known', () => {
    const found = slowestKnownPair(withRoundTrips())
    expect([found?.a.name, found?.b.name, found?.milliseconds]).toEqual(['east', 'west', 70])
    expect(slowestKnownPair(anEnvironment([aCluster(1, { region: 'here' }), aCluster(2, { region: 'there' })]))).toBe(
      undefined,
    )
  })

  test('is the one that all pairs together show', () => {
    const regions = ['us-east-1', 'us-east-2', 'us-west-2', 'here', 'there']
    const pair = fc.tuple(fc.constantFrom(...regions), fc.constantFrom(...regions))
    const stated = fc.array(fc.tuple(pair, fc.integer({ min: 1, max: 90 })), { maxLength: 4 })
    const chosen = fc.array(fc.constantFrom(...regions), { minLength: 2, maxLength: 6 })
    fc.assert(
      fc.property(chosen, stated, (names, measured) => {
        const clusters = names.map((region, i) => aCluster(i + 1, { region }))
        const roundTrips = Object.fromEntries(measured.map(([[a, b], ms]) => [`${a}/${b}`, ms]))
        const platform = anEnvironment(clusters)
        const environment = { ...platform, spec: { ...platform.spec, roundTrips } }
        const all = clusters
          .flatMap((a, i) => clusters.slice(i + 1).map((b) => ({ a, b, ...roundTripBetween(environment, a, b) })))
          .filter(({ a, b, source }) => regionOf(a) !== regionOf(b) && source !== 'assumed')
          .sort((x, y) => y.milliseconds - x.milliseconds)
        expect(slowestKnownPair(environment)).toEqual(all[0])
      }),
    )
  })
})

describe('commit latency (G6)', () => {
  test.each([
    [
      '3-3-3: the nearest region',
      5,
      [
        [3, 1],
        [3, 16],
        [3, 70],
      ],
      16,
    ],
    [
      '2-2-1 from the smallest region',
      3,
      [
        [1, 1],
        [2, 16],
        [2, 70],
      ],
      16,
    ],
    [
      'one voter each in five regions: the second nearest',
      3,
      [
        [1, 1],
        [1, 10],
        [1, 20],
        [1, 80],
        [1, 90],
      ],
      20,
    ],
    ['too few', 5, [[3, 1]], undefined],
    ['nobody', 1, [], undefined],
  ])('%s', (_, quorum, voters, expected) => {
    const given = voters.map(([count = 0, milliseconds = 0]) => ({ count, milliseconds }))
    expect(commitRoundTrip(quorum, given)).toBe(expected)
  })

  test('never waits for more than the farthest voter, nor less than the nearest', () => {
    const voter = fc.record({ count: fc.integer({ min: 1, max: 5 }), milliseconds: fc.integer({ min: 1, max: 300 }) })
    fc.assert(
      fc.property(
        fc.array(voter, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 12 }),
        (voters, quorum) => {
          const wait = commitRoundTrip(quorum, voters)
          const all = voters.reduce((sum, each) => sum + each.count, 0)
          if (all < quorum) return wait === undefined
          const nearer = voters.filter((each) => each.milliseconds < (wait ?? 0))
          return nearer.reduce((sum, each) => sum + each.count, 0) < quorum
        },
      ),
      { numRuns: 100 },
    )
  })
})

// Blueprint section 12, G9: interval x threshold + TTL, before publication and clients.
test.each([
  [30, 3, 30, 120],
  [10, 3, 30, 60],
  [10, 1, 5, 15],
])('T_dns of %i s x %i + %i s', (intervalSeconds, failureThreshold, ttlSeconds, bound) => {
  const terms = dnsFailover({ intervalSeconds, failureThreshold, ttlSeconds })
  const bare = terms.filter((each) => each.name === 'T_probe' || each.name === 'TTL')
  expect(sumOf(bare).max).toBe(bound)
  expect(sumOf(terms).max).toBe(bound + 60 + 30)
  expect(sumOf(terms).min).toBeGreaterThanOrEqual(5)
})

test('no setting of DNS answers within nine seconds', () => {
  const least = dnsFailover({ intervalSeconds: 10, failureThreshold: 1, ttlSeconds: 1 })
  expect(sumOf(least).max).toBeGreaterThan(9)
})

test('a term that takes longer makes the sum longer', () => {
  expect(sumOf(raftFailover(5, 70))).toEqual({ min: 5.17, max: 27 })
  // A follower that looked just before the timeout looks again up to two timeouts later.
  expect(raftFailover(2, 70)[0]?.seconds).toEqual({ min: 2, max: 6 })
  expect(sumOf(raftFailover(1, 70)).max).toBeLessThan(sumOf(raftFailover(2, 70)).max)
  expect(
    longestOf([
      { min: 1, max: 9 },
      { min: 5, max: 6 },
    ]),
  ).toEqual({ min: 5, max: 9 })
  expect(longestOf([])).toEqual({ min: 0, max: 0 })
})
