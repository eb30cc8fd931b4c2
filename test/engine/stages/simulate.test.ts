import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ObservedPlatform } from '../../../engine/model/observed-services.ts'
import { NOTHING_OBSERVED } from '../../../engine/model/observed-services.ts'
import type { Survival } from '../../../engine/model/survival.ts'
import { parseLost } from '../../../engine/stages/simulate/lost.ts'
import { simulate, simulateCases } from '../../../engine/stages/simulate.ts'
import type { Loose } from './check/a-repository.ts'
import { aLooseEnvironment, run } from './check/a-repository.ts'

type Settings = Readonly<Record<string, unknown>>

function platformOf(clusters: number, vault: Settings, database: Settings, more: Settings = {}) {
  const environment = aLooseEnvironment(clusters)
  const spec = environment.spec as Loose
  Object.assign(spec, more)
  Object.assign(spec.components as Loose, { vault, database })
  const [expanded] = run({ 'environments/env.yaml': environment }).expanded.environments
  if (expanded === undefined) throw new Error('the fixture does not expand')
  return { environment: expanded.plan.environment, platform: expanded.stretched }
}

function survivalOf(
  { environment, platform }: ReturnType<typeof platformOf>,
  words: readonly string[],
  observed: ObservedPlatform = NOTHING_OBSERVED,
): Survival {
  const { lost, unknown } = parseLost(words, environment, platform)
  expect(unknown).toEqual([])
  return simulate(environment, platform, lost, observed)
}

const serviceOf = (survival: Survival, name: string) => survival.services.find((each) => each.name === name)

// Blueprint section 12, table of G1 and G2: voters over regions, and how many are left after a region, a node, two nodes.
describe('Raft voters over regions (G1, G2)', () => {
  test.each([
    { replicas: [1, 1, 1], quorum: 2, region: 2, node: 1, two: 0 },
    { replicas: [2, 2, 1], quorum: 3, region: 3, node: 2, two: 1 },
    { replicas: [3, 2, 2], quorum: 4, region: 4, node: 3, two: 2 },
    { replicas: [3, 3, 3], quorum: 5, region: 6, node: 5, two: 4 },
    { replicas: [1, 1, 1, 1, 1], quorum: 3, region: 4, node: 3, two: 2 },
    { replicas: [3, 3], quorum: 4, region: 3, node: 2, two: 1 },
    { replicas: [2, 2], quorum: 3, region: 2, node: 1, two: 0 },
  ])('$replicas', ({ replicas, quorum, region, node, two }) => {
    const byCluster = Object.fromEntries(replicas.map((each, i) => [`cluster${i + 1}`, each]))
    const platform = platformOf(replicas.length, { replicas: byCluster }, {})
    const [first = '', second = ''] = platform.platform.services[0]?.members
      .slice(1)
      .flatMap(({ cluster, pods }) => pods.map((pod) => `${cluster}/${pod}`)) ?? ['']
    const losses = [['us-east-1'], ['us-east-1', first], ['us-east-1', first, second].filter((each) => each !== '')]
    for (const [i, left] of [region, node, two].entries()) {
      const words = losses[i] ?? []
      if (words.length !== i + 1) continue
      expect(serviceOf(survivalOf(platform, words), 'vault')).toMatchObject({
        voters: replicas.reduce((sum, each) => sum + each, 0),
        quorum,
        left,
        tolerance: left - quorum,
        survives: left >= quorum,
      })
    }
  })
})

// Blueprint section 12, G4.
describe('replicas of a database over regions (G4)', () => {
  test.each([
    ['five replicas, the region with two of them', 3, { replicationFactor: 5 }, ['us-east-1'], 5, 3, true],
    ['five replicas, one node more', 3, { replicationFactor: 5 }, ['us-east-1', 'cluster2/cockroachdb-0'], 5, 2, false],
    [
      'nine replicas, a region and a node',
      3,
      { replicationFactor: 9 },
      ['us-east-1', 'cluster2/cockroachdb-0'],
      9,
      5,
      true,
    ],
    [
      'five replicas over five regions',
      5,
      { replicationFactor: 5 },
      ['us-east-1', 'cluster2/cockroachdb-0'],
      5,
      3,
      true,
    ],
    ['goal zone, the home region', 3, { survivalGoal: 'zone' }, ['us-east-1'], 3, 0, false],
    ['goal zone, another region', 3, { survivalGoal: 'zone' }, ['us-west-2'], 3, 3, true],
    ['goal zone, one node at home', 3, { survivalGoal: 'zone' }, ['cluster1/cockroachdb-2'], 3, 2, true],
  ])('%s', (_, clusters, database, words, voters, left, survives) => {
    expect(serviceOf(survivalOf(platformOf(clusters, {}, database), words), 'database')).toMatchObject({
      voters,
      left,
      survives,
    })
  })
})

