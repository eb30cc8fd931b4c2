import { describe, expect, test } from 'vitest'
import type { ChangePlan, PolicyChange } from '../../../../engine/model/change-plan.ts'
import type { DriftState } from '../../../../engine/model/drift.ts'
import { driftText, planText } from '../../../../engine/stages/report/text.ts'
import { reportOf } from '../../../contracts/drift-reports.ts'

const plain = { red: String, yellow: String, green: String, bold: String, dim: String }
const SCREEN = 50
const names = Array.from({ length: 120 }, (_, i) => `c${i + 1}`)
const lines = (text: string) => text.trimEnd().split('\n')

test('states stand below one another, however long the names', () => {
  const { clusters, ...rest } = reportOf([])
  const [any] = clusters
  if (!any) throw new Error('no cluster')
  const long = 'prod-payments-ap-northeast-1-blue'
  const text = driftText({ ...rest, clusters: [long, 'c2', 'x'.repeat(63)].map((name) => ({ ...any, name })) }, plain)
  const starts = lines(text).flatMap((each) => (each.startsWith('  ') ? [each.search(/ \S+$/)] : []))
  expect(starts.slice(0, 2)).toEqual([long.length + 2, long.length + 2])
})

describe('a hundred and twenty clusters', () => {
  const states = (bad: number): Record<string, DriftState> =>
    Object.fromEntries(names.map((name, i) => [name, i < bad ? 'unknown' : 'inSync']))
  const report = (bad: number) => {
    const { clusters, ...rest } = reportOf([], states(bad))
    return { ...rest, clusters: clusters.filter((each) => names.includes(each.name)) }
  }

  test.each([
    [0, 0, '… and 120 in sync (--verbose lists them)'],
    [2, 2, '… and 118 in sync'],
    [60, 12, '… and 48 more that are not in sync, 60 in sync'],
  ])('%i of them unseen: %i are named', (bad, named, rest) => {
    const text = driftText(report(bad), plain)
    expect(lines(text).length).toBeLessThan(SCREEN)
    expect(text.match(/^ {2}c\d+ /gm)?.length ?? 0).toBe(named)
    expect(text).toContain(rest)
    expect(driftText(report(bad), plain, { isWhole: true }).match(/^ {2}c\d+ /gm)).toHaveLength(120)
  })

  test('a plan names some policies and counts the rest', () => {
    const policies = names.map(
      (name): PolicyChange => ({
        policy: `vault-${name}`,
        component: 'vault',
        change: 'added',
        clusters: names,
        gained: names,
        lost: [],
        objectsAdded: [],
        objectsRemoved: [],
        fields: [],
        risks: [],
      }),
    )
    const plan: ChangePlan = { environment: 'gdw', policies, removals: [], others: [] }
    const text = planText(plan, plain)
    expect(lines(text).length).toBeLessThan(SCREEN)
    expect(text).toContain('… and 80 more policies that change')
    expect(text).toContain('c12 … and 108 more')
    expect(planText(plan, plain, true).match(/vault-c\d+/g)).toHaveLength(120)
  })
})
