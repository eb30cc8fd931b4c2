import type { Finding, Severity } from '../../model/finding.ts'

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' }

/** Workflow commands that GitHub, Gitea and Forgejo runners show at the line; `folder` is where the files lie in the repository, '' for its root. */
export function findingsAnnotations(findings: readonly Finding[], folder = ''): string {
  return findings.map((each) => `${lineOf(each, folder)}\n`).join('')
}

function lineOf({ severity, file, line, column, rule, message, hint }: Finding, folder: string): string {
  const path = folder === '' ? file : `${folder}/${file}`
  const place = `file=${property(path)},line=${line},col=${column},title=${property(rule)}`
  return `::${COMMANDS[severity]} ${place}::${data(`${message}\n${hint}`)}`
}

/** What would end the command, or begin another one. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
