/** What is asked of js-yaml; whoever may import it hands it in. */
export interface BlockTerms {
  readonly EVENT_ID: { readonly SCALAR: number }
  readonly SCALAR_STYLE: { readonly LITERAL_BLOCK: number; readonly FOLDED_BLOCK: number }
  readonly CHOMPING_MODE: { readonly STRIP: number }
}

/** A piece of what a parser read; of a scalar how it is written, and the offsets of what it holds. */
interface ParsedEvent {
  readonly type: number
  readonly style?: number
  readonly valueStart?: number
  readonly valueEnd?: number
}

/**
 * What a parser read, with a block of text (`|`, `>`) that ends its file without a line break as Kubernetes' readers (go-yaml) take it:
 * they give the value none either; those of JavaScript add one, as if the file ended properly.
 */
export function endedAsWritten<E extends ParsedEvent>(events: readonly E[], text: string, terms: BlockTerms): E[] {
  const { EVENT_ID, SCALAR_STYLE, CHOMPING_MODE } = terms
  const read = [...events]
  const last = read.findLastIndex((each) => each.type === EVENT_ID.SCALAR)
  const scalar = read[last]
  if (scalar === undefined || /[\r\n]$/.test(text)) return read
  const { style, valueStart = 0, valueEnd = 0 } = scalar
  const isBlock = style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK
  const isAtEnd = valueEnd > valueStart && valueEnd >= text.length
  if (isBlock && isAtEnd) read[last] = { ...scalar, chomping: CHOMPING_MODE.STRIP }
  return read
}
