import type { ChangePlan } from '../../model/change-plan.ts'
import type { Finding } from '../../model/finding.ts'
import { digest } from '../../model/names.ts'
import { renderedFolder } from '../../model/rendered.ts'
import { json } from './json.ts'

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const

interface Result {
  readonly rule: string
  readonly level: 'error' | 'warning' | 'note'
  readonly text: string
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Findings, and the risks of plans at the rendered file of their policy, as a SARIF 2.1.0 log for code scanning. */
export function findingsSarif(
  findings: readonly Finding[],
  version: string,
  plans: readonly ChangePlan[] = [],
): string {
  const results = [...findings.map(resultOf), ...plans.flatMap(risksIn)]
  const rules = [...new Set(results.map((each) => each.rule))].sort()
  return json({
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'isthmus', version, rules: rules.map((id) => ({ id })) } },
        columnKind: 'utf16CodeUnits',
        results: results.map((each) => sarifResult(each, rules)),
      },
    ],
  })
}

function resultOf({ rule, severity, message, hint, file, line, column }: Finding): Result {
  return { rule, level: LEVELS[severity], text: `${message}: ${hint}`, file, line, column }
}

function risksIn({ environment, policies }: ChangePlan): readonly Result[] {
  return policies.flatMap(({ policy, risks }) =>
    risks.map((risk) => ({
      rule: `risk/${risk.kind}`,
      level: 'warning',
      text: risk.message,
      file: `${renderedFolder(environment)}/${policy}.yaml`,
      line: 1,
      column: 1,
    })),
  )
}

function sarifResult({ rule, level, text, file, line, column }: Result, rules: readonly string[]) {
  // Half a character pair cannot be written into an address.
  const uri = file
    .replaceAll(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/')
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level,
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri },
          region: { startLine: Math.max(1, line), startColumn: Math.max(1, column) },
        },
      },
    ],
    // Stays the same where lines move.
    partialFingerprints: { 'isthmus/v1': digest(`${rule}\n${file}\n${text}`, 32) },
  }
}
