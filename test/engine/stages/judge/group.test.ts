import { describe, expect, test } from 'vitest'
import type { Resolution } from '../../../../engine/model/evidence.ts'
import { askedDigest } from '../../../../engine/model/evidence.ts'
import type { Flip } from '../../../../engine/model/flips.ts'
import { flipKey, flipsIn } from '../../../../engine/model/flips.ts'
import type { HistoryEvent } from '../../../../engine/model/history.ts'
import { eventOf, recordOf } from '../../../../engine/model/history.ts'
import type { JsonObject } from '../../../../engine/model/json.ts'
import { shorten } from '../../../../engine/model/names.ts'
import type { ClusterObservation } from '../../../../engine/model/observation.ts'
import type { Topology } from '../../../../engine/model/topology.ts'
import { groupDrifts } from '../../../../engine/stages/judge/group.ts'
import type { RawDrift } from '../../../../engine/stages/judge/sightings.ts'
import type { RawDriftOptions } from './a-raw-drift.ts'
import { aPolicy, aRawDrift } from './a-raw-drift.ts'

const NOW = '2026-03-01T12:00:00Z'
const map = (data: JsonObject): JsonObject => {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm', namespace: 'a' }, data }
}
const set = (replicas: number): JsonObject => {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'vault', namespace: 'vault' },
    spec: { replicas },
  }
}

interface Setting {
  readonly policies?: readonly ReturnType<typeof aPolicy>[]
  readonly seen?: Readonly<Record<string, readonly JsonObject[] | null>>
  readonly flips?: ReadonlyMap<string, readonly Flip[]>
  readonly topology?: Topology
}

function group(raw: readonly RawDrift[], { policies, seen = {}, flips, topology }: Setting = {}) {
  const placed = policies ?? raw.map((each) => each.policy)
  const names = [...new Set([...placed.flatMap((each) => each.clusters), ...Object.keys(seen)])]
  const clusters = names.map((cluster): ClusterObservation => {
    const objects = seen[cluster] === undefined ? [] : seen[cluster]
    return objects === null
      ? { cluster, state: 'unknown', reason: 'no answer', lastSeen: null }
      : { cluster, state: 'seen', observedAt: NOW, objects, problems: [] }
  })
  return groupDrifts(raw, {
    rendered: {
      environment: 'gdw',
      version: '',
      clusters: names.map((name) => ({ name, cloud: 'aws', region: `r-${name}` })),
      policies: placed,
      others: [],
      ...(topology ? { topology } : {}),
    },
    observation: { source: 'test', observedAt: NOW, clusters },
    sourceOf: () => ({ file: 'environments/gdw.yaml', line: 1 }),
    memory: { firstSeen: new Map(), ...(flips ? { flips } : {}) },
  })
}

test('among equals a reader finds one by its object, not by a digest', () => {
  const named = (namespace: string, name: string) => {
    const of = (value: string) => ({ ...map({ a: value }), metadata: { name, namespace } })
    return aRawDrift(of('b'), of('x'), { cluster: 'c1', clusters: ['c1', 'c2'] })
  }
  const names = Array.from({ length: 12 }, (_, i) => `m-${i + 1}`)
  const raw = ['b', 'a'].flatMap((namespace) => [...names].reverse().map((name) => named(namespace, name)))
  const order = group(raw).map(({ object }) => `${object.namespace}/${object.name}`)
  expect(order).toEqual(['a', 'b'].flatMap((namespace) => names.map((name) => `${namespace}/${name}`)))
})

describe('the same difference over clusters', () => {
  const clusters = Array.from({ length: 40 }, (_, i) => `c${i}`)
  const on = (cluster: string, value = 'x') => aRawDrift(map({ a: 'b' }), map({ a: value }), { cluster, clusters })

  test('is one drift, and says of how many', () => {
    const drifts = group(clusters.slice(0, 12).map((each) => on(each)))
    expect(drifts).toHaveLength(1)
    expect(drifts[0]?.clusters).toHaveLength(12)
    expect(drifts[0]?.placedOn).toBe(40)
    expect(drifts[0]).not.toHaveProperty('oddOneOut')
  })

  test('is another drift where another value is there', () => {
    expect(
      group([on('c1'), on('c2', 'y')])
        .map((each) => each.clusters.join())
        .sort(),
    ).toEqual(['c1', 'c2'])
  })

  test('names the odd one out: alone different, or alone not', () => {
    expect(group([on('c7')])[0]?.oddOneOut).toBe('c7')
    expect(group(clusters.filter((each) => each !== 'c9').map((each) => on(each)))[0]?.oddOneOut).toBe('c9')
  })

  test('names none where fewer than three were seen, or one is only dark', () => {
    const three = (cluster: string) =>
      aRawDrift(map({ a: 'b' }), map({ a: 'x' }), { cluster, clusters: ['a', 'b', 'c'] })
    expect(group([three('a')], { seen: { b: null } })[0]).not.toHaveProperty('oddOneOut')
    expect(group([three('a'), three('b')], { seen: { c: null } })[0]).not.toHaveProperty('oddOneOut')
    expect(group([three('a'), three('b')], { seen: { c: [] } })[0]?.oddOneOut).toBe('c')
  })
})

