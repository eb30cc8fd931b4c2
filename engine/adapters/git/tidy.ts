import type { Opened } from './refs.ts'
import { git } from './run.ts'

/** So much may lie about in a clone before it is packed. */
export interface TidyLimits {
  readonly looseObjects: number
  readonly packs: number
}

const LIMITS: TidyLimits = { looseObjects: 2_000, packs: 20 }
/** A pack for what no ref holds, too: Git before 2.41 would keep a file for each object unless told so. */
const SETTINGS = [
  ['gc.cruftPacks', 'true'],
  ['gc.packRefs', 'false'],
  ['pack.threads', '1'],
] as const
/** Packing says nothing while it works. */
const SILENCE_MS = 900_000

/**
 * Packs what has gathered in a clone, where it is much; true where it did. Git's own upkeep is off, since it would go on
 * behind our back, and each look stores a commit. The pack of the first clone is left as it is, no ref is packed, and
 * what no ref holds stays for two weeks as Git has it: others may work in the clone meanwhile.
 */
export async function tidy(
  { place, branches }: Pick<Opened, 'place' | 'branches'>,
  limits: TidyLimits = LIMITS,
): Promise<boolean> {
  const counted = await git(place, ['count-objects', '-v'])
  const of = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(counted)?.[1] ?? 0)
  if (of('count') <= limits.looseObjects && of('packs') <= limits.packs) return false
  await branches.pin()
  await git({ ...place, settings: [...(place.settings ?? []), ...SETTINGS], silenceMs: SILENCE_MS }, [
    'gc',
    '--quiet',
    '--keep-largest-pack',
  ])
  return true
}
