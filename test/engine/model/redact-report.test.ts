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
