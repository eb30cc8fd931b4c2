import type { ChangePlan } from '../../model/change-plan.ts'
import type { Finding } from '../../model/finding.ts'

interface Case {
  readonly name: string
  readonly file: string
  readonly line: number
  readonly text: string
  readonly isFailure: boolean
}

/** Findings as JUnit XML: an error is a failed case, anything else a passed one that says so. A clean run is one passed case. */
export function junit(suite: string, findings: readonly Finding[], plans: readonly ChangePlan[] = []): string {
  const cases = [...findings.map(caseOf), ...plans.flatMap(risksIn)]
  const failures = cases.filter((each) => each.isFailure).length
  const total = Math.max(1, cases.length)
  const counts = `tests="${total}" failures="${failures}" errors="0" skipped="0"`
  const lines =
    cases.length === 0 ? [`    <testcase classname="${attribute(suite)}" name="no findings"/>`] : cases.map(xml)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="isthmus" ${counts}>`,
    `  <testsuite name="${attribute(suite)}" ${counts}>`,
    ...lines,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function caseOf({ rule, severity, message, hint, file, line, column }: Finding): Case {
  const text = `${file}:${line}:${column} ${severity} ${message}\n${hint}`
  return { name: rule, file, line, text, isFailure: severity === 'error' }
}

function risksIn({ environment, policies }: ChangePlan): readonly Case[] {
  return policies.flatMap(({ policy, risks }) =>
    risks.map((risk) => ({
      name: `risk/${risk.kind}`,
      file: `rendered/${environment}/${policy}.yaml`,
      line: 1,
      text: risk.message,
      isFailure: false,
    })),
  )
}

function xml({ name, file, line, text, isFailure }: Case): string {
  const [first = ''] = text.split('\n')
  const body = isFailure
    ? `<failure type="${attribute(name)}" message="${attribute(first)}">${escaped(text)}</failure>`
    : `<system-out>${escaped(text)}</system-out>`
  return `    <testcase classname="${attribute(file)}" name="${attribute(`${name} ${file}:${line}`)}">${body}</testcase>`
}

/** Characters that XML 1.0 cannot hold at all become a mark. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

function attribute(text: string): string {
  return escaped(text)
    .replaceAll('"', '&quot;')
    .replaceAll(/[\r\n\t]/g, ' ')
}
