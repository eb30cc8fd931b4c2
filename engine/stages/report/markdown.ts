import { clip } from '../../model/clip.ts'
import type { Json } from '../../model/json.ts'
import { canonical } from '../../model/json.ts'
import { visibleLines } from '../../model/visible.ts'

/** A forge cuts or refuses longer texts (GitHub: 65,536). */
export const BODY_LIMIT = 60_000

/** JSON in which nothing is invisible: equal data, every character outside ASCII escaped. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Any text as an inline code span, which no content can leave. */
export function code(text: string): string {
  const shown = visibleLines(text).replaceAll('\n', '⏎')
  const runs = [...shown.matchAll(/`+/g)].map((match) => match[0].length)
  const fence = '`'.repeat(Math.max(0, ...runs) + 1)
  const pad = shown.startsWith('`') || shown.endsWith('`') || shown === '' ? ' ' : ''
  return `${fence}${pad}${shown}${pad}${fence}`
}

/** Plain text in Markdown, wherever it stands in a line: nothing in it is markup, an entity, a mention or a link. */
export function plain(text: string): string {
  return visibleLines(text)
    .replaceAll(/[\n\t]/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>()#+!|~]/g, (character) => `\\${character}`)
    .replaceAll('&', '&amp;')
    .replace(/^[-=]|^\d{1,9}(?=\.)/, (begin) => (/\d/.test(begin) ? `${begin}\\` : `\\${begin}`))
    .replaceAll('@', '@\u200b')
    .replaceAll('://', ':\u200b//')
    .replace(/www\./gi, (each) => `${each.slice(0, 3)}\u200b.`)
}

/** A code span for a table: its bars are escaped; a backslash before one is kept apart, since some forges take two of them for one. */
export function cell(span: string): string {
  return span.replaceAll('\\|', '\\\u200b|').replaceAll('|', '\\|')
}

/** A value on one line, cut: `(absent)` for undefined and null. */
export function valueText(value: Json | undefined, limit = 80): string {
  if (value === undefined || value === null) return '(absent)'
  const text = typeof value === 'string' ? value : canonical(value)
  return clip(text, limit)
}

/** Length in UTF-8 of lines as they are joined. */
export function bytesOf(lines: readonly string[]): number {
  const encoder = new TextEncoder()
  return lines.reduce((sum, line) => sum + encoder.encode(line).length + 1, 0)
}

/** Whole blocks of lines as long as they fit into so many bytes of UTF-8. */
export function fitting(
  blocks: readonly (readonly string[])[],
  limit: number,
): { readonly lines: readonly string[]; readonly left: number } {
  const lines: string[] = []
  let bytes = 0
  for (const [i, block] of blocks.entries()) {
    bytes += bytesOf(block)
    if (bytes > limit) return { lines, left: blocks.length - i }
    lines.push(...block)
  }
  return { lines, left: 0 }
}

/** Keeps whole lines up to the limit in UTF-8 bytes and says how many are left out. */
export function withinLimit(lines: readonly string[], limit: number = BODY_LIMIT): string {
  let bytes = 0
  for (const [i, line] of lines.entries()) {
    bytes += new TextEncoder().encode(line).length + 1
    if (bytes > limit)
      return [
        ...lines.slice(0, i),
        '',
        `_${lines.length - i} further lines left out here; the files hold everything._`,
      ].join('\n')
  }
  return lines.join('\n')
}
