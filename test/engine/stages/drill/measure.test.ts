import { describe, expect, test } from 'vitest'
import type { DrillPlan, DrillSample, WriteReading } from '../../../../engine/model/drill.ts'
import type { Survival } from '../../../../engine/model/survival.ts'
import { measured } from '../../../../engine/stages/drill/measure.ts'
import { drillEvidence, isOver } from '../../../../engine/stages/drill.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 2, 4, 12, 0, seconds)).toISOString().replace('.000', '')

function predicted(max: number | null): Survival {
  const total = { min: 1, max: max ?? 0 }
  const service = {
    name: 'database',
    voters: 9,
    quorum: 5,
    left: 6,
    tolerance: 1,
    survives: max !== null,
    clusters: [],
    source: { kind: 'assumed' } as const,
    failover: max === null ? null : { terms: [], total },
    commit: null,
    notes: [],
  }
  return {
    environment: 'env',
    lost: ['region-1'],
    survives: max !== null,
    services: [service],
    endpoints: [],
    total,
    longest: null,
    weakest: null,
  }
}

function sample(seconds: number, region: DrillSample['region'], readings: readonly WriteReading[] = []): DrillSample {
  return { at: at(seconds), region, others: [], readings }
}

/** Results of one probe by the second of their time; `-` before a second: no writes. */
function seen(...times: readonly string[]): readonly DrillSample[] {
  return times.map((text, i) => {
    const time = at(Number(text.replace('-', '')))
    return sample(i, 'whole', [{ service: 'database', cluster: 'c2', time, canWrite: !text.startsWith('-') }])
  })
}

describe('what probes saw, against what was predicted', () => {
  test.each<[string, readonly string[], number | null, [number | null, number | null, string]]>([
    ['nothing', [], 10, [null, null, 'not-measured']],
    ['one result', ['0'], 10, [null, null, 'not-measured']],
    ['the same result twice is one', ['5', '5'], 10, [null, null, 'not-measured']],
    ['all could write, and were close together', ['0', '5', '10'], 10, [0, 5, 'within']],
    ['all could write, but a longer time could hide between two', ['0', '300'], 10, [0, 300, 'unclear']],
    ['a gap that ends in time', ['0', '-4', '8'], 10, [0, 8, 'within']],
    ['a gap that could be short or long', ['0', '-4', '20'], 10, [0, 20, 'unclear']],
    ['a gap that is longer for sure', ['0', '-5', '-20', '25'], 10, [15, 25, 'longer']],
    ['a gap whose end nobody saw', ['0', '-5'], 10, [0, null, 'unclear']],
    ['writes fail where the service was predicted to stop', ['0', '-5', '10'], null, [0, 10, 'longer']],
    ['looked at in another order', ['8', '-4', '0'], 10, [0, 8, 'within']],
  ])('%s', (_, times, max, [atLeast, atMost, verdict]) => {
    const [one] = measured(seen(...times), predicted(max))
    expect(one).toMatchObject({ atLeast, atMost, verdict })
    expect(one?.sentence).toMatch(/^database: /)
  })
})

describe('a drill', () => {
  const plan: DrillPlan = {
    environment: 'env',
    region: 'region-1',
    clusters: ['c1'],
    source: 'hub',
    plannedAt: at(0),
    isSafe: true,
    checks: [],
    anyway: null,
    ways: [],
    predicted: predicted(10),
  }
  const story = [sample(0, 'whole'), sample(10, 'dark'), sample(20, 'dark'), sample(30, 'hit'), sample(40, 'whole')]

  test('ends when the region was lost and everything is whole again', () => {
    expect(story.map((_, i) => isOver(story.slice(0, i + 1)))).toEqual([false, false, false, false, true])
    expect(isOver([...story.slice(0, 4), { ...sample(40, 'whole'), others: ['c2'] }])).toBe(false)
  })

  test.each([
    ['planned', 0, [null, null, null]],
    ['never-lost', 1, [null, null, null]],
    ['interrupted', 2, [at(10), null, null]],
    ['interrupted', 4, [at(10), at(30), null]],
    ['back', 5, [at(10), at(30), at(40)]],
  ] as const)('is %s after %i looks', (outcome, looks, [lostAt, backAt, wholeAt]) => {
    expect(drillEvidence(plan, story.slice(0, looks))).toMatchObject({ outcome, lostAt, backAt, wholeAt })
  })
})
