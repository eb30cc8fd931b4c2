import type { Finding } from '../model/finding.ts'
import { hasErrors } from '../model/finding.ts'
import type { Expanded } from './expand-all.ts'
import type { Merged } from './read-merged.ts'
import { renderedIn } from './rendered-in.ts'

/** What the sources ask for; undefined while a finding is an error: a slip in a file must not look as if its environment were gone. */
export function askedIn({ names, findings }: Pick<Expanded, 'names' | 'findings'>): ReadonlySet<string> | undefined {
  return hasErrors(findings.filter((each) => each.rule !== NONE)) ? undefined : new Set(names)
}

const NONE = 'environment/none'

/** The last environment may be taken out like any other: that there is none is a slip only where `rendered/` has none either. */
export function lastMayGo(findings: readonly Finding[], left: readonly string[]): readonly Finding[] {
  if (left.length === 0) return findings
  const message = `there is no environment any more: ${left.join(', ')} would be taken out`
  return findings.map((each) => (each.rule === NONE ? { ...each, severity: 'warning', message } : each))
}

/**
 * Environments that `rendered/` has and the sources no longer: what was rendered of them is still delivered. None while nobody knows
 * what the sources ask for; nor a folder that no version of ours made.
 */
export function takenOutOf(
  { environments, rendered }: Pick<Merged, 'environments' | 'rendered'>,
  expanded: Pick<Expanded, 'names' | 'findings'>,
  only?: string,
): readonly string[] {
  const asked = askedIn(expanded)
  if (asked === undefined) return []
  const left = environments.filter((name) => !asked.has(name) && (only === undefined || only === name))
  return left.filter((name) => isOurs(name, { rendered }))
}

/** Environments that a version of ours rendered. */
export function renderedBy({ environments, rendered }: Pick<Merged, 'environments' | 'rendered'>): readonly string[] {
  return environments.filter((name) => isOurs(name, { rendered }))
}

function isOurs(name: string, { rendered }: Pick<Merged, 'rendered'>): boolean {
  return renderedIn(name, rendered).rendered.version !== ''
}
