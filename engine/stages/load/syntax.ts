import type { Event } from 'js-yaml'
import { CHOMPING_MODE, EVENT_ID, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml'
import type { Document, Node, Scalar } from 'yaml'
import { parseAllDocuments, visit } from 'yaml'
import { indentedInside, offsetsBack } from '../../model/indented-inside.ts'
import { endedAsWritten } from '../../model/unended-block.ts'
import { DEPTH_LIMIT } from './anchors.ts'
import type { Problem } from './problem.ts'
import { problem } from './problem.ts'

/** A stretch of a file that does not parse. */
interface Broken {
  readonly start: number
  readonly end: number
}

export interface Parsed {
  readonly events: readonly Event[]
  readonly problems: readonly Problem[]
  readonly broken: readonly Broken[]
  /** It was read as other readers do, which do not ask how far brackets and quotes are indented inside. */
  readonly isLoose?: boolean
}

/** The parser that recovers is slow and recursive: beyond this it is not asked for better messages. */
const RECOVERY_LIMIT = 128 * 1024

const TERMS = { EVENT_ID, SCALAR_STYLE, CHOMPING_MODE }

const SEE = 'check indentation, brackets and quotes at this place'
const HINTS: Readonly<Record<string, string>> = {
  BAD_INDENT: 'align the entry with its neighbours, and close every bracket that was opened',
  BAD_SCALAR_START: 'quote the value',
  BLOCK_AS_IMPLICIT_KEY: 'put the nested map on lines of its own, or quote a value that holds `: `',
  MISSING_CHAR: 'add what is missing',
  MULTILINE_IMPLICIT_KEY: 'is a `:` missing after a key, or an indentation wrong?',
  TAB_AS_INDENT: 'indent with spaces',
  BAD_DQ_ESCAPE: "double the backslash, or use 'single quotes'",
}

function attempt(text: string): { events: readonly Event[] } | { error: Problem } {
  try {
    return { events: endedAsWritten(parseEvents(text, { maxDepth: DEPTH_LIMIT }), text, TERMS) }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const at = Math.min(error.mark?.position ?? 0, text.length)
    if (/maxDepth/.test(error.reason))
      return {
        error: problem(at, 'yaml/too-deep', `nested deeper than ${DEPTH_LIMIT} levels`, 'flatten the document'),
      }
    return { error: problem(at, 'yaml/syntax', sentence(error.reason), SEE) }
  }
}

function sentence(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** Where the bracket or quote was opened whose end is missed at `before`: where parsers notice tells a person little. */
function openedAt(document: Document.Parsed, before: number): number | undefined {
  let opened: number | undefined
  const note = (node: Node) => {
    const start = node.range?.[0] ?? before
    if (start < before) opened = Math.max(opened ?? 0, start)
  }
  visit(document, {
    Collection: (_, node) => {
      const token = node.srcToken
      if (token?.type === 'flow-collection' && !token.end.some((each) => /^flow-(map|seq)-end$/.test(each.type)))
        note(node)
    },
    Scalar: (_, node) => {
      if (isUnclosedQuote(node)) note(node)
    },
  })
  return opened
}

function isUnclosedQuote({ srcToken }: Scalar): boolean {
  if (srcToken?.type !== 'double-quoted-scalar' && srcToken?.type !== 'single-quoted-scalar') return false
  const { source } = srcToken
  return source.length < 2 || source.at(-1) !== source.at(0)
}

/** The first error of a document that `yaml` recovers from; those after it are mostly its consequences. */
function errorOf(document: Document.Parsed): Problem | undefined {
  const error = document.errors[0]
  if (!error) return undefined
  if (error.code === 'RESOURCE_EXHAUSTION')
    return problem(error.pos[0], 'yaml/too-deep', 'nested too deeply to be read', 'flatten the document')
  const isUnclosed = /closing|end with a/.test(error.message)
  const at = isUnclosed ? (openedAt(document, error.pos[0]) ?? error.pos[0]) : error.pos[0]
  const message = isUnclosed ? 'opened here and never closed, or closed too far left' : sentence(error.message)
  return problem(at, 'yaml/syntax', message, HINTS[error.code] ?? SEE)
}

function explain(text: string, first: Problem): { problems: readonly Problem[]; broken: readonly Broken[] } {
  const whole = { problems: [first], broken: [{ start: 0, end: text.length }] }
  if (first.rule !== 'yaml/syntax' || text.length > RECOVERY_LIMIT) return whole
  const parsed = parseAllDocuments(text, {
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'silent',
    keepSourceTokens: true,
  })
  if (!Array.isArray(parsed)) return whole
  const documents: readonly Document.Parsed[] = parsed
  const ends = documents.map((each, i) => documents[i + 1]?.range[0] ?? Math.max(text.length, each.range[2]))
  const found = documents.flatMap((document, i) => {
    const error = errorOf(document)
    return error ? [{ error, own: { start: i === 0 ? 0 : document.range[0], end: ends[i] ?? text.length } }] : []
  })
  return found.length === 0
    ? whole
    : { problems: found.map((each) => each.error), broken: found.map((each) => each.own) }
}

/** As `parseStrictly`, but for what is indented inside brackets and quotes, which no reader of manifests asks. Offsets are those in the text. */
export function parseFile(text: string): Parsed {
  const first = attempt(text)
  if ('events' in first) return { events: first.events, problems: [], broken: [] }
  const indented = indentedInside(text, { parseEvents, EVENT_ID, SCALAR_STYLE, YAMLException })
  const second = indented === text ? first : attempt(indented)
  if ('error' in second) return parseStrictly(text)
  const back = offsetsBack(text, indented)
  return { events: second.events.map((each) => moved(each, back)), problems: [], broken: [], isLoose: true }
}

const OFFSETS: readonly string[] = ['start', 'valueStart', 'valueEnd', 'anchorStart', 'anchorEnd', 'tagStart', 'tagEnd']

function moved(event: Event, back: (offset: number) => number): Event {
  const entries = Object.entries(event).map(([key, value]) => {
    return [key, OFFSETS.includes(key) && typeof value === 'number' && value >= 0 ? back(value) : value] as const
  })
  return Object.fromEntries(entries) as unknown as Event
}

/**
 * Parses a file to events. Where it does not parse, says why once a document, and goes on with the documents that do:
 * the broken ones are blanked, so that every offset stays true.
 */
export function parseStrictly(text: string): Parsed {
  const first = attempt(text)
  if ('events' in first) return { events: first.events, problems: [], broken: [] }
  const { problems, broken } = explain(text, first.error)
  let rest = text
  for (const { start, end } of broken)
    rest = rest.slice(0, start) + rest.slice(start, end).replace(/[^\r\n]/g, ' ') + rest.slice(end)
  const second = attempt(rest)
  if ('events' in second) return { events: second.events, problems, broken }
  return { events: [], problems: [...problems, second.error], broken: [{ start: 0, end: text.length }] }
}
