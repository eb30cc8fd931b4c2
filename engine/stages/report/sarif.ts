import type { Finding, Severity } from '../../model/finding.ts'
import { json } from './json.ts'

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' }

/** Findings as SARIF 2.1.0 (OASIS), which forges show as code scanning results. */
export function findingsSarif(findings: readonly Finding[], version: string): string {
  const rules = [...new Set(findings.map((each) => each.rule))].sort().map((id) => ({ id }))
  return json({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'isthmus', version, rules } }, results: findings.map(resultOf) }],
  })
}

function resultOf({ rule, severity, message, hint, file, line, column }: Finding) {
  const uri = file.split('/').map(encodeURIComponent).join('/')
  const physicalLocation = { artifactLocation: { uri }, region: { startLine: line, startColumn: column } }
  return {
    ruleId: rule,
    level: LEVELS[severity],
    message: { text: `${message}\n${hint}` },
    locations: [{ physicalLocation }],
  }
}
