import { expect, test } from 'vitest'
import { fightText } from '../../../engine/model/drift-words.ts'
import { driftOf } from '../../contracts/drift-reports.ts'

test.each([
  [[], 'tools that left no name keep undoing each other'],
  [['argocd'], 'argocd and a tool that left no name keep undoing each other'],
  [['kubectl', 'argocd'], 'kubectl and argocd keep undoing each other'],
])('a fight takes two: %j', (managers, said) => {
  const drift = driftOf('f1', ['cluster1'], { fight: { managers, flips: 4, since: '2026-01-31T10:00:00Z' } })
  expect(fightText(drift)).toContain(said)
})
