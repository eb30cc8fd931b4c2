import type { DriftReport } from '../../model/drift.ts'
import type { Finding } from '../../model/finding.ts'

/** `{"findings":[…]}` (design section 4). */
export function findingsJson(findings: readonly Finding[]): string {
  return json({ findings })
}

export function driftJson(report: DriftReport): string {
  return json(report)
}

/** Indented JSON with a closing line feed. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
