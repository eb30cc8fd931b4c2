import type { PolicySeverity } from './component.ts'

/** From the least to the worst. */
export const POLICY_SEVERITIES: readonly PolicySeverity[] = ['low', 'medium', 'high', 'critical']

export function isAtLeast(severity: PolicySeverity, minimum: PolicySeverity): boolean {
  return POLICY_SEVERITIES.indexOf(severity) >= POLICY_SEVERITIES.indexOf(minimum)
}
