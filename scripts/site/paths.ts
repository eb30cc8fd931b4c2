import { posix } from 'node:path'

/** Where a page of the repository lies on the site: README.md is its folder's index. */
export function sitePath(markdown: string): string {
  return markdown.replace(/(^|\/)README\.md$/, '$1index.md').replace(/\.md$/, '.html')
}

/** A link from one file of the site to another, relative, so that the site works below any path and from files. */
export function relativeLink(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to) || posix.basename(to)
}

/** A path or link that leads elsewhere, taken apart; undefined where it leaves the repository. */
export function localTarget(
  page: string,
  href: string,
): { readonly path: string; readonly anchor: string } | undefined {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(href)) return undefined
  const [path = '', anchor = ''] = href.split('#', 2)
  const target = path === '' ? page : posix.normalize(posix.join(posix.dirname(page), decodeURIComponent(path)))
  return { path: target.replace(/\/$/, ''), anchor }
}

/** The name of a heading in an address, as the forges make it. */
export function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