describe('policies that exist once for each cluster', () => {
  const own = (cluster: string, options: RawDriftOptions = {}): RawDriftOptions => {
    return { cluster, policy: `vault-${cluster}`, stateful: true, component: 'vault', ...options }
  }

  test('share one drift where they ask for the same', () => {
    const drifts = group(['c1', 'c2'].map((each) => aRawDrift(map({ a: 'b' }), map({ a: 'x' }), own(each))))
    expect(drifts).toHaveLength(1)
    expect(drifts[0]).toMatchObject({
      policy: 'vault-c1',
      policies: ['vault-c1', 'vault-c2'],
      templates: ['vault-c1-template', 'vault-c2-template'],
      clusters: ['c1', 'c2'],
      placedOn: 2,
    })
  })

  test('share it also where a long name of a cluster cut the policy’s', () => {
    const long = `${'prod-payments-ap-northeast-1-'.repeat(2)}blue`
    const shared = (cluster: string) =>
      aRawDrift(map({ a: 'b' }), map({ a: 'x' }), own(cluster, { policy: shorten(`vault-network-${cluster}`, 50) }))
    const [drift, ...others] = group(['c1', long, `${long}2`].map(shared))
    expect(others).toEqual([])
    expect(drift).toMatchObject({ clusters: ['c1', long, `${long}2`], placedOn: 3 })
    const lookalike = aRawDrift(map({ a: 'b' }), map({ a: 'x' }), own(long, { policy: 'vault-network-0a1b2c3d' }))
    expect(group([shared('c1'), lookalike])).toHaveLength(2)
  })

  test('have a drift each where they ask for different things', () => {
    const raw = [
      aRawDrift(map({ a: 'b' }), map({ a: 'x' }), own('c1')),
      aRawDrift(map({ a: 'c' }), map({ a: 'x' }), own('c2')),
    ]
    const drifts = group(raw)
    expect(drifts.map((each) => each.policy)).toEqual(['vault-c1', 'vault-c2'])
    expect(new Set(drifts.map((each) => each.fingerprint)).size).toBe(2)
    for (const each of drifts) expect(each).not.toHaveProperty('policies')
  })

  test('keep the fingerprint when a second cluster shows the same', () => {
    const [one, two] = ['c1', 'c2'].map((each) => aRawDrift(map({ a: 'b' }), map({ a: 'x' }), own(each)))
    if (!one || !two) throw new Error('no drifts')
    expect(group([one])[0]?.fingerprint).toBe(group([one, two])[0]?.fingerprint)
  })

  test('never share with a policy whose name only looks alike', () => {
    const raw = [
      aRawDrift(map({ a: 'b' }), map({ a: 'x' }), own('c1')),
      aRawDrift(map({ a: 'b' }), map({ a: 'x' }), own('c2', { policy: 'vault-config-c2' })),
    ]
    expect(group(raw)).toHaveLength(2)
  })

  test('offer a patch only where it mends every cluster', () => {
    const first = aRawDrift(map({ a: 'b' }), map({ a: 'x' }), own('c1'))
    const second = aRawDrift(map({ a: 'b' }), map({ a: 'x' }), own('c2'))
    const longer = {
      ...second,
      difference: { ...second.difference, patch: [{ op: 'remove' as const, path: '/data/a' }] },
    }
    expect(group([first, second])[0]?.patch).toEqual([{ op: 'replace', path: '/data/a', value: 'b' }])
    expect(group([first, longer])[0]).not.toHaveProperty('patch')
  })
})

