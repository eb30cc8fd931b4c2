import type { Severity } from '../../model/finding.ts'

/** Something wrong at an offset of a file. `mild`: an error in the kinds of Isthmus only, elsewhere a warning. */
export interface Problem {
  readonly offset: number
  readonly rule: string
  readonly message: string
  readonly hint: string
  readonly severity: Severity | 'mild'
}

export type Report = (problem: Problem) => void

export function problem(
  offset: number,
  rule: string,
  message: string,
  hint: string,
  severity: Problem['severity'] = 'error',
): Problem {
  return { offset, rule, message, hint, severity }
}

/** A person's text inside a message: one line, short. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return `\`${line.length > 60 ? `${line.slice(0, 57)}…` : line}\``
}
