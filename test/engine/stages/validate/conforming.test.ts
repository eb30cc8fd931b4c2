import { expect, test } from 'vitest'
import { load } from '../../../../engine/stages/load.ts'
import { conform } from '../../../../engine/stages/validate/compile.ts'
import { explainErrors } from '../../../../engine/stages/validate/explain.ts'
import { components } from '../../../../policies/index.ts'

test.each(components.map((each) => [each.name, each] as const))(
  '`%s: {}` is enough, and a misspelt setting is found',
  (name, { settings }) => {
    expect(conform(settings, {})).toHaveProperty('value')
    const [document] = load([{ path: 'environments/a.yaml', text: `${name}: { nonsense: 1 }\n` }]).documents
    const outcome = conform(settings, { nonsense: 1 })
    const findings = 'errors' in outcome && document ? explainErrors(outcome.errors, document, `/${name}`) : []
    expect(findings.map(({ rule, column }) => [rule, column])).toEqual([['schema/unknown-key', name.length + 5]])
  },
)
