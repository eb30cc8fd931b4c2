import type { Tokens } from 'marked'
import { Marked } from 'marked'
import { escapeHtml, slugOf } from './paths.ts'

export interface Heading {
  readonly level: number
  /** As people read it, without marks. */
  readonly text: string
  readonly anchor: string
}

/** What the search looks through: the words below one heading. */
export interface Section extends Heading {
  readonly words: string
}

export interface Article {
  readonly title: string
  readonly html: string
  readonly headings: readonly Heading[]
  readonly sections: readonly Section[]
}

/** A page as HTML; `link` says where what the page links to lies on the site. */
export function articleOf(markdown: string, link: (href: string) => string): Article {
  const headings: Heading[] = []
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }) {
        const heading = named(plain(tokens), depth, headings)
        headings.push(heading)
        const anchor = `<a class="anchor" href="#${heading.anchor}" aria-label="Link to ${escapeHtml(heading.text)}">#</a>`
        return `<h${depth} id="${heading.anchor}">${this.parser.parseInline(tokens)}${anchor}</h${depth}>\n`
      },
      link({ href, tokens }) {
        return `<a href="${escapeHtml(link(href))}">${this.parser.parseInline(tokens)}</a>`
      },
      image({ href, text }) {
        return `<img src="${escapeHtml(link(href))}" alt="${escapeHtml(text)}">`
      },
      table(token) {
        // A table may be wider than a phone: it scrolls by itself, and by keyboard. A group, since a page has dozens, too many landmarks.
        const name = escapeHtml(`Table: ${headings.at(-1)?.text ?? ''}`)
        const head = token.header.map((each) => `<th scope="col">${this.parser.parseInline(each.tokens)}</th>`)
        const rows = token.rows.map((row) => row.map((each) => `<td>${this.parser.parseInline(each.tokens)}</td>`))
        const body = rows.map((row) => `<tr>${row.join('')}</tr>`).join('\n')
        return `<div class="table" tabindex="0" role="group" aria-label="${name}"><table><thead><tr>${head.join('')}</tr></thead><tbody>\n${body}\n</tbody></table></div>\n`
      },
      code: ({ text, lang = '' }) => codeBlock(text, lang),
      // Nothing of a page is taken as HTML; comments are for its test.
      html: ({ text }) => (text.trim().startsWith('<!--') ? '' : escapeHtml(text)),
    },
  })
  const html = marked.parse(markdown, { async: false })
  return { title: headings[0]?.text ?? '', html, headings, sections: sectionsOf(marked.lexer(markdown), headings) }
}

function named(text: string, level: number, before: readonly Heading[]): Heading {
  const slug = slugOf(text)
  const same = before.filter((each) => each.anchor === slug || each.anchor.replace(/-\d+$/, '') === slug).length
  return { level, text, anchor: same === 0 ? slug : `${slug}-${same}` }
}

/** A block with its language, what it needs, and commands apart from what they print. */
function codeBlock(text: string, info: string): string {
  const [language = '', ...words] = info.split(' ')
  const told = words.flatMap((word) => {
    const [name = '', value = ''] = word.split('=', 2)
    if (name === 'file') return [value]
    if (name === 'needs') return [`needs ${value}`]
    return name === 'exit' ? [`exit code ${value}`] : []
  })
  const label = told.length > 0 ? `<figcaption>${escapeHtml(told.join(', '))}</figcaption>` : ''
  const lines = text.split('\n').map((line) => codeLine(line, language))
  return `<figure class="code" data-language="${escapeHtml(language)}">${label}<pre tabindex="0"><code>${lines.join('\n')}</code></pre></figure>\n`
}

function codeLine(line: string, language: string): string {
  const safe = escapeHtml(line)
  if (language === 'console') {
    return line.startsWith('$ ')
      ? `<span class="prompt">$ </span><span class="command">${safe.slice(2)}</span>`
      : `<span class="output">${safe}</span>`
  }
  if (language === 'diff' && /^[+-]/.test(line))
    return `<span class="${line.startsWith('+') ? 'plus' : 'minus'}">${safe}</span>`
  const [, before = safe, comment = ''] = /^(.*?(?:^|\s))(#.*)$/.exec(safe) ?? []
  const isMarked = ['sh', 'yaml'].includes(language) && comment !== ''
  return isMarked ? `${before}<span class="comment">${comment}</span>` : safe
}

function sectionsOf(tokens: readonly { readonly type: string }[], headings: readonly Heading[]): readonly Section[] {
  const sections: { heading: Heading; words: string[] }[] = []
  for (const token of tokens) {
    if (token.type === 'heading') {
      const heading = headings[sections.length]
      if (heading) sections.push({ heading, words: [] })
    } else sections.at(-1)?.words.push(plain([token as Tokens.Generic]))
  }
  return sections.map(({ heading, words }) => ({ ...heading, words: words.join(' ').replaceAll(/\s+/g, ' ').trim() }))
}

/** The words of tokens without marks. */
function plain(tokens: readonly unknown[]): string {
  return (tokens as readonly Tokens.Generic[])
    .map((token): string => {
      if (token.type === 'html') return ''
      if (token.type === 'table') {
        const { header, rows } = token as Tokens.Table
        return [header, ...rows].map((row) => row.map((cell) => plain(cell.tokens)).join(' ')).join(' ')
      }
      if (token.type === 'list') return (token as Tokens.List).items.map((each) => plain(each.tokens)).join(' ')
      return token.tokens && token.type !== 'code' ? plain(token.tokens) : String(token.text ?? '')
    })
    .join('')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
}
