import type { Article, Heading } from './article.ts'
import type { NavGroup } from './navigation.ts'
import { navigationHtml } from './navigation.ts'
import { escapeHtml, relativeLink, sitePath } from './paths.ts'

/** Headings beyond this many are too long a list to be of help: only the upper level is shown. */
const MOST_HEADINGS = 24

export interface SitePage {
  /** Path of the Markdown page. */
  readonly page: string
  readonly article: Article
}

/** A whole page. It works without scripts; they add search, copying and the choice of light or dark. */
export function layout({ page, article }: SitePage, groups: readonly NavGroup[]): string {
  const here = sitePath(page)
  const to = (path: string) => escapeHtml(relativeLink(here, path))
  const root = to('index.html').replace(/index\.html$/, '')
  const isHome = page === 'README.md'
  const title = isHome ? 'Isthmus' : `${article.title} · Isthmus`
  return `<!doctype html>
<html lang="en" data-root="${root}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${to('assets/icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${to('assets/site.css')}">
<script src="${to('assets/theme.js')}"></script>
<script src="${to('assets/site.js')}" defer></script>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header>
<a class="brand" href="${to('index.html')}">Isthmus</a>
<form class="search" role="search" hidden><input type="search" placeholder="Search" aria-label="Search the documentation" autocomplete="off" aria-controls="results"><kbd aria-hidden="true">/</kbd><ol id="results" hidden></ol></form>
<button class="theme" type="button" hidden aria-label="Light or dark">◐</button>
</header>
<div class="columns">
<nav class="pages" aria-label="Pages"><details class="menu" open><summary>Pages</summary>
<a class="top" href="${to('docs/index.html')}"${page === 'docs/README.md' ? ' aria-current="page"' : ''}>All pages</a>
${navigationHtml(groups, page)}
</details></nav>
<main id="content"><article>
${article.html}</article>
<footer>From <code>${escapeHtml(page)}</code></footer></main>
${contents(article.headings)}
</div>
</body>
</html>
`
}

function contents(headings: readonly Heading[]): string {
  const below = headings.filter((each) => each.level === 2 || each.level === 3)
  const shown = below.length > MOST_HEADINGS ? below.filter((each) => each.level === 2) : below
  if (shown.length < 2) return '<aside class="contents"></aside>'
  const items = shown.map(
    (each) =>
      `<li class="level-${each.level}"><a href="#${each.anchor}">${escapeHtml(each.text).replaceAll('.', '.<wbr>')}</a></li>`,
  )
  return `<aside class="contents" aria-label="On this page"><p>On this page</p><ul>${items.join('')}</ul></aside>`
}
