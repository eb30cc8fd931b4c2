import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Finding } from '../../../../engine/model/finding.ts'
import { finding } from '../../../../engine/model/finding.ts'
import { diff } from '../../../../engine/stages/diff.ts'
import { findingsSarif } from '../../../../engine/stages/report/sarif.ts'

const {
  $schema: _,
  id: __,
  ...schema
} = JSON.parse(readFileSync(new URL('sarif-schema.json', import.meta.url), 'utf8')) as Record<string, unknown>
const check = new Ajv({ strict: false, allErrors: true }).compile(schema)

function valid(text: string) {
  const log = JSON.parse(text) as { runs: { results: { ruleId: string; level: string; locations: unknown[] }[] }[] }
  expect(check(log) ? [] : check.errors).toEqual([])
  return log.runs[0]?.results ?? []
}

const place = { file: 'environments/my env.yaml', line: 3, column: 5 }

test('findings become results at their place, with the level that they have', () => {
  const severities: readonly Finding['severity'][] = ['error', 'warning', 'info']
  const results = valid(
    findingsSarif(
      severities.map((each) => finding('a/b', place, 'wrong', 'mend it', each)),
      '1.2.3',
    ),
  )
  expect(results.map((each) => each.level)).toEqual(['error', 'warning', 'note'])
  expect(results[0]?.locations).toEqual([
    {
      physicalLocation: {
        artifactLocation: { uri: 'environments/my%20env.yaml' },
        region: { startLine: 3, startColumn: 5 },
      },
    },
  ])
})

test('whatever stands in a finding, the log is valid', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '/', '%', ' ', '"', '<', '\u0000', '\ud800', '\udc00', 'é', '\n'),
  })
  fc.assert(
    fc.property(text, text, text, fc.integer({ min: 0, max: 9 }), (file, message, hint, line) => {
      valid(findingsSarif([finding('a/b', { file, line, column: 0 }, message, hint)], '1.2.3'))
    }),
    { numRuns: 20 },
  )
})

test('the risks of a plan stand at the rendered file', () => {
  const policy = (clusters: readonly string[]) => ({
    environment: 'env',
    version: '',
    clusters: [],
    policies: [{ name: 'p', component: 'c', stateful: false, clusters, object: {}, file: '' }],
    others: [],
  })
  const results = valid(findingsSarif([], '1.2.3', [diff(policy(['c1', 'c2']), policy(['c1']))]))
  expect(results.map((each) => each.ruleId)).toEqual(['risk/leaves-cluster'])
})

test('the check can fail', () => {
  expect(check({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).toBe(false)
})
