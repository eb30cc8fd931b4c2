import fc from 'fast-check'
import type { HTMLElement } from 'node-html-parser'
import { parse } from 'node-html-parser'
import { describe, expect, test } from 'vitest'
import type { Dashboard, EnvironmentView } from '../../../engine/model/dashboard.ts'
import { driftPath, environmentPath, policyPath } from '../../../engine/model/dashboard-links.ts'
import { ASSETS } from '../../../engine/web/assets.ts'
import { renderPage } from '../../../engine/web/pages.ts'
import { aDashboard, policy } from '../../contracts/a-dashboard.ts'
import { driftOf } from '../../contracts/drift-reports.ts'

const FINGERPRINT = '0123456789abcdef'
const TABS = ['', 'drifts', 'policies', 'timeline', 'proposals', 'exceptions', 'freshness'] as const
const PATHS = [
  '/',
  ...TABS.map((each) => environmentPath('gdw', each)),
  driftPath('gdw', FINGERPRINT),
  driftPath('gdw', 'feedfeedfeedfeed'),
  policyPath('gdw', 'vault-cluster1'),
]

function pageOf(path: string, dashboard: Dashboard = aDashboard()): HTMLElement {
  return parse(renderPage(path, dashboard).html)
}

function withView(more: Partial<EnvironmentView>): Dashboard {
  const whole = aDashboard()
  return { ...whole, environments: whole.environments.map((each) => ({ ...each, ...more })) }
}

const texts = (page: HTMLElement, selector: string) => page.querySelectorAll(selector).map((each) => each.text.trim())

describe('every page', () => {
  test.each(PATHS)(
    '%s has its landmarks, one first heading, headings in order, and tables with captions and scopes',
    (path) => {
      const page = pageOf(path)
      expect(page.querySelectorAll('main#content')).toHaveLength(1)
      expect(page.querySelector('a.skip')?.getAttribute('href')).toBe('#content')
      expect(page.querySelectorAll('nav[aria-label]').length).toBeGreaterThan(0)
      const levels = page.querySelectorAll('main h1, main h2, main h3').map((each) => Number(each.tagName.slice(1)))
      expect(levels.filter((each) => each === 1)).toHaveLength(1)
      expect(levels.every((level, i) => level <= (levels[i - 1] ?? 0) + 1)).toBe(true)
      for (const table of page.querySelectorAll('table')) {
        expect(table.querySelectorAll('caption')).toHaveLength(1)
        expect(table.querySelectorAll('th').every((each) => each.getAttribute('scope'))).toBe(true)
      }
      const ids = page.querySelectorAll('[id]').map((each) => each.id)
      expect(new Set(ids).size).toBe(ids.length)
    },
  )

  test.each(PATHS)('%s loads from this server only, and runs nothing that stands in it', (path) => {
    const page = pageOf(path)
    const loaded = page
      .querySelectorAll('[src], link[href]')
      .map((each) => each.getAttribute('src') ?? each.getAttribute('href'))
    expect(loaded.every((each) => each !== undefined && ASSETS.has(each))).toBe(true)
    expect(page.querySelectorAll('script').every((each) => each.text === '')).toBe(true)
    expect(
      page.querySelectorAll('*').some((each) => Object.keys(each.attributes).some((name) => /^(on|style$)/.test(name))),
    ).toBe(false)
    expect(page.querySelectorAll('form, input, iframe, object')).toHaveLength(0)
  })

  test.each(PATHS)('every link of %s leads to a page that there is', (path) => {
    const inner = pageOf(path)
      .querySelectorAll('a[href]')
      .map((each) => each.getAttribute('href') ?? '')
    const pages = inner.filter((each) => each.startsWith('/'))
    expect(pages.length).toBeGreaterThan(5)
    for (const each of new Set(pages)) expect([each, renderPage(each, aDashboard()).status]).toEqual([each, 200])
  })

  test('no state is told by colour alone', () => {
    for (const path of PATHS) {
      for (const each of pageOf(path).querySelectorAll('.label')) {
        expect(each.text.trim()).not.toBe('')
        expect(each.querySelectorAll('svg[aria-hidden=true]')).toHaveLength(1)
      }
    }
  })
})

