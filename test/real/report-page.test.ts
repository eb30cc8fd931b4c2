import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { driftHtml } from '../../engine/stages/report/drift-html.ts'
import { driftOf, reportOf, topologyFor } from '../contracts/drift-reports.ts'
import { LOOKS, picture, startBrowser, visit } from './testbed/browser.ts'

const long = `<script>alert(1)</script>-${'a-long-name-'.repeat(20)}`
const name = 'w'.repeat(63)
const short = reportOf([
  driftOf('0123456789abcdef', ['cluster1', 'cluster2']),
  driftOf('fedcba9876543210', ['cluster3'], { policy: long }),
])
const driftReport = {
  ...short,
  clusters: [...short.clusters, { name, state: 'unknown' as const, lastSeen: null, reason: `no folder ${name}` }],
}
const folder = mkdtempSync(join(tmpdir(), 'isthmus-report-'))
const state: { browser?: Browser } = {}

beforeAll(async () => {
  state.browser = await startBrowser()
})
afterAll(async () => {
  await state.browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

test.each(LOOKS)('the drift report is one page that fits $width pixels, $scheme', async (look) => {
  const file = join(folder, 'drift.html')
  writeFileSync(file, driftHtml(driftReport, topologyFor(driftReport)))
  const { page, complaints, requests } = await visit(started(), pathToFileURL(file).href, look)
  expect(complaints).toEqual([])
  expect(requests.length).toBe(1)
  expect(await page.locator('h1').first().textContent()).toContain(driftReport.environment)
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  expect(overflow).toBeLessThanOrEqual(0)
  await picture(page, `drift-report-${look.width}-${look.scheme}`)
})

function started(): Browser {
  if (!state.browser) throw new Error('there is no browser')
  return state.browser
}