// Measured on nine nodes over three regions, killed and silently dark, with a client that waits a second. The bound is that of patient ones.
describe('the time without writes (G9)', () => {
  test.each([
    { multiplier: 5, measured: [9.4, 9.6, 10.4, 11.0, 11.7, 12.5, 13.5], bound: 32 },
    { multiplier: 1, measured: [1.97, 2.04, 2.1, 2.3, 2.45, 3.3], bound: 32 },
  ])('multiplier $multiplier predicts what was measured', ({ multiplier, measured, bound }) => {
    const survival = survivalOf(platformOf(3, { performanceMultiplier: multiplier }, {}), ['us-east-1'])
    const failover = serviceOf(survival, 'vault')?.failover
    for (const each of measured) {
      expect(each).toBeGreaterThanOrEqual(failover?.total.min ?? Number.NaN)
      expect(each).toBeLessThanOrEqual(failover?.total.max ?? Number.NaN)
      expect(each).toBeGreaterThanOrEqual((failover?.expected?.seconds.min ?? Number.NaN) - 0.01)
      expect(each).toBeLessThanOrEqual((failover?.expected?.seconds.max ?? Number.NaN) + 0.01)
    }
    expect(failover?.total.max).toBeLessThanOrEqual(bound)
    const sum = failover?.terms.reduce((total, each) => total + each.seconds.max, 0)
    expect(failover?.total.max).toBe(sum)
  })

  test('users wait for the longer of DNS and service', () => {
    const survival = survivalOf(platformOf(3, {}, {}), ['us-east-1'])
    const [endpoint] = survival.endpoints
    expect(endpoint?.failover?.terms.map((each) => each.name)).toEqual(['T_probe', 'T_publish', 'TTL', 'T_client'])
    expect(endpoint?.failover?.total).toEqual({ min: 25, max: 150 })
    expect(survival.total).toEqual({ min: 25, max: 150 })
    const terms = endpoint?.failover?.terms ?? []
    const longest = terms.reduce((a, b) => (b.seconds.max > a.seconds.max ? b : a))
    expect(survival.longest).toEqual({ name: longest.name, of: endpoint?.host, seconds: longest.seconds.max })
  })

  test('a pod alone sends nobody elsewhere', () => {
    const survival = survivalOf(platformOf(3, {}, {}), ['cluster1/vault-0'])
    expect(survival.endpoints.every((each) => each.failover?.total.max === 0)).toBe(true)
    expect(serviceOf(survival, 'database')?.failover).toEqual({ terms: [], total: { min: 0, max: 0 } })
  })
})

// A write waits for the quorum's slowest voter from wherever the leader is: cluster2 and cluster3 are 53 ms apart.
describe('how long a write waits once a region is lost (G6)', () => {
  const LOCAL = { min: 1, max: 1 }
  const APART = { min: 53, max: 53 }

  test.each([
    ['a replica of each range in a region', { replicationFactor: 3 }, APART],
    ['all replicas at home, another region lost', { survivalGoal: 'zone', primary: 'cluster2' }, LOCAL],
  ])('%s', (_, database, milliseconds) => {
    const survival = survivalOf(platformOf(3, {}, database), ['us-east-1'])
    expect(serviceOf(survival, 'database')?.commit?.milliseconds).toEqual(milliseconds)
  })
})

