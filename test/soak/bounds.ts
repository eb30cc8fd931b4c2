import type { Bound, Point, Verdict } from './verdict.ts'
import { judge } from './verdict.ts'

const MIB = 1024 * 1024

/** What a server may take for itself once it is warm, and what it may leave behind. */
export const BOUNDS: readonly Bound[] = [
  // What is left after a full collection: the figure of memory that a leak cannot hide in.
  // In the first hour V8 still compiles, and the history's text, of which up to three copies are held, grows: see docs/explanation/soak.md.
  { of: 'liveHeap', perHour: 6 * MIB },
  { of: 'liveExternal', perHour: 1 * MIB },
  // What V8 has freed it gives back late, so that its slope says nothing.
  { of: 'rss', most: 512 * MIB },
  { of: 'descriptors', perHour: 2, most: 80 },
  { of: 'sockets', perHour: 2, most: 40 },
  // Eight environments at once, each with a Git command, a request and their patience.
  { of: 'timers', perHour: 1, most: 40 },
  { of: 'children', most: 16 },
  // Six, and fewer while they are cut: where those moments fall makes a slope of its own.
  { of: 'watching', perHour: 2, most: 10 },
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
  // What a command of Git is writing at that moment is none, but counted.
  { of: 'garbage', perHour: 0.5, most: 2 },
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
