import { expect, test } from 'vitest'
import { finding } from '../../../../engine/model/finding.ts'
import { junit } from '../../../../engine/stages/report/junit.ts'

const place = { file: 'a.yaml', line: 3, column: 5 }

test('an error fails, a warning passes and says so, nothing passes', () => {
  const text = junit('validate', [
    finding('a/b', place, 'wrong', 'mend it'),
    finding('c/d', place, 'odd', 'look', 'warning'),
  ])
  expect(text).toContain('tests="2" failures="1"')
  expect(text).toContain(
    '<failure type="a/b" message="a.yaml:3:5 error wrong">a.yaml:3:5 error wrong\nmend it</failure>',
  )
  expect(text).toContain('<system-out>a.yaml:3:5 warning odd\nlook</system-out>')
  expect(junit('validate', [])).toContain('tests="1" failures="0"')
})

test('text of others cannot leave its place, nor hold what XML cannot', () => {
  const text = junit('validate', [finding('a/b', place, '"><x>\u0000\ud800 & ]]>', 'h')])
  expect(text).toContain('message="a.yaml:3:5 error &quot;&gt;&lt;x&gt;\ufffd\ufffd &amp; ]]&gt;"')
  expect(text).not.toContain('<x>')
})
