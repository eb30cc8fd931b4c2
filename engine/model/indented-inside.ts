/** Offsets in a text. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** How a text reads as YAML: where its blocks of text stand, or the line (from 0) that is not far enough in; -1 where something else is wrong. */
export type Reading = { readonly blocks: readonly Span[] } | { readonly line: number }

/** Beyond what any line needs. */
const MARGIN = ' '.repeat(256)
/** Characters that may be read again and again for this: a second's work. */
const BUDGET = 32 * 1024 * 1024

/**
 * The text with every line inside brackets or quotes indented further than what holds it, as YAML 1.2 wants it and neither
 * yaml.v3 nor Kubernetes' readers ask: a closing bracket below its key. White space there means nothing. The text as it is
 * where that is not all that is wrong.
 */
export function indentedInside(text: string, read: (text: string) => Reading): string {
  if ((lineOf(read(text)) ?? -1) === -1) return text
  const lines = text.split('\n')
  const likely = lines.map((line) => (/^\s*[\]}]/.test(line) ? MARGIN + line : line)).join('\n')
  const reading = read(likely)
  if ('blocks' in reading && !reading.blocks.some((each) => likely.slice(each.start, each.end).includes(MARGIN)))
    return likely
  for (let left = BUDGET; left > 0; left -= text.length) {
    const now = lines.join('\n')
    const line = lineOf(read(now))
    if (line === undefined) return now
    // A line that is far enough in by now, the end, or that of the document.
    if (/^(?: {256}|---|\.\.\.|$)/.test(lines[line] ?? '')) return text
    lines[line] = MARGIN + lines[line]
  }
  return text
}

function lineOf(reading: Reading): number | undefined {
  return 'line' in reading ? reading.line : undefined
}

/** Where a line was indented, and how much longer all of the text is from there on. */
interface Indented {
  readonly original: number
  readonly now: number
  readonly longer: number
}

/** Gives offsets in the text back for those in what `indentedInside` made of it. */
export function offsetsBack(text: string, indented: string): (offset: number) => number {
  const changed: Indented[] = []
  let [original, longer] = [0, 0]
  const after = indented.split('\n')
  for (const [i, line] of text.split('\n').entries()) {
    const added = (after[i]?.length ?? 0) - line.length
    if (added > 0) changed.push({ original, now: original + longer, longer: longer + added })
    longer += added
    original += line.length + 1
  }
  return (offset) => {
    const before = lastBefore(changed, offset)
    return before === undefined ? offset : Math.max(before.original, offset - before.longer)
  }
}

/** The last of these that stands at or before the offset; they are in order. */
function lastBefore(changed: readonly Indented[], offset: number): Indented | undefined {
  let [low, high] = [0, changed.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((changed[middle]?.now ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return changed[low - 1]
}
