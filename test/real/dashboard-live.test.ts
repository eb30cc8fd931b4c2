import { performance } from 'node:perf_hooks'
import { expect, onTestFinished, test } from 'vitest'
import { scaleVault } from '../engine/commands/a-platform.ts'
import { aDashboard } from './a-dashboard.ts'
import { startBrowser, visit } from './testbed/browser.ts'

test('a change is on the page within a second, and what was unfolded stays so', async () => {
  const [browser, dashboard] = await Promise.all([startBrowser(), aDashboard()])
  onTestFinished(async () => void (await Promise.all([browser.close(), dashboard.stop()])))
  const { page } = await visit(browser, `${dashboard.url}/environments/gdw/policies/vault-cluster1`, {
    width: 1280,
    scheme: 'light',
  })
  const replicas = page.locator('#content section table.stack').first()
  const unfolded = page.locator('#content details').first()
  await unfolded.locator('summary').click()
  await page.waitForTimeout(500)
  const before = await replicas.textContent()
  const took: number[] = []
  // A machine with other work may be late now and then, so the best of three is what the dashboard itself takes.
  for (const wanted of [3, 2, 3]) {
    const shown = await replicas.textContent()
    const began = performance.now()
    await scaleVault(dashboard.clusters, 'cluster1', wanted)
    await expect.poll(() => replicas.textContent(), { interval: 20, timeout: 30_000 }).not.toBe(shown)
    took.push(performance.now() - began)
    await page.waitForTimeout(1_000)
  }
  console.info(`live update: ${took.map(Math.round).join(', ')} ms`)
  expect(before).toContain('StatefulSet vault/vault')
  expect(await unfolded.getAttribute('open')).not.toBeNull()
  expect(Math.min(...took)).toBeLessThan(1_000)
})
