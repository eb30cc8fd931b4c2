import { escapeHtml, localTarget, relativeLink, sitePath } from './paths.ts'

export interface NavGroup {
  readonly title: string
  readonly parts: readonly { readonly title: string; readonly links: readonly NavLink[] }[]
}

export interface NavLink {
  readonly title: string
  /** Path of the Markdown page. */
  readonly page: string
}

/** The order of pages is that of docs/README.md: its headings, the lines between its lists, its links. */
export function navigationOf(index: string): readonly NavGroup[] {
  const groups: { title: string; parts: { title: string; links: NavLink[] }[] }[] = []
  for (const line of index.split('\n')) {
    const group = groups.at(-1)
    if (line.startsWith('## ')) groups.push({ title: line.slice(3), parts: [] })
    else if (group && /^[A-Z][\w ]+$/.test(line)) group.parts.push({ title: line, links: [] })
    else if (group && line.startsWith('- ')) {
      if (group.parts.length === 0) group.parts.push({ title: '', links: [] })
      const links = [...line.matchAll(/\[([^\]]+)\]\(([^)#]+\.md)[^)]*\)/g)].map(([, title = '', href = '']) => ({
        title: sentence(title),
        page: localTarget('docs/README.md', href)?.path ?? '',
      }))
      group.parts.at(-1)?.links.push(...links)
    }
  }
  return groups
}

/** The navigation as it stands on one page, with the page's own group open. */
export function navigationHtml(groups: readonly NavGroup[], page: string): string {
  const kindOf = (path: string) => /^docs\/[^/]+\//.exec(path)?.[0] ?? path
  const isIn = ({ parts }: NavGroup) =>
    parts.some(({ links }) => links.some((each) => kindOf(each.page) === kindOf(page)))
  const isElsewhere = !groups.some(isIn)
  // Where a page is in no group, such as the first one, the two that lead on are open.
  return groups.map((group, i) => groupHtml(group, page, isElsewhere ? i < 2 : isIn(group))).join('\n')
}

function groupHtml({ title, parts }: NavGroup, page: string, isOpen: boolean): string {
  const lists = parts.map(({ title: part, links }) => {
    const items = links.map((each) => {
      const current = each.page === page ? ' aria-current="page"' : ''
      const href = relativeLink(sitePath(page), sitePath(each.page))
      return `<li><a href="${escapeHtml(href)}"${current}>${escapeHtml(each.title)}</a></li>`
    })
    return `${part === '' ? '' : `<p>${escapeHtml(part)}</p>`}<ul>${items.join('')}</ul>`
  })
  return `<details${isOpen ? ' open' : ''}><summary>${escapeHtml(title)}</summary>${lists.join('')}</details>`
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}