describe('global names', () => {
  test('go with the last pod of their service in a cluster', () => {
    const survival = survivalOf(platformOf(5, { replicasPerCluster: 1 }, {}), ['cluster2/vault-0'])
    expect(survival.endpoints.find((each) => each.service === 'vault')?.left).not.toContain('cluster2')
    expect(survival.endpoints.find((each) => each.service === 'database')?.left).toContain('cluster2')
  })

  test('that nobody answers for are said to be so', () => {
    const { endpoints } = survivalOf(platformOf(3, {}, {}), ['us-east-1', 'us-east-2', 'us-west-2'])
    expect(endpoints).not.toEqual([])
    for (const each of endpoints) {
      expect(each).toMatchObject({ left: [], survives: false, failover: null })
      expect(each.notes).toEqual([
        'no cluster is left to answer',
        ...(each.service === null ? [] : [`${each.service} behind it has stopped`]),
      ])
    }
  })

  test('without health checks keep leading users to a dead region', () => {
    const loadbalancer = { provider: 'external-dns', dns: 'other', hosts: ['shop'] }
    const components = { tunnel: {}, certs: {}, vault: {}, loadbalancer }
    const environment = aLooseEnvironment()
    Object.assign(environment.spec as Loose, { components })
    const [expanded] = run({ 'environments/env.yaml': environment }).expanded.environments
    if (expanded === undefined) throw new Error('the fixture does not expand')
    const survival = survivalOf({ environment: expanded.plan.environment, platform: expanded.stretched }, ['us-east-1'])
    expect(survival.survives).toBe(false)
    expect(survival.endpoints.map((each) => [each.host, each.failover, each.survives])).toEqual([
      ['vault.global.example.com', null, false],
      ['shop.global.example.com', null, false],
    ])
    for (const each of survival.endpoints) {
      expect(each.left).toEqual(['cluster2', 'cluster3'])
      expect(each.notes).toEqual(['no health check takes the lost region out: a person has to'])
    }
    expect(survival.weakest?.name).toMatch(/global\.example\.com$/)
  })
})

describe('the weakest link', () => {
  test.each([
    [['us-east-1'], {}, {}, /global/],
    [['us-east-1', 'cluster2/vault-0'], {}, {}, /^vault$/],
    [['us-east-1'], {}, { replicationFactor: 5 }, /^database$/],
    [['us-east-1', 'us-east-2'], { replicas: { cluster3: 9 } }, {}, /^database$|global/],
  ])('after %j', (words, vault, database, name) => {
    expect(survivalOf(platformOf(3, vault, { replicationFactor: 9, ...database }), words).weakest?.name).toMatch(name)
  })
})

describe('observed', () => {
  const platform = () => platformOf(3, {}, { replicationFactor: 9 })
  const observed = (services: ObservedPlatform['services'], pairs: readonly [string, number][] = []) => ({
    services,
    roundTrips: new Map(pairs),
    notes: [],
  })

  test('a dead voter that was never removed costs tolerance', () => {
    const seen = observed(new Map([['vault', { voters: 11, tolerance: 3, ageSeconds: 60 }]]))
    // 11 voters need 6; 9 are healthy; three go with the region.
    expect(serviceOf(survivalOf(platform(), ['us-east-1'], seen), 'vault')).toMatchObject({
      voters: 11,
      quorum: 6,
      left: 6,
      tolerance: 0,
      source: { kind: 'observed', ageSeconds: 60 },
      notes: [
        '11 voters are in the member list, 9 are asked for: a dead voter still counts',
        '2 of 11 voters are unhealthy already',
        'exactly at quorum: the next lost member stops it',
      ],
    })
  })

  test('an unhealthy voter is lost already', () => {
    const seen = observed(new Map([['vault', { voters: 9, tolerance: 2, ageSeconds: 5 }]]))
    expect(serviceOf(survivalOf(platform(), ['us-east-1'], seen), 'vault')).toMatchObject({ left: 4, survives: false })
  })

  test('a database node that is dead already', () => {
    const seen = observed(new Map([['database', { live: 7, ageSeconds: 5 }]]))
    expect(serviceOf(survivalOf(platform(), ['us-east-1'], seen), 'database')).toMatchObject({
      left: 4,
      survives: false,
      notes: ['2 of 9 members are not alive already'],
    })
  })

  test('round trips count before stated and public ones', () => {
    const plain = serviceOf(survivalOf(platform(), ['us-east-1']), 'vault')?.commit
    expect(plain).toEqual({ milliseconds: { min: 53, max: 53 }, source: 'reference' })
    const seen = observed(new Map(), [['cluster2|cluster3', 91.5]])
    const commit = serviceOf(survivalOf(platform(), ['us-east-1'], seen), 'vault')?.commit
    expect(commit).toMatchObject({ milliseconds: { min: 91.5, max: 91.5 }, source: 'observed' })
  })

  test('a lease shorter than ten round trips is said', () => {
    const seen = observed(new Map(), [['cluster2|cluster3', 140]])
    expect(serviceOf(survivalOf(platform(), ['us-east-1'], seen), 'vault')?.notes.join()).toContain(
      'lease of 1000 ms is less than ten round trips of 140 ms',
    )
  })
})

