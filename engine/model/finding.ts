export type Severity = 'error' | 'warning' | 'info'

/** A spot in a person's file: path relative to the repository, line and column from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Something wrong in a person's file. A value, collected and never thrown. `rule` is `group/rule-name`. */
export interface Finding extends Place {
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  readonly hint: string
}

export function finding(
  rule: string,
  place: Place,
  message: string,
  hint: string,
  severity: Severity = 'error',
): Finding {
  return { rule, severity, message, hint, file: place.file, line: place.line, column: place.column }
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((each) => each.severity === 'error')
}

/** Reading order: file, line, column, rule. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) => byCode(a.file, b.file) || a.line - b.line || a.column - b.column || byCode(a.rule, b.rule),
  )
}

/** As Git and the file system list names. A language's own order would load its tables, for 20 ms of every command. */
function byCode(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
