import { expect, test } from 'vitest'
import { finding } from '../../../../engine/model/finding.ts'
import { findingsAnnotations } from '../../../../engine/stages/report/annotations.ts'
import { findingsSarif } from '../../../../engine/stages/report/sarif.ts'

const place = { file: 'environments/a b,c.yaml', line: 3, column: 5 }
const hostile = finding('group/rule', place, 'one\n::error::two 100%', 'do it', 'warning')

test('an annotation is one line, whatever the message holds', () => {
  expect(findingsAnnotations([hostile], 'platform')).toBe(
    '::warning file=platform/environments/a b%2Cc.yaml,line=3,col=5,title=group/rule::one%0A::error::two 100%25%0Ado it\n',
  )
  expect(findingsAnnotations([])).toBe('')
})

test('SARIF names rule, level and place', () => {
  const { version, runs } = JSON.parse(findingsSarif([hostile, { ...hostile, severity: 'info' }], '1.2.3'))
  expect(version).toBe('2.1.0')
  expect(runs[0].tool.driver).toEqual({ name: 'isthmus', version: '1.2.3', rules: [{ id: 'group/rule' }] })
  expect(runs[0].results.map((each: { level: string }) => each.level)).toEqual(['warning', 'note'])
  expect(runs[0].results[0].locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'environments/a%20b%2Cc.yaml' },
    region: { startLine: 3, startColumn: 5 },
  })
})
