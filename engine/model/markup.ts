import { visibleLines } from './visible.ts'

/** Markup that was built here; only such is ever put into a page unescaped. */
export interface Markup {
  readonly html: string
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** Text for an element or a quoted attribute; control and direction characters are shown, not obeyed. */
export function escapeHtml(text: string): string {
  return visibleLines(text).replace(/[&<>"'`]/g, (each) => ENTITIES[each] ?? '')
}

type Part = Markup | string | number | undefined | readonly Markup[]

/** Template tag: everything put in is escaped unless it is markup; undefined is nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { html: texts.map((text, i) => text + partText(parts[i])).join('') }
}

function partText(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part))
  return isMarkup(part) ? part.html : part.map((each) => each.html).join('')
}

function isMarkup(part: Markup | readonly Markup[]): part is Markup {
  return !Array.isArray(part)
}
