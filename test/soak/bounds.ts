import type { Bound, Point, Verdict } from './verdict.ts'
import { judge } from './verdict.ts'

const MIB = 1024 * 1024

/** What a server may take for itself once it is warm, and what it may leave behind. */
export const BOUNDS: readonly Bound[] = [
  // What is left after a full collection: the figure of memory that a leak cannot hide in.
  { of: 'liveHeap', perHour: 1 * MIB },
  { of: 'liveExternal', perHour: 1 * MIB },
  { of: 'rss', perHour: 16 * MIB, most: 512 * MIB },
  { of: 'descriptors', perHour: 2, most: 80 },
  { of: 'sockets', perHour: 2, most: 40 },
  // Approvals are asked for eight at once, each with its patience, beside what stands anyway: twenty.
  { of: 'timers', perHour: 1, most: 28 },
  { of: 'children', most: 16 },
  { of: 'watching', perHour: 0.5, most: 10 },
  { of: 'views', most: 3 },
  { of: 'queue', most: 2 },
  { of: 'lagP99', median: 0.5 },
  { of: 'ourBranches', perHour: 2, most: 20 },
  { of: 'peoplesBranches', most: 8 },
  { of: 'openPulls', most: 20 },
  // Git packs what is loose when there are some thousands of it, and packs when there are fifty.
  { of: 'loose', most: 8_000 },
  { of: 'packs', most: 60 },
  { of: 'gitBytes', perHour: 64 * MIB },
  { of: 'garbage', most: 0 },
  { of: 'tempPacks', most: 2 },
  { of: 'locks', most: 2 },
  { of: 'temporary', most: 4 },
]

/** The first sixth is warm-up. */
export function verdicts(
  points: ReadonlyMap<string, readonly Point[]>,
  minutes: number,
  bounds: readonly Bound[],
): readonly Verdict[] {
  return bounds.map((bound) =>
    judge(
      bound,
      (points.get(bound.of) ?? []).filter((each) => each.minute >= minutes / 6),
    ),
  )
}
