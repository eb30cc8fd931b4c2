import { describe, expect, test } from 'vitest'
import type { ClusterState, Drift, DriftReport } from '../../../engine/model/drift.ts'
import type { ExceptedReport } from '../../../engine/model/exception.ts'
import type { StretchedService } from '../../../engine/model/stretched.ts'
import { gateCheck, unseenCheck } from '../../../engine/stages/gate/gate-check.ts'
import type { GateInput } from '../../../engine/stages/gate.ts'
import { gate } from '../../../engine/stages/gate.ts'
import { driftOf } from '../../contracts/drift-reports.ts'

const NOW = '2026-03-04T12:00:00Z'
const REPLICAS = { pointer: '/spec/replicas', desired: 3 }
const clusters = [1, 2, 3].map((i) => ({ name: `c${i}`, region: `region-${i}` }))

function aService(pods: readonly number[]): StretchedService {
  return {
    name: 'vault',
    pointer: '/spec/components/vault',
    members: pods.map((count, i) => ({
      cluster: `c${i + 1}`,
      pods: Array.from({ length: count }, (_, pod) => `vault-${pod}`),
    })),
    quorum: { kind: 'raft' },
    roundTrip: { milliseconds: 70, pointer: '' },
    failover: [],
  }
}

function aReport(
  states: readonly ClusterState['state'][] = ['inSync', 'inSync', 'inSync'],
  change: Partial<DriftReport> = {},
): DriftReport {
  return {
    environment: 'env',
    observedAt: NOW,
    source: 's',
    summary: { inSync: 0, drifted: 0, reverted: 0, unknown: 0, pending: 0, notRolledOut: 0, error: 0 },
    clusters: states.map((state, i) => ({ name: `c${i + 1}`, state, lastSeen: NOW })),
    drifts: [],
    unhealthy: [],
    actions: [],
    undelivered: [],
    notEvaluated: [],
    ...change,
  }
}

function asked(change: Partial<GateInput> = {}) {
  return gate({
    regions: ['region-1'],
    enforced: [],
    removals: { count: 0, limit: 25, isApproved: false },
    clusters,
    report: aReport(),
    services: [aService([3, 3, 3])],
    pause: undefined,
    otherWaves: [],
    now: NOW,
    ...change,
  })
}

function redRules(change: Partial<GateInput>): readonly string[] {
  return asked(change)
    .checks.filter((each) => !each.isGreen)
    .map((each) => each.rule)
}

describe('a change of how many members there are', () => {
  const tolerance = (now: readonly number[], later: readonly number[]) =>
    asked({ services: [aService(now)], afterwards: { services: [aService(later)], clusters } }).checks.filter(
      (each) => each.rule === 'gate/tolerance',
    )

  test('is judged by the members of now where they leave less', () => {
    expect(tolerance([3, 3, 3], [3, 5, 5])).toMatchObject([
      { isGreen: true, sentence: 'vault has 9 voters and needs 5; without region-1 6 remain, 1 more may be lost' },
    ])
  })

  test('is red where the region that grows would hold the quorum alone', () => {
    expect(tolerance([3, 3, 3], [7, 3, 3])).toMatchObject([
      {
        isGreen: false,
        sentence: 'vault has 13 voters after it and needs 7; without region-1 6 remain, which is no quorum',
      },
    ])
  })

  test('counts the region that joins where it will be', () => {
    const four = [...clusters, { name: 'c4', region: 'region-4' }]
    const checks = asked({
      regions: ['region-4'],
      afterwards: { services: [aService([3, 3, 3, 3])], clusters: four },
    }).checks
    expect(checks.find((each) => each.rule === 'gate/tolerance')?.sentence).toBe(
      'vault has 12 voters after it and needs 7; without region-4 9 remain, 2 more may be lost',
    )
  })
})

