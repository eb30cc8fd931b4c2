import { Failure } from '../model/failure.ts'
import { didYouMean } from '../model/suggest.ts'

/** The environment that was asked for, or all of them. */
export function chooseEnvironments<T extends { readonly name: string }>(
  all: readonly T[],
  wanted: string | undefined,
): readonly T[] {
  if (wanted === undefined) return all
  const found = all.filter((each) => each.name === wanted)
  if (found.length > 0) return found
  throw unknownEnvironment(wanted, all)
}

/** For commands whose result is of one environment: the named one, or the only one. */
export function chooseEnvironment<T extends { readonly name: string }>(
  all: readonly T[],
  wanted: string | undefined,
): T {
  const [first, second] = chooseEnvironments(all, wanted)
  if (first && !second) return first
  const names = all.map((each) => each.name).join(', ')
  throw first
    ? new Failure('usage/several-environments', `there are several environments: ${names}`, {
        hint: 'choose one with --environment NAME',
      })
    : new Failure('usage/no-environment', 'there is no environment', {
        hint: 'write one under environments/, or start with `isthmus init`',
      })
}

function unknownEnvironment(wanted: string, all: readonly { readonly name: string }[]): Failure {
  const names = all.map((each) => each.name)
  const meant = didYouMean(wanted, names)
  return new Failure('usage/unknown-environment', `there is no environment ${wanted}`, {
    hint: meant === undefined ? `there are: ${names.join(', ') || 'none'}` : `did you mean ${meant}?`,
  })
}