describe('every case of a promise', () => {
  test('a region and a node is promised only where it was asked for', () => {
    const cases = (survive: string, replicasPerCluster: number) => {
      const { environment, platform } = platformOf(3, { replicasPerCluster }, { replicationFactor: 9 }, { survive })
      return simulateCases(environment, platform, NOTHING_OBSERVED)
    }
    expect(cases('region', 1).map((each) => [each.promised, each.survival.survives])).toEqual([
      [true, true],
      [false, false],
      [true, true],
      [false, false],
      [true, true],
      [false, false],
    ])
    expect(cases('region+node', 3).every((each) => each.promised && each.survival.survives)).toBe(true)
    expect(cases('region+node', 2).filter((each) => each.promised && !each.survival.survives)).toHaveLength(3)
  })

  test('takes the node whose loss is worst', () => {
    const { environment, platform } = platformOf(3, { replicas: { cluster2: 1 } }, { survivalGoal: 'zone' })
    const [, second] = simulateCases(environment, platform, NOTHING_OBSERVED)
    expect(second?.survival.lost[0]).toBe('us-east-1')
    expect(second?.survival.lost.slice(1)).not.toEqual([])
  })

  test('names the cloud where two of them have a region of one name', () => {
    const environment = aLooseEnvironment(4)
    const clusters = (environment.spec as Loose).clusters as Loose[]
    Object.assign(clusters[3] ?? {}, { cloud: 'azure', region: 'us-west-2' })
    const [expanded] = run({ 'environments/env.yaml': environment }).expanded.environments
    if (expanded === undefined) throw new Error('the fixture does not expand')
    const cases = simulateCases(expanded.plan.environment, expanded.stretched, NOTHING_OBSERVED)
    const regions = new Set(cases.map((each) => each.survival.lost[0]))
    expect([...regions]).toEqual(['us-east-1', 'us-east-2', 'aws/us-west-2', 'azure/us-west-2'])
  })

  test('two clusters of one region are one case', () => {
    const environment = aLooseEnvironment(4)
    const clusters = (environment.spec as Loose).clusters as Loose[]
    Object.assign(clusters[3] ?? {}, { region: 'us-east-1', zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'] })
    const [expanded] = run({ 'environments/env.yaml': environment }).expanded.environments
    if (expanded === undefined) throw new Error('the fixture does not expand')
    const cases = simulateCases(expanded.plan.environment, expanded.stretched, NOTHING_OBSERVED)
    expect(cases.map((each) => each.survival.lost[0])).toEqual([
      'us-east-1',
      'us-east-1',
      'us-east-2',
      'us-east-2',
      'us-west-2',
      'us-west-2',
    ])
    const [first] = cases
    expect(first === undefined ? undefined : serviceOf(first.survival, 'vault')).toMatchObject({
      left: 6,
      voters: 12,
      survives: false,
    })
  })
})

// Two ways to the same answer: the rules count before a merge, the simulation tries every loss.
test('the rules find exactly the promises that the simulation sees broken', () => {
  const replicas = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 5 })
  const survive = fc.constantFrom('region', 'region+node')
  const factor = fc.integer({ min: 3, max: 11 })
  fc.assert(
    fc.property(replicas, survive, factor, (counts, promise, replicationFactor) => {
      const environment = aLooseEnvironment(counts.length)
      const byCluster = Object.fromEntries(counts.map((each, i) => [`cluster${i + 1}`, each]))
      const spec = environment.spec as Loose
      spec.survive = promise
      Object.assign(spec.components as Loose, {
        vault: { replicas: byCluster },
        database: { replicas: byCluster, replicationFactor },
      })
      const { expanded } = run({ 'environments/env.yaml': environment })
      const [only] = expanded.environments
      if (only === undefined) throw new Error('the fixture does not expand')
      const cases = simulateCases(only.plan.environment, only.stretched, NOTHING_OBSERVED)
      const breaks = (name: string) =>
        cases.some((each) => each.promised && serviceOf(each.survival, name)?.survives === false)
      const errors = expanded.findings.filter((each) => each.severity === 'error').map((each) => each.rule)
      expect(errors.some((each) => /^vault\/quorum/.test(each))).toBe(breaks('vault'))
      const database = /^(database\/replication-factor|replication\/promise-not-kept)$/
      if (breaks('database')) expect(errors).toContainEqual(expect.stringMatching(database))
      if (errors.includes('replication/promise-not-kept')) expect(breaks('database')).toBe(true)
    }),
    { numRuns: 60 },
  )
})