describe('members that a drift took away', () => {
  const scaled = (clustersOfIt: readonly string[], change: Partial<Drift> = {}) =>
    driftOf('f1', clustersOfIt, { fields: [{ pointer: '/spec/replicas', desired: 3, observed: 2 }], ...change })
  const terms = { exception: 'e', until: '2026-03-10', because: 'tests', owner: 'Ada', source: { file: 'f', line: 1 } }
  const tolerance = (report: ExceptedReport) => asked({ report }).checks.find((each) => each.rule === 'gate/tolerance')
  const reportOf = (...drifts: readonly Drift[]) => aReport(undefined, { drifts })

  test('vote no more, and least of all where people live with it by an exception', () => {
    const sentence =
      'vault has 9 voters and needs 5; without region-1 and 2 members that a drift took away 4 remain, which is no quorum'
    const drift = scaled(['c2', 'c3'])
    expect(tolerance(reportOf(drift))).toMatchObject({ isGreen: false, sentence })
    const report = { ...aReport(), excepted: [{ drift, ...terms }] }
    expect(tolerance(report)).toMatchObject({ isGreen: false, sentence })
    expect(redRules({ report })).toEqual(['gate/tolerance'])
  })

  const remaining: readonly (readonly [string, readonly Drift[], string])[] = [
    ['in the region that changes they are gone anyway', [scaled(['c1'])], '6 remain, 1 more may be lost'],
    ['all of them where the object is gone', [scaled(['c2'], { change: 'missing', fields: [] })], '3 remain'],
    ['once, however many templates say it', [scaled(['c2']), { ...scaled(['c2']), fingerprint: 'f2' }], '5 remain'],
    ['none where there are more', [scaled(['c2'], { fields: [{ ...REPLICAS, observed: 4 }] })], '6 remain'],
    ['an absent number is one', [scaled(['c2'], { fields: [{ ...REPLICAS, observed: null }] })], '4 remain'],
    ['none of another component', [scaled(['c2'], { component: 'database' })], '6 remain'],
  ]
  test.each(remaining)('%s', (_, drifts, rest) => {
    expect(tolerance(reportOf(...drifts))?.sentence).toContain(rest)
  })

  test('are counted where a component goes all at once', () => {
    const together = [{ component: 'vault', regions: ['region-1'] }]
    const checks = asked({ regions: [], together, report: reportOf(scaled(['c2', 'c3'])) }).checks
    expect(checks.find((each) => each.rule === 'gate/all-at-once')?.sentence).toContain('6 of 9 remain')
  })
})

test('a region that joins is not waited for before its own wave, since nothing there can be well', () => {
  const four = [...clusters, { name: 'c4', region: 'region-4' }]
  const report = aReport(['inSync', 'inSync', 'inSync', 'pending'], {
    unhealthy: [{ cluster: 'c4', policy: 'certs-health-c4', template: 'issuers', message: 'not ready', since: NOW }],
  } as unknown as Partial<DriftReport>)
  expect(asked({ clusters: four, report, joining: ['c4'] }).isGreen).toBe(true)
  expect(redRules({ clusters: four, report })).toEqual(['gate/other-regions'])
  expect(redRules({ clusters: [...four, { name: 'c5', region: 'region-4' }], report, joining: ['c4'] })).toEqual([
    'gate/other-regions',
  ])
})

test('counts a replicated database by the replicas of a range, not by its nodes', () => {
  const database = { ...aService([3, 3, 3]), name: 'database', quorum: { kind: 'replication', factor: 5 } as const }
  const sentences = asked({ services: [database] }).checks.map((each) => each.sentence)
  expect(sentences).toContain(
    'database has 5 replicas of each range and needs 3; without region-1 3 remain, no more may be lost',
  )
  const uneven = { ...aService([6, 9, 1]), quorum: { kind: 'replication', factor: 3 } as const }
  const dark = aReport(['inSync', 'inSync', 'unknown'])
  expect(redRules({ services: [uneven], report: dark })).toContain('gate/tolerance')
})

