import { expect, test } from 'vitest'
import type { ChangePlan, PolicyChange, Risk } from '../../../../engine/model/change-plan.ts'
import { risksShown } from '../../../../engine/stages/report/risks.ts'

function aPlan(risks: readonly (readonly [string, Risk])[]): ChangePlan {
  const policies = risks.map(
    ([policy, risk]): PolicyChange => ({
      policy,
      component: 'c',
      change: 'changed',
      clusters: ['c1'],
      gained: [],
      lost: [],
      objectsAdded: [],
      objectsRemoved: [],
      fields: [],
      risks: [risk],
    }),
  )
  return { environment: 'env', policies, removals: [], others: [] }
}

const enforced = (policy: string, cluster: string): readonly [string, Risk] => [
  policy,
  { kind: 'newly-enforced', message: `${policy} turns on ${cluster}`, plural: 'turn on', clusters: [cluster] },
]
const restarts = (policy: string): readonly [string, Risk] => [
  policy,
  { kind: 'restarts-pods', message: `${policy} restarts` },
]

test('the worst comes first, and the same of many policies is said once', () => {
  const plan = aPlan([restarts('a'), ...['b', 'c', 'd', 'e', 'f'].map((each, i) => enforced(each, `c${i % 2}`))])
  expect(risksShown(plan).map((each) => each.message)).toEqual([
    'b, c, d and 2 more policies turn on c0, c1',
    'a restarts',
  ])
})

test('of three all are named, and two speak for themselves', () => {
  const three = aPlan([enforced('a', 'c1'), enforced('b', 'c1'), enforced('c', 'c2')])
  expect(risksShown(three).map((each) => each.message)).toEqual(['a, b and c turn on c1, c2'])
  const two = aPlan([enforced('a', 'c1'), enforced('b', 'c1'), restarts('c'), restarts('d'), restarts('e')])
  expect(risksShown(two)).toHaveLength(5)
})
