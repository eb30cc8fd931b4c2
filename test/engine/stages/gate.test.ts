import { describe, expect, test } from 'vitest'
import type { ClusterState, DriftReport } from '../../../engine/model/drift.ts'
import type { StretchedService } from '../../../engine/model/stretched.ts'
import { gateCheck, unseenCheck } from '../../../engine/stages/gate/gate-check.ts'
import type { GateInput } from '../../../engine/stages/gate.ts'
import { gate } from '../../../engine/stages/gate.ts'

const NOW = '2026-03-04T12:00:00Z'
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

test('a region that joins is not waited for before its own wave, since nothing there can be well', () => {
  const four = [...clusters, { name: 'c4', region: 'region-4' }]
  const report = aReport(['inSync', 'inSync', 'inSync', 'pending'], {
    unhealthy: [{ cluster: 'c4', policy: 'certs-health-c4', template: 'issuers', message: 'not ready', since: NOW }],
  } as unknown as Partial<DriftReport>)
  expect(asked({ clusters: four, report }).isGreen).toBe(true)
  expect(redRules({ clusters: four, report, services: [aService([3, 3, 3, 3])] })).toEqual(['gate/other-regions'])
  expect(redRules({ clusters: four, report, services: [] })).toEqual(['gate/other-regions'])
})

test('counts a replicated database by the replicas of a range, not by its nodes', () => {
  const database = { ...aService([3, 3, 3]), name: 'database', quorum: { kind: 'replication', factor: 5 } as const }
  const sentences = asked({ services: [database] }).checks.map((each) => each.sentence)
  expect(sentences).toContain(
    'database has 5 replicas of each range and needs 3; without region-1 3 remain, 0 more may be lost',
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

describe('as a check on a commit', () => {
  const green = asked()
  const red = { ...asked({ otherWaves: ['#7'] }), environment: 'other' }

  test('without anything that is rendered it is green', () => {
    expect(gateCheck([], 'c1')).toMatchObject({
      state: 'success',
      summary: 'nothing that is rendered changes',
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
