import type { PlatformInput } from '../../model/expansion.ts'
import { componentsUsed } from '../../model/expansion.ts'
import type { StretchedPlatform } from '../../model/stretched.ts'
import { componentInput } from './input.ts'

/** What the components in use say about their quorums and global names. */
export function stretchedPlatform(input: PlatformInput): StretchedPlatform {
  const used = componentsUsed(input)
  return {
    services: used.flatMap((each) => each.stretched?.(componentInput(each, input)) ?? []),
    entries: used.flatMap((each) => each.entry?.(componentInput(each, input)) ?? []),
    leafLimits: used.flatMap((each) => each.leafLimit?.(componentInput(each, input)) ?? []),
  }
}
