import { isNode } from 'yaml'
import type { Found } from './find.ts'
import type { Splice } from './lines.ts'
import { contentEnd, lineEnd, lineStart, startOf } from './lines.ts'

/** A member taken out of its map or list. The last one leaves `{}` or `[]` behind. */
export function remove(
  text: string,
  found: Found,
  emptied: (holder: 'map' | 'list') => readonly Splice[],
): readonly Splice[] | string {
  const { parent, node, isInFlow } = found
  if (!parent) return 'a whole document is not removed here'
  const items: readonly unknown[] = 'map' in parent ? parent.map.items : parent.list.items
  if (items.length === 1) return emptied('map' in parent ? 'map' : 'list')
  const span = spanOf(items[parent.index], contentEnd(node))
  if (!span) return 'its key is no plain text'
  const next = spanOf(items[parent.index + 1], 0)?.from
  if (isInFlow) return [fromBrackets(text, span, next)]
  if ('list' in parent) span.from = text.lastIndexOf('-', span.from - 1)
  const line = lineStart(text, span.from)
  if (/^[ \t]*$/.test(text.slice(line, span.from))) return [{ from: line, to: lineEnd(text, span.to), text: '' }]
  // The first key of a list item shares its line with the dash: the next one moves up.
  return next === undefined ? 'it stands in the middle of a line' : [{ from: span.from, to: next, text: '' }]
}

function spanOf(item: unknown, end: number): { from: number; readonly to: number } | undefined {
  if (isNode(item)) return { from: startOf(item), to: contentEnd(item) }
  const key = typeof item === 'object' && item !== null && 'key' in item ? item.key : undefined
  return isNode(key) ? { from: startOf(key), to: Math.max(end, key.range?.[1] ?? 0) } : undefined
}

function fromBrackets(
  text: string,
  span: { readonly from: number; readonly to: number },
  next: number | undefined,
): Splice {
  if (next !== undefined) return { from: span.from, to: next, text: '' }
  const comma = text.slice(0, span.from).search(/,\s*$/)
  return { from: comma === -1 ? span.from : comma, to: span.to, text: '' }
}
