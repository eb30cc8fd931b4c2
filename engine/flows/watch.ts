import { clustersOf } from '../effects/observe.ts'
import type { DriftReport } from '../model/drift.ts'
import type { DriftChange, KnownDrift } from '../model/drift-change.ts'
import { Failure } from '../model/failure.ts'
import type { Observation } from '../model/observation.ts'
import { wantedOf } from '../model/wanted.ts'
import { changesSince } from '../stages/changes.ts'
import type { PatrolInput, Prepared } from './patrol.ts'
import { preparePatrol } from './patrol.ts'

export interface WatchInput extends Omit<PatrolInput, 'now'> {
  readonly now: () => string
  /** Between two looks at a source that cannot be followed. */
  readonly pollMs: number
  /** Resolves early when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
}

export interface Watched {
  readonly report: DriftReport
  readonly changes: readonly DriftChange[]
}

/** Follows an environment until the signal: the first report, then one for each look that shows something else. */
export async function* watch(input: WatchInput): AsyncIterable<Watched> {
  let known: KnownDrift = { report: undefined, open: new Map() }
  // Views are written to the hub; following it would write some with every event.
  const { view: _, ...source } = input.source
  while (!input.signal.aborted) {
    const prepared = await preparePatrol({ ...input, source, now: input.now() })
    for await (const observation of looks(input, prepared)) {
      const report = await prepared.judge(observation)
      const step = changesSince(known, report)
      if (step.changes.length > 0) yield { report, changes: step.changes }
      known = step.known
      if (input.signal.aborted || (await hasMoved(input, prepared))) break
    }
  }
}

/** Somebody merged: what is desired has to be read again. */
async function hasMoved({ repository }: WatchInput, { commit }: Prepared): Promise<boolean> {
  return (await repository.resolve(repository.defaultBranch)) !== commit
}

async function* looks(input: WatchInput, { rendered }: Prepared): AsyncIterable<Observation> {
  const { source, signal, sleep, pollMs, now } = input
  const [clusters, wanted] = [clustersOf(rendered), wantedOf(rendered)]
  if (source.follow) return yield* source.follow(clusters, wanted, signal)
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    const time = now()
    try {
      yield await source.observe(clusters, time, wanted)
    } catch (error) {
      if (isFirst || !(error instanceof Failure)) throw error
      yield blind(source.name, clusters, time, error.message)
    }
    await sleep(pollMs, signal)
  }
}

/** A look that failed shows nothing; it never shows that all is well. */
function blind(source: string, clusters: readonly string[], observedAt: string, reason: string): Observation {
  const unseen = clusters.map((cluster) => ({ cluster, state: 'unknown', reason, lastSeen: null }) as const)
  return { source, observedAt, clusters: unseen }
}
