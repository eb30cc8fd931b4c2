/** What is asked of js-yaml, which keeps to YAML 1.2 here and says which line does not; whoever may import it hands it in. */
export interface EventParser {
  parseEvents(text: string, options: object): readonly ParsedEvent[]
  readonly EVENT_ID: { readonly SCALAR: number }
  readonly SCALAR_STYLE: { readonly LITERAL_BLOCK: number; readonly FOLDED_BLOCK: number }
  readonly YAMLException: abstract new (
    ...given: never
  ) => Error & { readonly reason: string; readonly mark?: { readonly line: number } | undefined }
}

interface ParsedEvent {
  readonly type: number
  readonly style?: number
  readonly valueStart?: number
  readonly valueEnd?: number
}

/** Offsets in a text. */
interface Span {
  readonly start: number
  readonly end: number
}

/** How a text reads as YAML: where its blocks of text stand, or the line (from 0) that is not far enough in; -1 where something else is wrong. */
type Reading = { readonly blocks: readonly Span[] } | { readonly line: number }

const DEFICIENT = 'deficient indentation'
/** Beyond what any line of people needs. */
const DEEPEST = 255
/** Characters that may be read again and again for this: some tenths of a second. */
const BUDGET = 4 * 1024 * 1024
const END = /^(?:---|\.\.\.|$)/

/**
 * The text with every line inside brackets or quotes indented further than what holds it, as YAML 1.2 wants it and neither
 * yaml.v3 nor Kubernetes' readers ask: a closing bracket below its key. White space there means nothing. The text as it is
 * where that is not all that is wrong.
 */
export function indentedInside(text: string, parser: EventParser): string {
  const read = (made: string) => readingOf(made, parser)
  const first = lineOf(read(text)) ?? -1
  if (first === -1) return text
  const lines = text.split('\n')
  const deepest = lines.reduce((most, line) => Math.max(most, line.search(/[^ ]|$/)), 0)
  // Each line that is moved makes all the next readings longer, so it is moved no further than it has to be.
  const margin = ' '.repeat(Math.min(deepest, DEEPEST) + 1)
  const likely = lines.map((line) => (/^\s*[\]}]/.test(line) ? margin + line : line)).join('\n')
  const reading = read(likely)
  if ('blocks' in reading && !reading.blocks.some((each) => likely.slice(each.start, each.end).includes(margin)))
    return likely
  return movedOneByOne(lines, first, { margin, read }) ?? text
}

function readingOf(text: string, { parseEvents, EVENT_ID, SCALAR_STYLE, YAMLException }: EventParser): Reading {
  const isBlock = ({ type, style }: ParsedEvent) =>
    type === EVENT_ID.SCALAR && (style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK)
  try {
    const blocks = parseEvents(text, {}).filter(isBlock)
    return { blocks: blocks.map(({ valueStart: start = 0, valueEnd: end = 0 }) => ({ start, end })) }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    return { line: error.reason === DEFICIENT ? (error.mark?.line ?? -1) : -1 }
  }
}

/**
 * From the line on that is not far enough in, twice as many lines as before: all of a long list lies below its key. Where its bracket
 * ends among them something else is wrong then, and they are taken one by one.
 */
function movedOneByOne(
  text: readonly string[],
  first: number,
  { margin, read }: { readonly margin: string; readonly read: (text: string) => Reading },
): string | undefined {
  let [lines, line, run] = [text, first, 1]
  for (let left = BUDGET; left > 0; ) {
    const found = lines[line] ?? ''
    // A line that is far enough in by now, the end, or that of the document.
    if (found.startsWith(margin) || END.test(found)) return undefined
    const end = lines.findIndex((each, i) => i > line && (i === line + run || END.test(each)))
    const moved = lines.map((each, i) => (i >= line && (end === -1 || i < end) ? margin + each : each))
    const now = moved.join('\n')
    left -= now.length
    const next = lineOf(read(now))
    if (next === undefined) return now
    if (end !== -1 && next >= end) [lines, line, run] = [moved, next, run * 2]
    else if (run > 1) run = 1
    else return undefined
  }
  return undefined
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