test('is green while everything else is well, and says why in sentences', () => {
  const { isGreen, checks } = asked()
  expect(isGreen).toBe(true)
  expect(checks.map((each) => each.sentence)).toContain(
    'vault has 9 voters and needs 5; without region-1 6 remain, 1 more may be lost',
  )
})

test('is green where nothing stateful that runs is changed, whatever else is wrong', () => {
  expect(asked({ regions: [], report: aReport(['unknown', 'drifted', 'error']) }).isGreen).toBe(true)
})

const sick = { policy: 'p', component: 'vault', cluster: 'c2', template: 'vault-health', message: 'not ready' }

test('says how many health checks are not met, one or several', () => {
  const said = (unhealthy: readonly (typeof sick)[]) =>
    asked({ report: aReport(undefined, { unhealthy }) }).checks.find((each) => each.rule === 'gate/other-regions')
      ?.sentence
  expect(said([sick])).toContain('1 of its health checks is not met')
  expect(said([sick, sick])).toContain('2 of its health checks are not met')
})

describe('is red', () => {
  test.each<[string, Partial<GateInput>, string[]]>([
    [
      'when two regions change',
      { regions: ['region-1', 'region-2'], services: [aService([3, 3, 3])] },
      ['gate/one-region', 'gate/tolerance'],
    ],
    ['when another region drifts', { report: aReport(['inSync', 'drifted', 'inSync']) }, ['gate/other-regions']],
    ['when another region is sick', { report: aReport(undefined, { unhealthy: [sick] }) }, ['gate/other-regions']],
    [
      'when another region is dark: no quorum, no look, frozen',
      { report: aReport(['inSync', 'unknown', 'inSync']) },
      ['gate/other-regions', 'gate/tolerance', 'gate/freeze'],
    ],
    ['when another region was not looked at', { report: aReport(['inSync', 'inSync']) }, ['gate/other-regions']],
    ['when the look is old', { now: '2026-03-04T12:16:00Z' }, ['gate/fresh']],
    ['when the look is from the future', { now: '2026-03-04T11:50:00Z' }, ['gate/fresh']],
    ['when the region holds too many voters', { services: [aService([3, 1, 1])] }, ['gate/tolerance']],
    ['when another wave is open', { otherWaves: ['#7'] }, ['gate/no-other-wave']],
    ['when the sources have an error', { error: 'environments/env.yaml:3', services: [] }, ['gate/sources']],
    ['when a person paused', { pause: { reason: 'audit', until: '2026-04-01' } }, ['gate/freeze']],
  ])('%s', (_, change, rules) => {
    expect(redRules(change)).toEqual(rules)
  })
})

test('the region that is changed may itself be drifted or sick: that is what the change may mend', () => {
  expect(asked({ report: aReport(['drifted', 'inSync', 'inSync']) }).isGreen).toBe(true)
})

test('what is newly enforced waits while a person paused or a region is dark', () => {
  const pause = { reason: 'audit', until: '2026-04-01' }
  expect(asked({ regions: [], enforced: ['certs'], pause }).isGreen).toBe(false)
  expect(asked({ regions: [], enforced: ['certs'], report: aReport(['inSync', 'unknown', 'inSync']) }).isGreen).toBe(
    false,
  )
  expect(redRules({ regions: [], enforced: ['certs'], error: 'isthmus.yaml:1' })).toEqual(['gate/sources'])
  expect(asked({ regions: [], enforced: ['certs'] }).isGreen).toBe(true)
})

test('more removals than the limit wait for a tick, whatever else changes', () => {
  const removals = { count: 26, limit: 25, isApproved: false }
  expect(redRules({ removals })).toEqual(['gate/removals'])
  expect(redRules({ removals, regions: [] })).toEqual(['gate/removals'])
  expect(redRules({ removals: { ...removals, isApproved: true } })).toEqual([])
})

