import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ExceptedReport } from '../../../../engine/model/exception.ts'
import { body } from '../../../../engine/stages/report/drift-html.ts'
import { driftBody, driftMarkdown } from '../../../../engine/stages/report/drift-markdown.ts'
import { driftJson } from '../../../../engine/stages/report/json.ts'
import { driftText } from '../../../../engine/stages/report/text.ts'
import { topologyFor } from '../../../contracts/drift-reports.ts'

const folder = join(import.meta.dirname, 'cases')
const plain = { red: String, yellow: String, green: String, bold: String, dim: String }

/** A case is a folder with `report.json`; what each format makes of it stands beside it (`vitest run -u` writes it anew). */
describe.each(readdirSync(folder))('%s', (name) => {
  const text = readFileSync(join(folder, name, 'report.json'), 'utf8')
  const report = JSON.parse(text) as ExceptedReport
  test.each([
    ['body.md', () => `${driftBody(report, { file: `drift/${report.environment}.md` })}\n`],
    ['report.md', () => `${driftMarkdown(report)}\n`],
    ['report.txt', () => driftText(report, plain)],
    ['report.html', () => body(report, topologyFor(report)).html],
  ])('%s', async (file, write) => {
    await expect(write()).toMatchFileSnapshot(join(folder, name, file))
  })

  test('report.json comes out as it went in', () => {
    expect(JSON.parse(driftJson(report))).toEqual(JSON.parse(text))
  })
})
