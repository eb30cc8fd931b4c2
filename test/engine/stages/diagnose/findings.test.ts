import { expect, test } from 'vitest'
import { paletteFor } from '../../../../engine/commands/io.ts'
import { examinerOf } from '../../../../engine/model/diagnosis.ts'
import { finding } from '../../../../engine/model/finding.ts'
import { diagnoseFindings } from '../../../../engine/stages/diagnose/findings.ts'
import { checkupText } from '../../../../engine/stages/report/checkup.ts'

const wrong = finding('schema/type', { file: 'isthmus.yaml', line: 3, column: 1 }, 'it is no text', 'write one')
const sentenceOf = (...findings: Parameters<typeof diagnoseFindings>[1]) =>
  diagnoseFindings(examinerOf('it'), findings).sentence

test('one error is one, and several are several', () => {
  expect(sentenceOf(wrong)).toBe('there is 1 error: isthmus.yaml:3 schema/type: it is no text')
  expect(sentenceOf(wrong, wrong)).toMatch(/^2 errors; the first is isthmus\.yaml:3 /)
})

test.each([
  [1, /, 1 warning, /],
  [2, /, 2 warnings, /],
])('%d of what only warns', (warn, words) => {
  const checkup = { checks: [], summary: { ok: 3, warn, fail: 0, skipped: 0 } }
  expect(checkupText(checkup, paletteFor(false), false)).toMatch(words)
})