describe('at its bounds', () => {
  const three = [...clusters, { name: 'c4', region: 'region-2' }]

  test.each<[string, Partial<GateInput>, readonly string[]]>([
    ['as many removals as may go unasked', { removals: { count: 25, limit: 25, isApproved: false } }, []],
    ['as many moves as may go unasked', { moves: { count: 100, limit: 100, isApproved: false } }, []],
    ['one move more', { moves: { count: 101, limit: 100, isApproved: false } }, ['gate/moves']],
    ['one move more, and a tick', { moves: { count: 101, limit: 100, isApproved: true } }, []],
    ['a quorum that just holds', { services: [aService([1, 1, 1])] }, []],
    ['a look of just then', { now: '2026-03-04T12:15:00Z' }, []],
    ['a region of which one cluster was looked at', { clusters: three }, ['gate/other-regions']],
  ])('%s', (_, change, rules) => {
    expect(redRules(change)).toEqual(rules)
  })

  test('an approval is told where it was needed, and there alone', () => {
    const said = (count: number, isApproved: boolean) =>
      asked({ removals: { count, limit: 25, isApproved } }).checks.find((each) => each.rule === 'gate/removals')
        ?.sentence
    expect([said(25, true), said(26, true), said(26, false)]).toEqual([
      '25 objects would no longer be asked for',
      '26 objects would no longer be asked for, approved by a tick',
      '26 objects would no longer be asked for, more than 25: tick the box on the proposal if that is meant',
    ])
  })
})

test('each condition of a wave says how it stands, green or red', () => {
  const said = (change: Partial<GateInput>) => asked(change).checks.map(({ rule, sentence }) => `${rule}: ${sentence}`)
  expect(said({})).toEqual([
    'gate/one-region: only region-1 changes',
    'gate/fresh: the clusters were looked at 0 minutes ago',
    'gate/other-regions: region-2 is in sync and healthy',
    'gate/other-regions: region-3 is in sync and healthy',
    expect.stringMatching(
      /^gate\/tolerance: vault has 9 voters and needs 5; without region-1 6 remain, 1 more may be lost$/,
    ),
    'gate/no-other-wave: no other wave is open',
    'gate/freeze: nothing is frozen',
    'gate/removals: 0 objects would no longer be asked for',
  ])
  const report = aReport(['inSync', 'unknown'])
  expect(said({ regions: ['region-1', 'region-4'], report, otherWaves: ['#7'], now: '2026-03-04T12:16:00Z' })).toEqual([
    'gate/one-region: region-1, region-4 would change together: propose one region at a time',
    'gate/fresh: the clusters were looked at 16 minutes ago; at most 15 count as now',
    'gate/other-regions: region-2 is not ready: c2 is unknown',
    'gate/other-regions: region-3 is not ready: it was not looked at',
    'gate/tolerance: vault has 9 voters and needs 5; without region-1, region-4 and what cannot be seen 3 remain, which is no quorum',
    'gate/no-other-wave: another wave is open: #7',
    'gate/freeze: frozen while c2 cannot be seen',
    'gate/removals: 0 objects would no longer be asked for',
  ])
})

test('an environment that is taken out goes at once, and its gate says what RHACM deletes with it', () => {
  const said = (pruned?: number) =>
    asked({ regions: [], ...(pruned === undefined ? {} : { takenOut: { pruned } }) }).checks[0]?.sentence
  expect([said(), said(0), said(7)]).toEqual([
    'nothing that is stateful and runs is changed',
    'no source asks for env any more: all its policies go at once, and what they made stays',
    'no source asks for env any more: all its policies go at once, and RHACM deletes 7 objects with them',
  ])
})

