import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningDashboard } from './a-dashboard.ts'
import { aDashboard } from './a-dashboard.ts'
import { LOOKS, picture, startBrowser, visit } from './testbed/browser.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WIDE = { width: 1280, scheme: 'light' } as const

const state: { browser?: Browser; dashboard?: RunningDashboard } = {}

beforeAll(async () => {
  const [browser, dashboard] = await Promise.all([startBrowser(), aDashboard()])
  Object.assign(state, { browser, dashboard })
})
afterAll(async () => {
  await Promise.all([state.browser?.close(), state.dashboard?.stop()])
})

test.each(LOOKS)('every page fits $width pixels, $scheme, and has no serious finding of axe', async (look) => {
  const { browser, dashboard } = started()
  for (const [name, path] of Object.entries(pagesOf(dashboard))) {
    const { page, complaints, requests } = await visit(browser, `${dashboard.url}${path}`, look)
    // The browser itself tells of the status of a page that is not there.
    expect(
      complaints.filter((each) => name !== 'gone-drift' || !each.includes('404')),
      path,
    ).toEqual([])
    expect(
      requests.filter((each) => !each.startsWith(dashboard.url)),
      path,
    ).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), path).toBeLessThanOrEqual(0)
    await picture(page, `dashboard-${name}-${look.width}-${look.scheme}`)
    if (look.width > 1000) expect(await seriousFindings(page), path).toEqual([])
    await page.context().close()
  }
})

test('a hostile name is text on every page that shows it', async () => {
  const { browser, dashboard } = started()
  for (const path of Object.values(pagesOf(dashboard))) {
    const { page } = await visit(browser, `${dashboard.url}${path}`, LOOKS[0] ?? WIDE)
    expect(await page.title(), path).toMatch(/Isthmus$/)
    expect(await page.locator('img').count(), path).toBe(0)
    await page.context().close()
  }
  const { page } = await visit(browser, `${dashboard.url}/environments/gdw`, { width: 1280, scheme: 'light' })
  expect(await page.locator('#content').textContent()).toContain('<img src=x')
  await page.context().close()
})

test('works without scripts, with the keyboard, and in the theme that was chosen', async () => {
  const { browser, dashboard } = started()
  const plain = await browser.newContext({ javaScriptEnabled: false })
  const still = await plain.newPage()
  await still.goto(dashboard.url)
  await still.getByRole('link', { name: 'Drifts' }).first().click()
  expect(await still.locator('h1').textContent()).toBe('Drifts')
  await plain.close()
  const { page } = await visit(browser, dashboard.url, { width: 1280, scheme: 'light' })
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await page.evaluate('document.activeElement.id')).toBe('content')
  await page.locator('#theme').click()
  await page.reload()
  expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark')
  await page.context().close()
})

function pagesOf({ fingerprints }: RunningDashboard): Readonly<Record<string, string>> {
  const tabs = ['drifts', 'policies', 'timeline', 'proposals', 'exceptions', 'freshness']
  return {
    overview: '/',
    environment: '/environments/gdw',
    ...Object.fromEntries(tabs.map((each) => [each, `/environments/gdw/${each}`])),
    policy: '/environments/gdw/policies/vault-cluster1',
    drift: `/environments/gdw/drifts/${fingerprints[0]}`,
    'gone-drift': '/environments/gdw/drifts/0123456789abcdef',
  }
}

async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE)
  const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[]
  }
  return found.violations
    .filter((each) => each.impact === 'serious' || each.impact === 'critical')
    .map((each) => `${each.id}: ${each.nodes[0]?.html.slice(0, 200)} ${each.nodes[0]?.failureSummary}`)
}

function started(): { readonly browser: Browser; readonly dashboard: RunningDashboard } {
  const { browser, dashboard } = state
  if (!browser || !dashboard) throw new Error('nothing was started')
  return { browser, dashboard }
}
