import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Json } from '../../../engine/model/json.ts'
import { outputSchemas } from '../../../engine/model/output-schemas.ts'
import { schemaPage } from './output-schemas/page.ts'
import { NAMES, problems } from './output-schemas/problems.ts'

const root = join(import.meta.dirname, '../../..')

test.each(NAMES)('docs/reference/json/%s.md is what the schema says', async (name) => {
  const page = schemaPage(outputSchemas[name] as unknown as Json)
  await expect(page).toMatchFileSnapshot(join(root, 'docs/reference/json', `${name}.md`))
})

const cases = join(root, 'test/engine/stages/report/cases')
test.each(readdirSync(cases))('the report of case %s', (name) => {
  expect(problems('drift', readFileSync(join(cases, name, 'report.json'), 'utf8'))).toEqual([])
})
