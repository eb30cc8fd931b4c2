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

export type Part = Markup | string | number | undefined | false | readonly Part[]

/** Template tag: everything put in is escaped unless it is markup; undefined and false are nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { html: texts.map((text, i) => text + partText(parts[i])).join('') }
}

function partText(part: Part): string {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part))
  return isList(part) ? part.map(partText).join('') : part.html
}

function isList(part: Markup | readonly Part[]): part is readonly Part[] {
  return Array.isArray(part)
}