describe('what stands on it', () => {
  test('a drift shows desired beside observed, who wrote it, what asked for it, and its proposal', () => {
    const page = pageOf(driftPath('gdw', FINGERPRINT))
    expect(texts(page, 'td.want')).toEqual(['3'])
    expect(texts(page, 'td.have')).toEqual(['2'])
    expect(texts(page, 'dd').join(' | ')).toMatch(/kubectl-scale.*environments\/gdw\.yaml:42/)
    expect(page.querySelectorAll('dd a').map((each) => each.getAttribute('href'))).toContain(
      'https://git.example.com/pulls/7',
    )
    expect(texts(page, 'pre').join('\n')).toContain(`/isthmus ignore ${FINGERPRINT} until`)
  })

  test('a drift that is over says so, and is not found', () => {
    const { status, html } = renderPage(driftPath('gdw', 'feedfeedfeedfeed'), aDashboard())
    expect([status, parse(html).querySelector('h1')?.text]).toEqual([404, 'This drift is not open'])
  })

  test('no drift while a cluster is dark is no all-clear', () => {
    const whole = aDashboard({ drifts: [] })
    const unseen = {
      ...whole.environments[0],
      report: { ...whole.environments[0]?.report, summary: { unknown: 1, error: 0 } },
    }
    const page = pageOf(environmentPath('gdw', 'drifts'), { ...whole, environments: [unseen as EnvironmentView] })
    expect(page.querySelector('.empty')?.text).toContain('no all-clear')
  })

  test('a policy shows its clusters and the objects that it carries', () => {
    const page = pageOf(policyPath('gdw', 'vault-cluster1'))
    expect(texts(page, 'details summary code')).toEqual(['ConfigMap vault/settings'])
    expect(texts(page, 'tbody th[scope=row]')).toContain('cluster1')
  })

  test('what thirty clusters say in the same words is one row, that names them all', () => {
    const [view] = aDashboard().environments
    if (!view?.report) throw new Error('no report')
    const notEvaluated = Array.from({ length: 60 }, (_, i) => ({
      policy: `vault-seal-c${i % 30}`,
      component: 'vault',
      cluster: `c${i % 30}`,
      template: `t${i}`,
      message: 'the definition has templates',
    }))
    const page = pageOf(environmentPath('gdw'), withView({ report: { ...view.report, notEvaluated } }))
    const rows = page.querySelectorAll('tr').filter((each) => each.text.includes('the definition has templates'))
    expect(rows).toHaveLength(1)
    expect(rows[0]?.querySelectorAll('summary').map((each) => each.text)).toEqual(['30 clusters', '30 policies'])
    expect(rows[0]?.querySelectorAll('td a')).toHaveLength(30)
    expect(rows[0]?.querySelector('th')?.text).toContain('c29')
  })

  test('of four hundred links those that are not well are told, and the others counted', () => {
    const links = Array.from({ length: 400 }, (_, i) => ({
      clusters: [`a${i}`, `b${i}`] as const,
      state: i === 7 ? ('broken' as const) : ('connected' as const),
    }))
    const page = pageOf(environmentPath('gdw'), withView({ links }))
    expect(texts(page, 'ul[aria-label=Tunnel] .label')).toEqual(['broken'])
    expect(texts(page, 'summary')).toContain('399 of 400 links connected')
    expect(page.querySelectorAll('ul[aria-label="Connected links"] li')).toHaveLength(399)
  })

  test('an old look is told as old, a cluster that was not seen as such', () => {
    const page = pageOf(environmentPath('gdw', 'freshness'))
    expect(texts(page, 'tbody .label')).toEqual(['old', 'old', 'not seen'])
  })

  test('a stretched service says what it tolerates, and which region it cannot lose', () => {
    const now = {
      name: 'vault',
      voters: 9,
      quorum: 5,
      left: 6,
      tolerance: 1,
      survives: true,
      clusters: [],
      source: { kind: 'assumed' as const },
      failover: null,
      commit: null,
      notes: [],
    }
    const services = [{ now, without: [{ region: 'region-1', tolerance: -2, survives: false }] }]
    const card = pageOf('/', withView({ services }))
      .querySelectorAll('.card')
      .find((each) => each.text.includes('vault'))
    expect(card?.querySelector('.label')?.text).toBe('tolerates 1')
    expect(card?.querySelectorAll('.voters .gone')).toHaveLength(3)
    expect(card?.text).toContain('without region-1: stops')
  })

  test('a wave says where it is, and what its gate waits for', () => {
    const gate = {
      isGreen: false,
      checks: [{ rule: 'gate/freeze', isGreen: false, sentence: 'frozen while cluster3 cannot be seen' }],
    }
    const page = pageOf(
      '/',
      withView({
        wave: { region: 'region-2', next: ['region-3'], regions: ['region-1', 'region-2', 'region-3'], gate },
      }),
    )
    expect(texts(page, 'ol.steps .label')).toEqual(['done or untouched', 'proposed now', 'next'])
    expect(texts(page, '.checks li').join()).toContain('frozen while cluster3')
  })

  test('a path of this machine is no link', () => {
    const proposals = [
      { kind: 'drift' as const, number: 1, title: 't', state: 'open' as const, url: 'javascript:alert(1)' },
    ]
    const page = pageOf(environmentPath('gdw', 'proposals'), withView({ proposals }))
    expect(page.querySelectorAll('a[href^=javascript]')).toHaveLength(0)
    expect(page.querySelector('tbody th')?.text).toContain('#1 t')
  })

  test('what could not be read is said with its remedy', () => {
    const problems = [{ environment: 'gdw', message: 'the forge does not answer', hint: 'see its status page' }]
    const page = pageOf('/', { ...aDashboard(), problems })
    expect(page.querySelector('.alert')?.text).toMatch(/does not answer.*status page/)
  })

  test('nothing merged is said, and no page is without its frame', () => {
    const nothing = { ...aDashboard(), environments: [] }
    expect(pageOf('/', nothing).querySelector('.empty h3')?.text).toBe('Nothing is merged yet')
    expect(renderPage('/environments/gdw', nothing).status).toBe(404)
    for (const path of [
      '/environments',
      '/environments/gdw/drifts/a/b',
      '/environments/%E0%A4%A',
      '/environments/gdw/__proto__',
    ]) {
      expect([path, renderPage(path, aDashboard()).status]).toEqual([path, 404])
    }
  })
})

