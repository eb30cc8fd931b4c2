import type { Expanded, ExpandedEnvironment } from '../flows/expand-all.ts'
import { Failure } from '../model/failure.ts'
import { didYouMean } from '../model/suggest.ts'

/** The environment that was asked for, or all of them. */
export function chooseEnvironments(expanded: Expanded, wanted: string | undefined): readonly ExpandedEnvironment[] {
  if (wanted === undefined || expanded.names.includes(wanted)) return expanded.environments
  throw unknownEnvironment(wanted, expanded.names)
}

export function unknownEnvironment(wanted: string, names: readonly string[]): Failure {
  const meant = didYouMean(wanted, names)
  return new Failure('usage/unknown-environment', `there is no environment ${wanted}`, {
    hint: meant === undefined ? `there are: ${names.join(', ') || 'none'}` : `did you mean ${meant}?`,
  })
}
