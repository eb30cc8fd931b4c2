// Writes dist/site: the same Markdown as a site that needs no server, no network and no build of its own.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Article } from './site/article.ts'
import { articleOf } from './site/article.ts'
import { layout } from './site/layout.ts'
import type { NavGroup } from './site/navigation.ts'
import { navigationOf } from './site/navigation.ts'
import { localTarget, relativeLink, sitePath } from './site/paths.ts'

const ROOT = join(import.meta.dirname, '..')
const TARGET = join(ROOT, 'dist/site')
const ASSETS = join(import.meta.dirname, 'site/assets')
const FOLDERS = ['docs', 'policies', 'deploy', 'ci']
const PROJECT: NavGroup = {
  title: 'Project',
  parts: [
    {
      title: '',
      links: [
        { title: 'Architecture', page: 'ARCHITECTURE.md' },
        { title: 'Contributing', page: 'CONTRIBUTING.md' },
        { title: 'Security', page: 'SECURITY.md' },
        { title: 'Changes', page: 'CHANGELOG.md' },
      ],
    },
  ],
}

/** Every file of the site by its path on it: pages, what they link to, and assets. */
export function siteFiles(): ReadonlyMap<string, string> {
  const pages = markdownPages()
  const groups = [...navigationOf(read('docs/README.md')), PROJECT]
  const linked = new Set<string>()
  const articles = pages.map((page) => ({ page, article: articleOf(read(page), (href) => link(page, href, linked)) }))
  return new Map([
    ...articles.map((each): [string, string] => [sitePath(each.page), layout(each, groups)]),
    ...[...linked].map((path): [string, string] => [path, read(path)]),
    ...readdirSync(ASSETS).map((name): [string, string] => [
      `assets/${name}`,
      readFileSync(join(ASSETS, name), 'utf8'),
    ]),
    [
      'assets/minisearch.js',
      readFileSync(
        createRequire(import.meta.url)
          .resolve('minisearch')
          .replace(/cjs.index\.cjs$/, 'umd/index.js'),
        'utf8',
      ).replace(/\n\/\/# sourceMappingURL.*\n?$/, '\n'),
    ],
    ['assets/search-data.js', searchData(articles)],
    ['.nojekyll', ''],
  ])
}

function markdownPages(): readonly string[] {
  const top = readdirSync(ROOT).filter((name) => name.endsWith('.md'))
  const below = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith('.md')),
  )
  return [...top, ...below].sort()
}

/** Links to pages lead to pages of the site; files of the repository come along, and folders lead to their README. */
function link(page: string, href: string, linked: Set<string>): string {
  const target = localTarget(page, href)
  if (target === undefined || target.path === page) return href
  const anchor = target.anchor === '' ? '' : `#${target.anchor}`
  const isFolder = statSync(join(ROOT, target.path), { throwIfNoEntry: false })?.isDirectory() ?? false
  const path = isFolder ? `${target.path}/README.md` : target.path
  if (!path.endsWith('.md') && statSync(join(ROOT, path), { throwIfNoEntry: false })) linked.add(path)
  return `${relativeLink(sitePath(page), path.endsWith('.md') ? sitePath(path) : path)}${anchor}`
}

/** A script and not JSON: a page that was opened from a file may load scripts only. */
function searchData(articles: readonly { readonly page: string; readonly article: Article }[]): string {
  const sections = articles.flatMap(({ page, article }) =>
    article.sections.map(({ text, anchor, level, words }) => ({
      page: article.title,
      title: text,
      url: level === 1 ? sitePath(page) : `${sitePath(page)}#${anchor}`,
      words,
    })),
  )
  return `window.isthmusSections = ${JSON.stringify(sections.map((each, id) => ({ id, ...each }))).replaceAll('<', '\\u003c')}\n`
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

if (import.meta.main) {
  rmSync(TARGET, { recursive: true, force: true })
  const files = siteFiles()
  for (const [path, text] of files) {
    mkdirSync(dirname(join(TARGET, path)), { recursive: true })
    writeFileSync(join(TARGET, path), text)
  }
  process.stdout.write(`dist/site: ${files.size} files; open dist/site/index.html\n`)
}