describe('quorum of a stretched service', () => {
  const options = (cluster: string): RawDriftOptions => ({
    cluster,
    policy: `vault-${cluster}`,
    stateful: true,
    component: 'vault',
  })
  const policies = ['c1', 'c2', 'c3'].map((each) => aPolicy(set(3), options(each)))
  const raw = aRawDrift(set(3), set(2), options('c1'))
  const cases: readonly (readonly [says: string, seen: NonNullable<Setting['seen']>, note: string])[] = [
    [
      'one member fewer',
      { c1: [set(2)], c2: [set(3)], c3: [set(3)] },
      '8 of 9 members are asked for over 3 regions, and a majority is 5: at most 3 more may be lost, after the loss of its largest region no more may be lost',
    ],
    [
      'and a region dark',
      { c1: [set(2)], c2: [set(3)], c3: null },
      '5 of 9 members are asked for over 3 regions, and a majority is 5: no more may be lost, after the loss of its largest region it has lost its quorum (c3 not seen, counted as lost)',
    ],
    [
      'and gone elsewhere',
      { c1: [set(2)], c2: [set(0)], c3: [] },
      '2 of 9 members are asked for over 3 regions, and a majority is 5: it has lost its quorum',
    ],
    [
      'more members than asked for count no vote',
      { c1: [set(2)], c2: [set(9)], c3: [set(3)] },
      '8 of 9 members are asked for over 3 regions, and a majority is 5: at most 3 more may be lost, after the loss of its largest region no more may be lost',
    ],
  ]

  test.each(cases)('%s', (_says, seen, note) => {
    expect(group([raw], { policies, seen })[0]).toMatchObject({ severity: 'critical', note })
  })

  test('of a replicated database is that of a range, whose replicas lie where it hurts most', () => {
    const members = ['c1', 'c2', 'c3'].map((cluster) => ({ cluster, nodes: 3 }))
    const service = { name: 'vault', component: 'vault', members, voters: 5, quorum: 3, afterRegion: 0 }
    const topology: Topology = {
      environment: 'gdw',
      hub: { namespace: 'isthmus-gdw' },
      entries: [],
      regions: [],
      services: [{ ...service, kind: 'replication' }],
    }
    const seen = { c1: [set(2)], c2: [set(3)], c3: [set(3)] }
    expect(group([raw], { policies, seen, topology })[0]).toMatchObject({
      note: '8 of 9 members are asked for over 3 regions, which leaves at least 4 of 5 replicas of each range, and a majority is 3: at most 1 more may be lost, after the loss of its largest region it has lost its quorum',
    })
  })

  test('is not spoken of where the drift does not touch it, or the service is in one cluster', () => {
    const label = aRawDrift(
      { ...set(3), metadata: { name: 'vault', namespace: 'vault', labels: { a: 'b' } } },
      set(3),
      options('c1'),
    )
    expect(group([label], { policies, seen: { c1: [set(3)], c2: [set(3)], c3: [set(3)] } })[0]).not.toHaveProperty(
      'note',
    )
    expect(group([raw], { policies: policies.slice(0, 1), seen: { c1: [set(2)] } })[0]).not.toHaveProperty('note')
  })
})

