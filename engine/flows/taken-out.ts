import { hasErrors } from '../model/finding.ts'
import type { Expanded } from './expand-all.ts'
import type { Merged } from './read-merged.ts'
import { renderedIn } from './rendered-in.ts'

/** What the sources ask for; undefined while a finding is an error: a slip in a file must not look as if its environment were gone. */
export function askedIn({ names, findings }: Pick<Expanded, 'names' | 'findings'>): ReadonlySet<string> | undefined {
  return hasErrors(findings) ? undefined : new Set(names)
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
  return left.filter((name) => renderedIn(name, rendered).rendered.version !== '')
}
