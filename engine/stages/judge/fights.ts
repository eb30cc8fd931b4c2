import type { Fight } from '../../model/drift.ts'
import type { Flip } from '../../model/flips.ts'
import { flipKey } from '../../model/flips.ts'
import type { RawDrift } from './sightings.ts'

const FEWEST_FLIPS = 3
const WINDOW_MS = 24 * 3_600_000

/** What is known of a drift that shows now. */
export interface Contested {
  readonly raw: RawDrift
  readonly fingerprint: string
  readonly manager: string | null
  /** RFC 3339. */
  readonly now: string
}

/**
 * Two writers who keep undoing each other: the same fields flipped three times within a day, this look included.
 * Undefined where the history shows less.
 */
export function fightOver(
  { raw, fingerprint, manager, now }: Contested,
  flips: ReadonlyMap<string, readonly Flip[]> | undefined,
): Fight | undefined {
  const own = new Set(raw.difference.fields.map((each) => each.pointer))
  const all = flips?.get(flipKey(raw.policy.component, raw.difference.object)) ?? []
  const recent = all.filter(
    (each) =>
      Date.parse(now) - Date.parse(each.time) <= WINDOW_MS &&
      each.pointers.some((pointer) => own.has(pointer)) === own.size > 0,
  )
  const [first] = recent
  const isNews = recent.at(-1)?.to !== fingerprint
  const count = recent.length + (isNews ? 1 : 0)
  if (!first || count < FEWEST_FLIPS) return undefined
  const managers = [...recent.map((each) => each.manager), manager ?? undefined].filter((each) => each !== undefined)
  return { managers: [...new Set(managers)].sort(), flips: count, since: first.time }
}
