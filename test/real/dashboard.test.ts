import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { editObject, unplugCluster, writeCluster } from '../../engine/commands/demo/clusters.ts'
import { deliver, platformMaker, scaleVault } from '../engine/commands/a-platform.ts'
import { isthmus, pushAll, write } from '../engine/commands/a-shell.ts'
import { LOOKS, picture, startBrowser, visit } from './testbed/browser.ts'

const root = join(import.meta.dirname, '..', '..')
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Markup, a quote, a turn of direction, and no place to break. */
const HOSTILE = `<img src=x onerror="document.title='owned'">‮${'a-long-name-without-an-end-'.repeat(8)}`

const WIDE = { width: 1280, scheme: 'light' } as const

interface Running {
  readonly url: string
  readonly work: string
  readonly clusters: string
  readonly fingerprints: readonly string[]
  stop(): Promise<void>
}

const state: { browser?: Browser; dashboard?: Running } = {}

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

test('a change is on the page within a second, and what was unfolded stays so', async () => {
  const { browser, dashboard } = started()
  const { page } = await visit(browser, `${dashboard.url}/environments/gdw/policies/vault-cluster1`, LOOKS[0] ?? WIDE)
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

function pagesOf({ fingerprints }: Running): Readonly<Record<string, string>> {
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

/** The reference as merged, with drifts, a region that is dark, a history, an open proposal, an exception, and a hostile cluster. */
async function aDashboard(): Promise<Running> {
  const { work, clusters } = (await platformMaker())()
  await deliver(work, clusters)
  await scaleVault(clusters, 'cluster1', 2)
  await editObject(clusters, 'cluster2', 'NetworkPolicy vault/vault-peers', (object) => ({
    ...object,
    spec: { ...(object.spec as object), ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] },
  }))
  await writeCluster(clusters, 'cluster2', [hostileGateway()])
  write(clusters, 'cluster2/broken.yaml', `a: [${HOSTILE}`)
  await unplugCluster(clusters, 'cluster3')
  write(work, 'exceptions/load-test.yaml', EXCEPTION)
  write(work, 'isthmus.yaml', 'apiVersion: isthmus.dev/v1alpha1\nkind: Configuration\n')
  pushAll(work, 'Live with it')
  const { out } = await isthmus(work, 'drift', '--from', clusters, '--publish', '--output', 'json')
  const { drifts } = JSON.parse(out) as { drifts: { fingerprint: string }[] }
  const environment = readFileSync(join(work, 'environments/gdw.yaml'), 'utf8')
  write(work, 'environments/gdw.yaml', environment.replace(/replicasPerCluster: 3/, 'replicasPerCluster: 5'))
  pushAll(work, 'Five of each')
  await isthmus(work, 'propose')
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(root, 'engine/cli.ts'),
      'dashboard',
      '-C',
      work,
      '--from',
      clusters,
      '--listen',
      '0',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer]
  const url = chunk.toString('utf8').trim().replace(/\/$/, '')
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { url, work, clusters, fingerprints: drifts.map((each) => each.fingerprint), stop }
}

function hostileGateway() {
  return {
    apiVersion: 'submariner.io/v1',
    kind: 'Gateway',
    metadata: { name: 'gateway', namespace: 'submariner-operator' },
    status: {
      haStatus: 'active',
      connections: [
        {
          status: 'connected',
          endpoint: { cluster_id: 'cluster1' },
          latencyRTT: { average: '16.2ms' },
        },
        { status: 'error', statusMessage: HOSTILE, endpoint: { cluster_id: 'cluster3' } },
      ],
    },
  }
}

const EXCEPTION = `apiVersion: isthmus.dev/v1alpha1
kind: Exception
metadata: { name: load-test }
spec:
  environment: gdw
  policy: vault-cluster2
  object: { apiVersion: apps/v1, kind: StatefulSet, namespace: vault, name: vault }
  pointers: [/spec/replicas]
  clusters: [cluster2]
  until: '2099-12-24'
  because: load test of the new storage
  owner: '@ada'
`

function started(): { readonly browser: Browser; readonly dashboard: Running } {
  const { browser, dashboard } = state
  if (!browser || !dashboard) throw new Error('nothing was started')
  return { browser, dashboard }
}