test('a hostile name is text wherever it stands, and cannot turn what stands around it', () => {
  const hostile = fc
    .stringMatching(/^[<>"'&`/a-z \u202e]{1,40}$/)
    .map((each) => `${each}"><img src=x onerror=alert(1)>\u202e`)
  fc.assert(
    fc.property(hostile, (name) => {
      const object = { apiVersion: 'v1', kind: name, namespace: name, name }
      const drift = driftOf(FINGERPRINT, [name], {
        object,
        policy: name,
        fields: [{ pointer: `/${name}`, desired: name, observed: { [name]: name } }],
      })
      const base = aDashboard({ drifts: [drift] })
      const rendered = {
        environment: name,
        version: name,
        clusters: [{ name, cloud: name, region: name }],
        policies: [policy(name, [name], { kind: name, metadata: { name } })],
        others: [],
      }
      const whole = aDashboard({ drifts: [drift], rendered, putBack: () => name, pause: { reason: name, until: name } })
      for (const path of [
        '/',
        ...TABS.map((each) => environmentPath(name, each)),
        driftPath(name, FINGERPRINT),
        policyPath(name, name),
      ]) {
        const { status, html } = renderPage(path, { ...whole, problems: [{ message: name, hint: name }] })
        expect([path, status]).toEqual([path, 200])
        expect(html).not.toContain('\u202e')
        expect(parse(html).querySelectorAll('img, [onerror]')).toHaveLength(0)
      }
      expect(base.environments).toHaveLength(1)
    }),
    { numRuns: 25 },
  )
})
