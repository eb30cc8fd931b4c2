import { visible } from '../../model/visible.ts'
import type { Refused, WayOut, WayOutRequest } from '../../model/way-out.ts'
import { isDay } from '../../model/way-out.ts'

/** What a line asks for, before it is known who wrote it. */
export type Asked = Pick<WayOutRequest, 'way' | 'fingerprint' | 'until' | 'because'>

const TEXT_LIMIT = 20_000
const COMMAND_LIMIT = 10
const REASON_LIMIT = 300
const WAYS: ReadonlyMap<string, WayOut> = new Map([
  ['adopt', 'adopt'],
  ['put-back', 'put-back'],
  ['put back', 'put-back'],
  ['enforce-here', 'enforce-here'],
  ['enforce here', 'enforce-here'],
  ['ignore', 'ignore'],
])
const USAGE =
  'write `/isthmus adopt ID`, `/isthmus put-back ID`, `/isthmus enforce-here ID until YYYY-MM-DD` or `/isthmus ignore ID until YYYY-MM-DD because REASON`'

/** The `/isthmus …` lines of a comment, each as what it asks for or as a sentence why it cannot be taken. Quotes and code are text. */
export function parseCommands(comment: string): readonly (Asked | Refused)[] {
  const found: (Asked | Refused)[] = []
  let fence: string | undefined
  for (const line of comment.slice(0, TEXT_LIMIT).split(/\r\n|\n|\r/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined
    } else if (mark !== undefined) fence = mark
    else if (/^\/isthmus(?:\s|$)/.test(line)) found.push(parseCommand(line.slice('/isthmus'.length)))
    if (found.length === COMMAND_LIMIT) break
  }
  return found
}

/** The text of a ticked box, as the drift proposal writes it; undefined for any other box. */
export function parseTick(item: string): Pick<Asked, 'way' | 'fingerprint'> | undefined {
  const [, word = '', fingerprint] = /^(adopt|enforce here) ([0-9a-f]{4,64}):/.exec(item) ?? []
  const way = WAYS.get(word)
  return way !== undefined && fingerprint !== undefined ? { way, fingerprint } : undefined
}

function parseCommand(text: string): Asked | Refused {
  const words = /^\s+(put back|enforce here|[a-z-]{1,20})\s+([0-9a-f]{4,64})(?:\s+(.{0,2000}))?$/u.exec(text.trimEnd())
  const way = WAYS.get(words?.[1] ?? '')
  const fingerprint = words?.[2]
  if (way === undefined || fingerprint === undefined) return { refused: `this command is not understood: ${USAGE}` }
  const more = words?.[3]?.trim() ?? ''
  if (way === 'adopt' || way === 'put-back')
    return more === '' ? { way, fingerprint } : { refused: `nothing comes behind the id: ${USAGE}` }
  const [, until, reason] = /^until\s+(\S{1,20})(?:\s+because\s+(.+))?$/u.exec(more) ?? []
  if (until === undefined) return { refused: `it needs a last day, and nothing else but a reason: ${USAGE}` }
  if (!isDay(until)) return { refused: 'the last day is written as `YYYY-MM-DD`, and is one of the calendar' }
  const because = reasonOf(reason)
  if (way === 'ignore' && because === undefined) return { refused: `to ignore a drift takes a reason: ${USAGE}` }
  return { way, fingerprint, until, ...(because === undefined ? {} : { because }) }
}

/** A person's reason as it may stand in a file: one line, nothing invisible, cut. */
export function reasonOf(text: string | undefined): string | undefined {
  const clean = visible(text ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, REASON_LIMIT)
  return clean.length < 3 ? undefined : clean
}
