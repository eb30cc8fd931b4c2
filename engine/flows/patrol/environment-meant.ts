import { Failure } from '../../model/failure.ts'
import { severalEnvironments } from '../../model/which-environment.ts'

/** The environment that a look is at: the one that is named, or the only one that is merged. */
export function environmentMeant(named: string | undefined, merged: readonly string[]): string {
  const [first, second] = merged
  if (first === undefined)
    throw new Failure(
      'drift/nothing-merged',
      'the default branch has no rendered/ folder, so there is nothing to compare with',
      { hint: 'run `isthmus expand`, commit and merge rendered/, or merge the change proposal' },
    )
  if (named === undefined && second === undefined) return first
  if (named === undefined) throw severalEnvironments(merged)
  if (merged.includes(named)) return named
  throw new Failure('usage/unknown-environment', `nothing of an environment ${named} is merged`, {
    hint: `merged are: ${merged.join(', ')}`,
  })
}
