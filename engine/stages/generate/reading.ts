import { EVENT_ID, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml'
import type { Reading } from '../../model/indented-inside.ts'

const DEFICIENT = 'deficient indentation'

/** How js-yaml, which is strict about it, gets on with what is indented inside brackets and quotes. */
export function readingOf(text: string): Reading {
  try {
    const scalars = parseEvents(text, {}).filter((each) => each.type === EVENT_ID.SCALAR)
    const blocks = scalars.filter(({ style }) => BLOCKS.includes(style))
    return { blocks: blocks.map(({ valueStart: start, valueEnd: end }) => ({ start, end })) }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    return { line: error.reason === DEFICIENT ? (error.mark?.line ?? -1) : -1 }
  }
}

const BLOCKS: readonly number[] = [SCALAR_STYLE.LITERAL_BLOCK, SCALAR_STYLE.FOLDED_BLOCK]
