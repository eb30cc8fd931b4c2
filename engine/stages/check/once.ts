import type { Finding } from '../../model/finding.ts'
import type { PolicyFinding } from './placed.ts'

/** Findings about one slip as one, however many policies, clusters and environments come of it. */
export function once(findings: readonly PolicyFinding[]): readonly Finding[] {
  const groups = new Map<string, { readonly finding: Finding; readonly policies: Set<string> }>()
  for (const { policy, ...finding } of findings) {
    const key = JSON.stringify(finding)
    const group = groups.get(key) ?? { finding, policies: new Set() }
    if (policy !== undefined) group.policies.add(policy)
    groups.set(key, group)
  }
  return [...groups.values()].map(({ finding, policies }) => {
    const [first, ...rest] = policies
    if (first === undefined) return finding
    const who = rest.length === 0 ? `policy ${first}` : `policy ${first} and ${rest.length} more`
    return { ...finding, message: `${who}: ${finding.message}` }
  })
}
