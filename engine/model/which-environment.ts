import { Failure } from './failure.ts'
import { didYouMean } from './suggest.ts'

/** Of a name that nothing has. */
export function unknownEnvironment(wanted: string, names: readonly string[]): Failure {
  const meant = didYouMean(wanted, names)
  return new Failure('usage/unknown-environment', `there is no environment ${wanted}`, {
    hint: meant === undefined ? `there are: ${names.join(', ') || 'none'}` : `did you mean ${meant}?`,
  })
}

/** Where only one can be meant, and none was named. */
export function severalEnvironments(names: readonly string[]): Failure {
  return new Failure('usage/several-environments', `there are several environments: ${names.join(', ')}`, {
    hint: 'choose one with --environment NAME',
  })
}
