import type { Event } from 'js-yaml'
import { CHOMPING_MODE, EVENT_ID, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml'
import type { Reading } from '../../model/indented-inside.ts'
import { isUnended } from '../../model/unended-block.ts'

const DEFICIENT = 'deficient indentation'
const BLOCKS: readonly number[] = [SCALAR_STYLE.LITERAL_BLOCK, SCALAR_STYLE.FOLDED_BLOCK]

/** What a text consists of. Throws js-yaml's exception where it does not parse. */
export function eventsOf(text: string, limits: { readonly maxDepth?: number } = {}): Event[] {
  const events = parseEvents(text, limits)
  const last = events.findLastIndex((each) => each.type === EVENT_ID.SCALAR)
  const scalar = events[last]
  if (scalar?.type === EVENT_ID.SCALAR && BLOCKS.includes(scalar.style) && isUnended(text, scalar))
    events[last] = { ...scalar, chomping: CHOMPING_MODE.STRIP }
  return events
}

/** How js-yaml, which is strict about it, gets on with what is indented inside brackets and quotes. */
export function readingOf(text: string): Reading {
  try {
    const scalars = eventsOf(text).filter((each) => each.type === EVENT_ID.SCALAR)
    const blocks = scalars.filter(({ style }) => BLOCKS.includes(style))
    return { blocks: blocks.map(({ valueStart: start, valueEnd: end }) => ({ start, end })) }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    return { line: error.reason === DEFICIENT ? (error.mark?.line ?? -1) : -1 }
  }
}