describe('a fight', () => {
  const raw = aRawDrift(set(3), set(2), { cluster: 'c1', component: 'vault' })
  const [drift] = group([raw])
  if (!drift) throw new Error('no drift')
  const record = { ...recordOf(drift), manager: 'kubectl' }
  const opened = (time: string, change: Partial<typeof record> = {}) =>
    eventOf('gdw', { type: 'opened', time, drift: { ...record, ...change } })
  const resolved = (time: string, fingerprint = record.fingerprint) =>
    eventOf('gdw', { type: 'resolved', time, fingerprint })
  const ended = (time: string, how: Resolution) =>
    eventOf('gdw', { type: 'resolved', time, fingerprint: record.fingerprint, how })
  const fightAfter = (events: readonly HistoryEvent[]) => group([raw], { flips: flipsIn(events) })[0]?.fight

  test('is the same field flipping three times within a day, this look included', () => {
    const events = [opened('2026-03-01T09:00:00Z'), resolved('2026-03-01T10:00:00Z')]
    expect(fightAfter(events)).toEqual({ managers: ['kubectl'], flips: 3, since: '2026-03-01T09:00:00Z' })
  })

  test('names every tool that was recorded', () => {
    const events = [
      opened('2026-03-01T09:00:00Z'),
      resolved('2026-03-01T09:30:00Z'),
      opened('2026-03-01T10:00:00Z', { manager: 'argocd' }),
    ]
    expect(fightAfter(events)).toEqual({ managers: ['argocd', 'kubectl'], flips: 3, since: '2026-03-01T09:00:00Z' })
  })

  test('also between two wrong values', () => {
    const other = { fingerprint: 'another' }
    const events = [
      opened('2026-03-01T09:00:00Z'),
      eventOf('gdw', { type: 'changed', time: '2026-03-01T09:30:00Z', drift: { ...record, ...other } }),
      eventOf('gdw', {
        type: 'resolved',
        time: '2026-03-01T09:30:00Z',
        fingerprint: record.fingerprint,
        replacedBy: 'another',
      }),
    ]
    expect(fightAfter(events)?.flips).toBe(3)
  })

  const none: readonly (readonly [says: string, events: readonly HistoryEvent[]])[] = [
    ['a drift that stays', [opened('2026-03-01T09:00:00Z')]],
    [
      'one that comes to more clusters',
      [
        opened('2026-03-01T08:00:00Z'),
        ...['09', '10', '11'].map((hour) =>
          eventOf('gdw', {
            type: 'changed' as const,
            time: `2026-03-01T${hour}:00:00Z`,
            drift: { ...record, clusters: ['c1', `c${hour}`] },
          }),
        ),
      ],
    ],
    [
      'a change that comes to one cluster after the other',
      ['09', '10'].flatMap((hour) => [
        opened(`2026-03-01T${hour}:00:00Z`, { clusters: [`c${hour}`] }),
        resolved(`2026-03-01T${hour}:30:00Z`),
      ]),
    ],
    [
      'one that leaves the others first',
      [
        opened('2026-03-01T09:00:00Z', { clusters: ['c0', 'c1', 'c2'] }),
        ...[['c1', 'c2'], ['c1']].map((clusters, i) =>
          eventOf('gdw', { type: 'changed' as const, time: `2026-03-01T1${i}:00:00Z`, drift: { ...record, clusters } }),
        ),
      ],
    ],
    [
      'what people lived with for a while, or changed what they ask for',
      [
        opened('2026-03-01T09:00:00Z'),
        ended('2026-03-01T09:30:00Z', { by: 'exception' }),
        opened('2026-03-01T10:00:00Z'),
        ended('2026-03-01T10:30:00Z', { by: 'commit', commit: 'c' }),
      ],
    ],
    [
      'what differs from something else each time',
      ['09', '10', '11'].flatMap((hour) => [
        opened(`2026-03-01T${hour}:00:00Z`, { asked: { commit: hour, digest: hour } }),
        resolved(`2026-03-01T${hour}:30:00Z`),
      ]),
    ],
    ['one that came and went long ago', [opened('2026-02-01T09:00:00Z'), resolved('2026-02-01T10:00:00Z')]],
    [
      'another field of the object',
      [opened('2026-03-01T09:00:00Z', { pointers: ['/spec/serviceName'] }), resolved('2026-03-01T10:00:00Z')],
    ],
    [
      'another object',
      [
        opened('2026-03-01T09:00:00Z', { object: { ...record.object, name: 'other' } }),
        resolved('2026-03-01T10:00:00Z'),
      ],
    ],
  ]
  test.each(none)('is not: %s', (_says, events) => {
    expect(fightAfter(events)).toBeUndefined()
  })

  test('is that of the cluster where it flipped most', () => {
    const both = { clusters: ['c0', 'c1'] }
    const events = [
      opened('2026-03-01T08:00:00Z'),
      resolved('2026-03-01T08:30:00Z'),
      opened('2026-03-01T09:00:00Z', both),
      resolved('2026-03-01T10:00:00Z'),
    ]
    const raws = both.clusters.map((cluster) => ({ ...raw, cluster }))
    const [found] = group(raws, { flips: flipsIn(events) })
    expect(found?.fight).toEqual({ managers: ['kubectl'], flips: 5, since: '2026-03-01T08:00:00Z' })
  })

  test('is told of what was asked for all the while', () => {
    const template = raw.policy.object.spec as { 'policy-templates': JsonObject[] }
    const asked = { commit: 'c', digest: askedDigest(template['policy-templates'][0] ?? null) }
    const events = [opened('2026-03-01T09:00:00Z', { asked }), resolved('2026-03-01T10:00:00Z')]
    expect(fightAfter(events)?.flips).toBe(3)
  })

  test('keeps the last flips only', () => {
    const events = Array.from({ length: 400 }, (_, i) => {
      const time = new Date(Date.parse(NOW) - (400 - i) * 60_000).toISOString()
      return i % 2 === 0 ? opened(time) : resolved(time)
    })
    expect(flipsIn(events).get(flipKey('vault', 'c1', record.object))).toHaveLength(50)
  })
})
