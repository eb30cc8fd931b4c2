import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newKnownTexts, redactTexts } from '../../../engine/model/redact-report.ts'

const SECRET = 'password=hunter2-hunter2'

test('what was looked at before is shown as it was, and what is new is looked at', () => {
  const known = newKnownTexts()
  const kept = { policy: 'shop', reason: SECRET }
  const first = redactTexts({ policies: [kept, { policy: 'one', reason: 'fine' }] }, known)
  const second = redactTexts({ policies: [kept, { policy: 'two', reason: SECRET }] }, known)
  expect(JSON.stringify([first, second])).not.toContain('hunter2')
  expect(second.policies[0]).toBe(first.policies[0])
  expect(second.policies[1]?.policy).toBe('two')
  expect(redactTexts({ policies: [kept] })).toEqual({ policies: [first.policies[0]] })
})

test('whatever came, went or moved in a list, it is shown as if nothing had been looked at before', () => {
  const entries = [SECRET, 'fine', 'late'].flatMap((reason) => [{ reason }, { reason, in: [{ reason }] }, reason])
  const list = fc.array(fc.constantFrom(...entries), { maxLength: 6 })
  fc.assert(
    fc.property(fc.array(fc.record({ policies: list, drifts: list }), { maxLength: 5 }), (reports) => {
      const known = newKnownTexts()
      for (const each of reports) expect(redactTexts(each, known)).toEqual(redactTexts(each))
    }),
  )
})

test('what stands behind something that came or went is not looked at again', () => {
  const known = newKnownTexts()
  const [a, b, c] = ['a', 'b', 'c'].map((policy) => ({ policy, reason: SECRET }))
  const first = redactTexts({ policies: [a, c] }, known)
  const second = redactTexts({ policies: [a, b, c] }, known)
  expect([second.policies[0] === first.policies[0], second.policies[2] === first.policies[1]]).toEqual([true, true])
  expect(redactTexts({ policies: [c] }, known).policies[0]).toBe(first.policies[1])
})
