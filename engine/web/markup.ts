import { html as escaping, raw } from 'hono/html'
import { visibleLines } from '../model/visible.ts'

/** Markup that a template of ours made; nothing else is ever put into a page unescaped. */
export interface Markup {
  readonly isEscaped: true
  toString(): string
}

export type Part = Markup | string | number | undefined | false | readonly Part[]

/** Template tag: text is escaped, its control and direction characters are shown and not obeyed; undefined and false are nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  // A promise comes back only where one was put in, which the type of the parts forbids.
  return escaping(texts, ...parts.map(shown)) as unknown as Markup
}

/** A picture that another part of this project drew and escaped; never text of others. */
export function drawn(svg: string): Markup {
  return raw(svg) as unknown as Markup
}

function shown(part: Part): unknown {
  if (typeof part === 'string') return visibleLines(part)
  return isList(part) ? part.map(shown) : part
}

function isList(part: Part): part is readonly Part[] {
  return Array.isArray(part)
}
