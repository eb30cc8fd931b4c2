import type { SourceFile } from '../model/document.ts'
import type { Finding } from '../model/finding.ts'
import { hasErrors } from '../model/finding.ts'
import { excerpt, oneLine } from '../stages/excerpt.ts'
import type { Io } from './io.ts'
import type { ExitCode } from './options.ts'

/** Findings with their caret excerpts to stderr, and a count; nothing where there are none. Mere information only where it was asked for. */
export function printFindings(io: Io, all: readonly Finding[], files: readonly SourceFile[], withInfo = false): void {
  const findings = all.filter((each) => withInfo || each.severity !== 'info')
  const texts = new Map(files.map((file) => [file.path, file.text]))
  for (const each of findings) {
    const colour = each.severity === 'error' ? io.palette.red : io.palette.yellow
    io.err(`${excerpt(each, texts.get(each.file), colour)}\n\n`)
  }
  if (findings.length > 0) io.err(`${summary(findings)}\n`)
}

/**
 * The same for a command that people run for something else: errors whole, warnings in a line each, since they come with every run and
 * `isthmus validate` shows their place and remedy. Everything whole where it was asked for.
 */
export function printBesides(io: Io, all: readonly Finding[], files: readonly SourceFile[], isWhole: boolean): void {
  const warnings = all.filter((each) => each.severity === 'warning')
  if (isWhole || hasErrors(all) || warnings.length === 0) {
    printFindings(io, all, files, isWhole)
    return
  }
  for (const each of warnings) io.err(`${oneLine(each, io.palette.yellow)}\n`)
  io.err(`${summary(warnings)}; \`isthmus validate\` shows more\n`)
}

export function exitFor(findings: readonly Finding[]): ExitCode {
  return hasErrors(findings) ? 2 : 0
}

function summary(findings: readonly Finding[]): string {
  const parts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const n = findings.filter((each) => each.severity === severity).length
    return n === 0 ? [] : [`${n} ${severity}${n === 1 || severity === 'info' ? '' : 's'}`]
  })
  return parts.join(', ')
}
