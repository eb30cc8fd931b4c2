import { parseEvent, parseHistory } from './history.ts'
import type { Window } from './history-needs.ts'
import { neededOf, WINDOW } from './history-needs.ts'
import { parsedJson, textAt } from './json.ts'

/** When lines are left out. */
export interface Terms {
  readonly window: Window
  /** Characters that can go before any do. */
  readonly least: number
}

const TERMS: Terms = { window: WINDOW, least: 64 * 1024 }

/**
 * A committed history without the lines that nobody asks for any more, where these are many; the same text where they are few.
 * What is left out stays in the past of its branch. `now`: RFC 3339 UTC.
 */
export function atHand(text: string, now: string, { window, least }: Terms = TERMS): string {
  if (text.length < least) return text
  const { events } = parseHistory(text)
  const needed = new Set([...neededOf(events, now, window)].map((each) => each.id))
  const kept = text.split('\n').filter((line) => {
    const id = parseEvent(line)?.id
    // A second line of the same event says nothing.
    return id === undefined ? isOfLaterVersion(line) : needed.delete(id)
  })
  const rest = kept.map((each) => `${each}\n`).join('')
  return text.length - rest.length < Math.max(least, 1) ? text : rest
}

/** An event all the same, of a kind that is not known here: whoever wrote it may need it. */
function isOfLaterVersion(line: string): boolean {
  const value = parsedJson(line)
  return ['id', 'time', 'type'].every((key) => textAt(value, key) !== undefined)
}
