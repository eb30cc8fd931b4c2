import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { articleOf } from '../../scripts/site/article.ts'
import { navigationOf } from '../../scripts/site/navigation.ts'
import { localTarget, relativeLink, slugOf } from '../../scripts/site/paths.ts'
import { siteFiles } from '../../scripts/site.ts'
import { readPage } from './pages/page.ts'

const files = siteFiles()
const pages = [...files].filter(([path]) => path.endsWith('.html')).map(([path, html]) => ({ path, html }))
const anchors = new Map(
  pages.map(({ path, html }) => [path, new Set([...html.matchAll(/ id="([^"]+)"/g)].map((each) => each[1] ?? ''))]),
)

function linksOf(html: string): readonly string[] {
  return [...html.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
}

test('no link and no anchor is dead', () => {
  const dead = pages.flatMap(({ path, html }) =>
    linksOf(html)
      .filter((href) => {
        if (/^https?:/.test(href)) return false
        const [target = '', anchor = ''] = href.split('#', 2)
        const file = target === '' ? path : posix.join(posix.dirname(path), target)
        if (!files.has(file)) return true
        return anchor !== '' && file.endsWith('.html') && !anchors.get(file)?.has(anchor)
      })
      .map((href) => `${path}: ${href}`),
  )
  expect(pages.length).toBeGreaterThan(60)
  expect(dead).toEqual([])
})

test('it works below any path and from files, and loads nothing from elsewhere', () => {
  for (const { path, html } of pages) {
    expect(
      linksOf(html).filter((href) => href.startsWith('/')),
      path,
    ).toEqual([])
    const loaded = [...html.matchAll(/<(?:script|link|img)[^>]* (?:src|href)="([^"]+)"/g)].map((each) => each[1])
    expect(
      loaded.filter((href) => /^[a-z]+:/i.test(href ?? '')),
      path,
    ).toEqual([])
  }
  const css = files.get('assets/site.css') ?? ''
  expect(css).not.toMatch(/url\(|@import/)
})

test('every page of docs is in the navigation, and so on the index', () => {
  const groups = navigationOf(readPage('docs/README.md'))
  const linked = new Set(groups.flatMap(({ parts }) => parts.flatMap(({ links }) => links.map((each) => each.page))))
  const reached = (path: string) => linked.has(path.replace(/index\.html$/, 'README.html').replace(/\.html$/, '.md'))
  const missing = pages
    .map((each) => each.path)
    .filter((path) => /^docs\/(tutorial|how-to|explanation)\//.test(path) && !reached(path))
  expect(missing).toEqual([])
  expect(groups.map((each) => each.title)).toEqual(['Tutorials', 'How-to', 'Reference', 'Explanation'])
})

test('the search finds every section', () => {
  const data = files.get('assets/search-data.js') ?? ''
  const sections = JSON.parse(data.slice(data.indexOf('['))) as { url: string; title: string; words: string }[]
  expect(sections.length).toBeGreaterThan(300)
  for (const { url } of sections) expect(files.has(url.split('#')[0] ?? ''), url).toBe(true)
  const overlap = sections.filter((each) => each.words.includes('network/overlap'))
  expect(overlap.map((each) => each.url)).toContain('docs/reference/rules.html#networks')
})

describe('a page as HTML', () => {
  const html = (markdown: string) => articleOf(markdown, (href) => href).html

  test('names a table that scrolls by the heading above it', () => {
    expect(html('# A\n\n## Limits & "more"\n\n| a |\n|---|\n| b |\n')).toContain(
      'role="group" aria-label="Table: Limits &amp; &quot;more&quot;"',
    )
  })

  test('takes nothing as HTML', () => {
    expect(html('a <script>alert(1)</script> b')).not.toContain('<script>')
    expect(html('<img src=x onerror=alert(1)>')).not.toContain('<img')
    expect(html('<!-- starts: platform -->')).not.toContain('starts')
  })

  test('tells commands from what they print, and what a block needs', () => {
    const page = html(
      '```console exit=2\n$ isthmus drift\ngdw: 1 drift\n```\n\n```sh needs=hub\nisthmus serve # <x>\n```',
    )
    expect(page).toContain('<span class="command">isthmus drift</span>')
    expect(page).toContain('<span class="output">gdw: 1 drift</span>')
    expect(page).toContain('<figcaption>exit code 2</figcaption>')
    expect(page).toContain('<figcaption>needs hub</figcaption>')
    expect(page).toContain('<span class="comment"># &lt;x&gt;</span>')
  })

  test.each([
    ['Why `policies` never depend on health', 'why-policies-never-depend-on-health'],
    ['What goes wrong, and what happens', 'what-goes-wrong-and-what-happens'],
    ['`spec.clusters[]`', 'specclusters'],
  ])('%s is found at #%s, as on the forges', (heading, anchor) => {
    expect(articleOf(`## ${heading}`, (href) => href).headings[0]?.anchor).toBe(anchor)
    expect(slugOf(heading.replaceAll('`', ''))).toBe(anchor)
  })

  test('headings of the same name have addresses of their own', () => {
    const { headings } = articleOf('## One\n\n## One\n\n## One', (href) => href)
    expect(headings.map((each) => each.anchor)).toEqual(['one', 'one-1', 'one-2'])
  })
})

test.each([
  ['docs/how-to/ci.md', '../reference/server.md#metrics', 'docs/reference/server.md', 'metrics'],
  ['README.md', 'docs/README.md', 'docs/README.md', ''],
  ['docs/README.md', '#how-to', 'docs/README.md', 'how-to'],
])('%s: %s leads to %s', (page, href, path, anchor) => {
  expect(localTarget(page, href)).toEqual({ path, anchor })
})

test('links are relative', () => {
  expect(relativeLink('docs/how-to/ci.html', 'index.html')).toBe('../../index.html')
  expect(relativeLink('index.html', 'docs/index.html')).toBe('docs/index.html')
  expect(localTarget('README.md', 'https://example.com')).toBeUndefined()
})
