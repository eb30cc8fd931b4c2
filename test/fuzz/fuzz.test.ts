import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expandAll } from '../../engine/flows/expand-all.ts'
import { hasErrors } from '../../engine/model/finding.ts'
import { components } from '../../policies/index.ts'
import { attempt } from './attempt.ts'
import { keptFor, keptTargets } from './corpus.ts'
import { FILES } from './repositories.ts'
import { hold, target } from './target.ts'
import { TARGETS } from './targets.ts'

describe.each(TARGETS.map((each) => [each.name, each] as const))('%s', (_, each) => {
  test(each.holds, async () => {
    for (const input of each.cases) await attempt(each, input)
    for (const { file, input } of keptFor(each.name))
      await attempt(each, input).catch((cause: unknown) => {
        throw new Error(`corpus/${each.name}/${file} does not hold`, { cause })
      })
    await fc.assert(
      fc.asyncProperty(each.input, (input) => attempt(each, input)),
      { numRuns: each.few },
    )
  })
})

test('what is mutated is right at first, so that edits reach everything behind the first check', () => {
  const { findings, environments } = expandAll({ files: FILES, findings: [] }, components)
  expect(hasErrors(findings) ? findings : []).toEqual([])
  expect(environments.map((each) => each.plan.policies.some((policy) => policy.component === 'shop'))).toEqual([true])
})

test('every folder of the corpus is that of a target', () => {
  const names = TARGETS.map((each) => each.name)
  expect(new Set(names).size).toBe(names.length)
  expect(keptTargets().filter((each) => !names.includes(each))).toEqual([])
})

describe('an attempt sees', () => {
  const broken = (check: (input: unknown) => void) => target({ name: 'x', holds: '', input: fc.anything(), check })
  test.each([
    ['a broken promise', broken(() => hold(false, 'not so')), 'not so'],
    ['a mark on a prototype', broken(() => Object.assign(Object.prototype, { polluted: true })), 'prototype'],
    ['a changed input', broken((input) => Object.assign(input as object, { more: 1 })), 'input was changed'],
  ])('%s', async (_, each, words) => {
    await expect(attempt(each, {})).rejects.toThrow(words)
    Reflect.deleteProperty(Object.prototype, 'polluted')
  })
})
