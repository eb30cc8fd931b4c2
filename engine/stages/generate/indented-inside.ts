import type { Event } from 'js-yaml'
import { EVENT_ID, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml'

const DEFICIENT = 'deficient indentation'
/** Beyond what any line needs. */
const MARGIN = ' '.repeat(256)
/** Characters that may be read again and again for this: a second's work. */
const BUDGET = 32 * 1024 * 1024

/**
 * The text with every line inside brackets or quotes indented further than what holds it, as YAML 1.2 wants it and neither
 * yaml.v3 nor Kubernetes' readers ask: a closing bracket below its key. White space there means nothing. The text as it is
 * where that is not all that is wrong.
 */
export function indentedInside(text: string): string {
  if ((parse(text).line ?? -1) === -1) return text
  const lines = text.split('\n')
  const likely = lines.map((line) => (/^\s*[\]}]/.test(line) ? MARGIN + line : line)).join('\n')
  const read = parse(likely)
  if ('events' in read && !read.events.some((each) => isBlockWithMargin(each, likely))) return likely
  for (let left = BUDGET; left > 0; left -= text.length) {
    const now = lines.join('\n')
    const { line } = parse(now)
    if (line === undefined) return now
    // A line that is far enough in by now, the end, or that of the document.
    if (/^(?: {256}|---|\.\.\.|$)/.test(lines[line] ?? '')) return text
    lines[line] = MARGIN + lines[line]
  }
  return text
}

/** In a block of text white space means itself. */
function isBlockWithMargin(event: Event, text: string): boolean {
  if (event.type !== EVENT_ID.SCALAR) return false
  const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK
  return isBlock && text.slice(event.valueStart, event.valueEnd).includes(MARGIN)
}

/** What is read, or the line that is not far enough in; -1 where something else is wrong. */
function parse(
  text: string,
): { readonly events: readonly Event[]; readonly line?: undefined } | { readonly line: number } {
  try {
    return { events: parseEvents(text, {}) }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    return { line: error.reason === DEFICIENT ? (error.mark?.line ?? -1) : -1 }
  }
}
