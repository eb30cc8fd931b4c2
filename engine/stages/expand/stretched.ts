import type { ExpandInput } from '../../model/expansion.ts'
import type { StretchedPlatform } from '../../model/stretched.ts'
import { componentInput } from './input.ts'

/** What the components in use say about their quorums and global names. */
export function stretchedPlatform(
  input: Pick<ExpandInput, 'environment' | 'components' | 'catalog'>,
): StretchedPlatform {
  const used = input.components.filter((each) => input.environment.value.spec.components[each.name] !== undefined)
  return {
    services: used.flatMap((each) => each.stretched?.(componentInput(each, input)) ?? []),
    entries: used.flatMap((each) => each.entry?.(componentInput(each, input)) ?? []),
    leafLimits: used.flatMap((each) => each.leafLimit?.(componentInput(each, input)) ?? []),
  }
}
