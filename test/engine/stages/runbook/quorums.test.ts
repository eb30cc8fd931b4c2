import { expect, test } from 'vitest'
import type { StretchedService } from '../../../../engine/model/stretched.ts'
import { joiningOneByOne, leavingOneByOne, pointOf, votesOf } from '../../../../engine/stages/runbook/quorums.ts'

function aService(quorum: StretchedService['quorum'], counts: readonly number[]): StretchedService {
  const members = counts.map((count, i) => ({
    cluster: `c${i + 1}`,
    pods: Array.from({ length: count }, (_, pod) => `s-${pod}`),
  }))
  return { name: 's', pointer: '', members, quorum, roundTrip: { milliseconds: 1, pointer: '' }, failover: [] }
}

const regionOf = (cluster: string) => cluster.replace('c', 'region-')
const count = (...counts: readonly number[]) => new Map(counts.map((each, i) => [`c${i + 1}`, each]))

test.each<[string, StretchedService['quorum'], readonly number[], readonly number[]]>([
  ['a Raft group: every member', { kind: 'raft' }, [3, 3, 1], [3, 3, 1]],
  ['replicas, evenly', { kind: 'replication', factor: 9 }, [3, 3, 3], [3, 3, 3]],
  ['replicas that do not divide evenly', { kind: 'replication', factor: 5 }, [3, 3, 3], [2, 2, 1]],
  ['no two on one member', { kind: 'replication', factor: 5 }, [1, 3, 3], [1, 2, 2]],
  ['more replicas than members', { kind: 'replication', factor: 9 }, [1, 1, 1], [1, 1, 1]],
  ['all at home', { kind: 'replication', factor: 3, home: 'c2' }, [3, 3, 3], [3]],
])('votes: %s', (_, quorum, members, votes) => {
  expect([...votesOf(aService(quorum, members), count(...members), regionOf).values()]).toEqual(votes)
})

test('who is away counts among the voters and does not vote', () => {
  const raft = pointOf(aService({ kind: 'raft' }, [3, 3, 3]), count(3, 3, 3), regionOf, {
    when: '',
    away: ['c1', 'c2'],
  })
  expect(raft).toMatchObject({ voters: 9, quorum: 5, away: 6, tolerance: -2 })
  const service = aService({ kind: 'replication', factor: 5 }, [3, 3, 3])
  // The region that restarts may be one that holds two of five replicas, whichever it is.
  expect(pointOf(service, count(3, 3, 3), regionOf, { when: '', away: ['c3'] })).toMatchObject({
    away: 2,
    tolerance: 0,
  })
})

test('only as many regions hold one replica more as there are replicas left to share', () => {
  const service = aService({ kind: 'replication', factor: 11 }, [3, 3, 3, 3, 3])
  const two = pointOf(service, count(3, 3, 3, 3, 3), regionOf, { when: '', away: ['c1', 'c2'] })
  expect(two).toMatchObject({ voters: 11, quorum: 6, away: 5, tolerance: 0 })
})

test('where one region holds all replicas, others may be away', () => {
  const service = aService({ kind: 'replication', factor: 3, home: 'c2' }, [3, 3, 3])
  const away = (...clusters: readonly string[]) =>
    pointOf(service, count(3, 3, 3), regionOf, { when: '', away: clusters })
  expect(away('c1', 'c3')).toMatchObject({ away: 0, tolerance: 1 })
  expect(away('c2')).toMatchObject({ away: 3, tolerance: -2 })
})

test('members leave and come one at a time', () => {
  const leaving = leavingOneByOne(count(2, 1), [{ name: 'c1', region: '', cloud: '' }])
  expect(leaving.map((each) => [...each])).toEqual([
    [
      ['c1', 1],
      ['c2', 1],
    ],
    [['c2', 1]],
  ])
  const service = aService({ kind: 'raft' }, [1, 2])
  const states = joiningOneByOne(count(1), service, [{ name: 'c2', region: '', cloud: '' }])
  expect(states.map((each) => each.get('c2'))).toEqual([1, 2])
})
