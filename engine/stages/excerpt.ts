import type { Finding } from '../model/finding.ts'
import { isSecretText, REDACTED } from '../model/redact.ts'
import { visible, widthOf } from './excerpt/visible.ts'

const WIDTH = 100
/** How much of a long line stays visible before the column that matters. */
const LEAD = 40

/** `key: value` where the key names a secret and the value is no reference. Every repeat is bounded: a line may be a megabyte of keys. */
const SECRET_LINE =
  /(?:passw(?:or)?d|passphrase|secret|token|api[-_]?key|private[-_]?key|credential)\w{0,64}["']?\s{0,64}:\s{0,64}(?![{|>*\s])\S/i
/** A line of the body of a key or of an encoded value. */
const ENCODED_LINE = /^\s*[A-Za-z0-9+/=]{40,}\s*$/

/**
 * A finding for people: place and rule, the line with carets, the message and its remedy. `colour` paints the
 * severity and the carets. Control and bidirectional characters are made visible, secrets are not shown.
 */
export function excerpt(
  finding: Finding,
  text: string | undefined,
  colour: (text: string) => string = (plain) => plain,
): string {
  const line = text === undefined ? '' : lineOf(text, finding.line)
  const frame = line.trim() === '' ? [] : frameOf(finding, line, colour)
  return [
    headline(finding, colour),
    ...frame,
    `  ${visible(finding.message)}`,
    `  hint: ${visible(finding.hint)}`,
  ].join('\n')
}

/** The same without line and remedy. */
export function oneLine(finding: Finding, colour: (text: string) => string): string {
  return `${headline(finding, colour)}: ${visible(finding.message)}`
}

function headline({ file, line, column, severity, rule }: Finding, colour: (text: string) => string): string {
  return `${visible(file)}:${line}:${column} ${colour(severity)} ${rule}`
}

function lineOf(text: string, number: number): string {
  let start = 0
  let line = 1
  for (const end of text.matchAll(/\r\n|\n|\r/g)) {
    if (line === number) return text.slice(start, end.index)
    start = end.index + end[0].length
    line += 1
  }
  return line === number ? text.slice(start) : ''
}

function frameOf(finding: Finding, line: string, colour: (text: string) => string): readonly string[] {
  const { before, marked, after } = partsOf(finding, line)
  const gutter = `  ${String(finding.line).padStart(3)} | `
  const margin = `${' '.repeat(gutter.length - 2)}| `
  const carets = '^'.repeat(Math.max(1, widthOf(visible(marked))))
  return [
    `${gutter}${visible(before + marked + after)}`.trimEnd(),
    `${margin}${' '.repeat(widthOf(visible(before)))}${colour(carets)}`,
  ]
}

/** The part of a line that is shown, with the token that the carets stand under. */
function partsOf(finding: Finding, line: string): { before: string; marked: string; after: string } {
  if (finding.rule.startsWith('secret/') || isSecretText(line) || SECRET_LINE.test(line) || ENCODED_LINE.test(line)) {
    const key = /^\s*(?:- )?["']?[\w.-]{1,60}["']?:\s/.exec(line)?.[0] ?? ''
    return { before: isSecretText(key) ? '' : key, marked: REDACTED, after: '' }
  }
  const at = Math.min(finding.column - 1, line.length)
  const begin = line.length > WIDTH && at > LEAD ? at - LEAD : 0
  const end = Math.min(line.length, begin + WIDTH)
  const token =
    /^(?:"[^"]*"|'[^']*'|[^\s,:[\]{}#]+(?:[:#][^\s,[\]{}]+)*)/.exec(line.slice(at, end))?.[0] ?? line.charAt(at)
  return {
    before: (begin > 0 ? '…' : '') + line.slice(begin, at),
    marked: token,
    after: line.slice(at + token.length, end) + (end < line.length ? '…' : ''),
  }
}
