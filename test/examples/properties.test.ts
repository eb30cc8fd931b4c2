import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expandAll } from '../../engine/flows/expand-all.ts'
import type { SourceFile } from '../../engine/model/document.ts'
import { hasErrors } from '../../engine/model/finding.ts'
import { components } from '../../policies/index.ts'
import { anEnvironment, INJECTED } from './an-environment.ts'
import { switchedOff } from './dark-region.ts'
import { objectsOf } from './hub.ts'
import { unsound } from './sound.ts'

/** Templates that start with what the generator hid in free text: those of the engine never do. */
const RUNS = new RegExp(`\\{\\{(-|hub)? *${INJECTED}`)

function expansionOf(files: readonly SourceFile[]) {
  const { findings, environments } = expandAll({ files, findings: [] }, components)
  return { findings, plans: environments.map((each) => each.plan) }
}

test('any environment gets findings, or policies that RHACM takes as they are meant', () => {
  const sizes = new Set<number>()
  const seen = { sound: 0, refused: 0, escaped: 0 }
  fc.assert(
    fc.property(anEnvironment, (files) => {
      const { findings, plans } = expansionOf(files)
      if (hasErrors(findings)) {
        seen.refused += 1
        return
      }
      const [plan] = plans
      if (!plan) throw new Error('neither a finding nor a plan')
      const { clusters } = plan.environment.spec
      expect(unsound(plan)).toEqual([])
      expect(clusters.flatMap(({ name }) => switchedOff(plan, name))).toEqual([])
      const text = JSON.stringify(plan.policies.map((each) => each.object))
      expect(text).not.toMatch(RUNS)
      expect(expansionOf(files).plans.map(objectsOf)).toEqual([objectsOf(plan)])
      seen.sound += 1
      seen.escaped += text.includes(INJECTED) ? 1 : 0
      sizes.add(clusters.length)
    }),
    { numRuns: 30 },
  )
  // The generator is worth nothing where it makes only what is refused, or where no brace ever gets through to a policy.
  expect(seen.sound).toBeGreaterThan(10)
  expect(seen.refused).toBeGreaterThan(5)
  expect(seen.escaped).toBeGreaterThan(0)
  expect(sizes.size).toBeGreaterThan(4)
})
