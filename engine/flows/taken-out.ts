import { hasErrors } from '../model/finding.ts'
import type { Expanded } from './expand-all.ts'
import type { Merged } from './read-merged.ts'
import { renderedIn } from './rendered-in.ts'

/**
 * Environments that `rendered/` has and the sources no longer: what was rendered of them is still delivered. None while a finding
 * is an error, since a slip in a file must not look as if its environment were gone; nor a folder that no version of ours made.
 */
export function takenOutOf(
  { environments, rendered }: Pick<Merged, 'environments' | 'rendered'>,
  { names, findings }: Pick<Expanded, 'names' | 'findings'>,
  only?: string,
): readonly string[] {
  if (hasErrors(findings)) return []
  const left = environments.filter((name) => !names.includes(name) && (only === undefined || only === name))
  return left.filter((name) => renderedIn(name, rendered).rendered.version !== '')
}
