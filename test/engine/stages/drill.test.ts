import { expect, test } from 'vitest'
import type { DriftReport } from '../../../engine/model/drift.ts'
import type { Survival } from '../../../engine/model/survival.ts'
import { sampleOf } from '../../../engine/stages/drill/sample.ts'
import { drillPlan } from '../../../engine/stages/drill.ts'
import { aCluster } from './a-platform.ts'

const NOW = '2026-03-04T12:00:00Z'
const survival: Survival = {
  environment: 'env',
  lost: ['region-1'],
  survives: true,
  services: [],
  endpoints: [],
  total: { min: 0, max: 0 },
  longest: null,
  weakest: { name: 'vault', why: 'two too few' },
}

function aReport(change: Partial<DriftReport> = {}): DriftReport {
  return {
    environment: 'env',
    observedAt: NOW,
    source: 'hub',
    summary: { inSync: 0, drifted: 0, reverted: 0, unknown: 0, pending: 0, notRolledOut: 0, error: 0 },
    clusters: [1, 2].map((i) => ({ name: `c${i}`, state: 'inSync', lastSeen: NOW })),
    drifts: [],
    unhealthy: [],
    actions: [],
    undelivered: [],
    notEvaluated: [],
    ...change,
  }
}

function planned(report: DriftReport, predicted = survival) {
  return drillPlan({
    region: 'region-1',
    clusters: [aCluster(1)],
    report,
    platform: { services: [], entries: [], leafLimits: [] },
    predicted,
    gate: [
      { rule: 'gate/one-region', isGreen: true, sentence: '' },
      { rule: 'gate/freeze', isGreen: true, sentence: 'nothing is frozen' },
    ],
    anyway: null,
    now: NOW,
  })
}

const sick = { policy: 'p', component: 'vault', cluster: 'c1', template: 'unsealed', message: 'not unsealed' }

test.each<[string, DriftReport, Survival, string[]]>([
  ['a safe time', aReport(), survival, []],
  ['the platform would not survive it', aReport(), { ...survival, survives: false }, ['drill/survives']],
  ['the region is ill already', aReport({ unhealthy: [sick] }), survival, ['drill/region-whole']],
  ['the region was not looked at', aReport({ clusters: [] }), survival, ['drill/region-whole']],
])('%s', (_, report, predicted, red) => {
  const { checks, isSafe } = planned(report, predicted)
  expect(checks.filter((each) => !each.isGreen).map((each) => each.rule)).toEqual(red)
  expect(isSafe).toBe(red.length === 0)
})

test('a look reads whether writes are possible from every region but the lost one, and believes no odd value', () => {
  const result = (value: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'probe', namespace: 'app' },
    data: { time: NOW, nodesUnsealed: value },
  })
  const seen = (cluster: string, value: string) =>
    ({ cluster, state: 'seen', observedAt: NOW, objects: [result(value)], problems: [] }) as const
  const service = {
    name: 'vault',
    pointer: '',
    members: [],
    quorum: { kind: 'raft' },
    roundTrip: { milliseconds: 70, pointer: '' },
    failover: [],
    probe: { namespace: 'app', name: 'probe', writes: [{ key: 'nodesUnsealed', min: 5 }] },
  } as const
  const clusters = [seen('c1', '9'), seen('c2', '6'), seen('c3', '4'), seen('c4', '6; true')]
  const { readings } = sampleOf(aReport(), { source: 's', observedAt: NOW, clusters }, ['c1'], [service])
  expect(readings.map((each) => [each.cluster, each.canWrite])).toEqual([
    ['c2', true],
    ['c3', false],
    ['c4', false],
  ])
})