describe('as a check on a commit', () => {
  const green = asked()
  const red = { ...asked({ otherWaves: ['#7'] }), environment: 'other' }

  test('without anything that is rendered it is green', () => {
    expect(gateCheck([], 'c1')).toMatchObject({
      state: 'success',
      summary: 'nothing that goes to a hub changes',
      text: '',
    })
  })

  test('one red condition of one environment makes it red, and is named', () => {
    expect(gateCheck([green], 'c1')).toMatchObject({ state: 'success', summary: 'env: may be merged now' })
    const both = gateCheck([green, red], 'c1')
    expect(both).toMatchObject({ state: 'failure', summary: 'other: another wave is open: #7' })
    expect(both.text).toContain('- [x] env: only region-1 changes')
    expect(both.text).toContain('- [ ] other: another wave is open: #7')
  })

  test('what nobody could look at is red', () => {
    const { state, summary } = unseenCheck('env', 'x'.repeat(200), 'c1')
    expect([state, summary.length]).toEqual(['failure', 140])
  })
})

describe('a change that its placement rolls out all at once', () => {
  const together = [{ component: 'vault', regions: ['region-1', 'region-2', 'region-3'] }]
  const sentences = (change: Partial<GateInput>) =>
    asked({ regions: [], together, ...change }).checks.flatMap((each) =>
      each.rule === 'gate/all-at-once' ? [each.sentence] : [],
    )

  test.each<[string, StretchedService, string]>([
    ['spends a member of each cluster', aService([3, 3, 3]), '6 of 9 remain and 5 are needed'],
    [
      'says where that is no quorum',
      aService([1, 1, 1]),
      '0 of 3 remain and 2 are needed, which is no quorum: it may stop until they are back',
    ],
    [
      'counts the replicas of one range where they hurt most',
      { ...aService([3, 3, 3]), quorum: { kind: 'replication', factor: 5 } },
      '2 of 5 remain and 3 are needed, which is no quorum: it may stop until they are back',
    ],
    [
      'knows that only the home region votes',
      { ...aService([3, 3, 3]), quorum: { kind: 'replication', factor: 3, home: 'c2' } },
      '2 of 3 remain and 2 are needed',
    ],
  ])('%s', (_, service, arithmetic) => {
    expect(sentences({ services: [service] })).toEqual([
      `vault changes in region-1, region-2, region-3 together, as its placement asks; while one member of vault restarts in each, ${arithmetic}`,
    ])
  })

  test('is green only while every region is in sync and healthy, its own too', () => {
    expect(asked({ regions: [], together })).toMatchObject({
      isGreen: true,
      regions: ['region-1', 'region-2', 'region-3'],
    })
    expect(redRules({ regions: [], together, report: aReport(['inSync', 'drifted', 'inSync']) })).toEqual([
      'gate/other-regions',
    ])
  })

  test('restarts members of the regions that change, and asks for no quorum without a whole region', () => {
    const two = [{ component: 'vault', regions: ['region-1', 'region-2'] }]
    expect(sentences({ together: two })).toEqual([expect.stringContaining('7 of 9 remain and 5 are needed')])
    expect(asked({ regions: [], together }).checks.map((each) => each.rule)).not.toContain('gate/tolerance')
  })

  test('lets nothing else change in several regions beside it', () => {
    expect(redRules({ regions: ['region-1'], together })).toEqual([])
    expect(redRules({ regions: ['region-1', 'region-2'], together })).toContain('gate/one-region')
  })

  test.each<[string, Partial<GateInput>, string]>([
    ['a freeze', { pause: { reason: 'a drill', until: NOW } }, 'gate/freeze'],
    ['another wave', { otherWaves: ['#4'] }, 'gate/no-other-wave'],
    ['an old look', { now: '2026-03-04T13:00:00Z' }, 'gate/fresh'],
    ['an error in the sources', { error: 'environments/env.yaml:4' }, 'gate/sources'],
  ])('waits for %s', (_, change, rule) => {
    expect(redRules({ regions: [], together, ...change })).toEqual([rule])
  })
})
