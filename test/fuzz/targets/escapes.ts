import fc from 'fast-check'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { parseFragment } from 'parse5'
import { escapeHtml } from '../../../engine/model/markup.ts'
import { settle } from '../../../engine/model/traced.ts'
import { visible, visibleLines } from '../../../engine/model/visible.ts'
import { visible as visibleExcerpt } from '../../../engine/stages/excerpt/visible.ts'
import { executed } from '../../../engine/stages/expand/authored/braces.ts'
import { cell, code, plain } from '../../../engine/stages/report/markdown.ts'
import { hostileJson, hostileText } from '../hostile.ts'
import { hold, target } from '../target.ts'

/** What RHACM's template engine prints for text whose only actions are our literal braces; undefined where there is any other. */
function printed(text: string, start: RegExp): string | undefined {
  const marked = text.replaceAll('{{ `{{` }}', '\uE000')
  return start.test(marked) ? undefined : marked.replaceAll('\uE000', '{{')
}

const braces = fc
  .array(fc.constantFrom('{', '{{', '}}', '{{hub', 'hub}}', '`', ' ', '{{ `{{` }}', '{{-', 'a', '{{`'), {
    maxLength: 12,
  })
  .map((each) => each.join(''))

export const templates = target({
  name: 'templates',
  holds: 'RHACM prints every plain string, key or value, as it was written, and executes nothing of it',
  input: fc.record({ text: fc.oneof(braces, hostileText), value: hostileJson }),
  few: 100,
  check: ({ text, value }) => {
    const escaped = executed(text, 'none')
    hold(printed(escaped, /\{\{/) === text, 'another text', text, escaped)
    const managed = executed(text, 'managed')
    hold(!managed.includes('{{hub'), 'a hub template', text, managed)
    const settled = settle(value).value
    const all = JSON.stringify(settled).replaceAll('{{ `{{` }}', '')
    hold(!all.includes('{{'), 'a template in a plain value', value)
  },
})

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

export const terminal = target({
  name: 'terminal',
  holds: 'text of others on a terminal moves no cursor, sets no colour and reorders nothing',
  input: hostileText,
  few: 200,
  check: (text) => {
    hold(!HIDDEN.test(visible(text)), 'a hidden character', visible(text))
    hold(!HIDDEN.test(visibleLines(text).replaceAll(/[\n\t]/g, '')), 'a hidden character', visibleLines(text))
    hold(!HIDDEN.test(visibleExcerpt(text)), 'a hidden character in an excerpt', visibleExcerpt(text))
  },
})

export const html = target({
  name: 'html',
  holds: 'escaped text is one text node for an HTML parser, in an element and in an attribute',
  input: hostileText,
  few: 100,
  check: (text) => {
    const shown = escapeHtml(text)
    const { childNodes } = parseFragment(`<p title="${shown}">${shown}</p>`)
    hold(childNodes.length === 1, 'markup', text)
    const [paragraph] = childNodes
    if (!paragraph || !('attrs' in paragraph)) throw new Error('no element')
    hold(paragraph.attrs.length === 1 && paragraph.childNodes.length <= 1, 'markup', text)
    const inner = paragraph.childNodes[0]
    const wanted = visibleLines(text)
    hold(paragraph.attrs[0]?.value === wanted, 'another attribute', text)
    hold((inner && 'value' in inner ? inner.value : '') === wanted, 'another text', text)
  },
})

function rendered(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] })
}

const tagsOf = (page: string) => page.match(/<[^>]*>/g) ?? []

/** The tags of a text's page, without the ones that the place brings along. */
const PLACES: readonly ((text: string) => string)[] = [
  (text) => `before ${text} after`,
  (text) => `- **${text}**: x`,
  (text) => `| a | b |\n| --- | --- |\n| ${text.startsWith('`') ? cell(text) : text} | x |`,
  (text) => `### ${text}`,
  (text) => `- ${text}`,
]

export const markdown = target({
  name: 'markdown',
  holds: 'plain and code text is no markup for a CommonMark and GFM parser, wherever we put it, and mentions nobody',
  input: hostileText,
  few: 60,
  check: (text) => {
    if (text.trim() === '') return
    for (const place of PLACES)
      for (const shown of [plain, code]) {
        const [wanted, found] = [shown('word'), shown(text)].map((each) => tagsOf(rendered(place(each))).join(''))
        hold(found === wanted, 'markup', place(shown(text)), found)
      }
    hold(!/(^|[^\w`])@\w/.test(plain(text)), 'a mention', plain(text))
  },
})
