import { clustersOf } from '../effects/observe.ts'
import type { DriftReport } from '../model/drift.ts'
import type { DriftChange, KnownDrift } from '../model/drift-change.ts'
import { Failure } from '../model/failure.ts'
import type { Observation } from '../model/observation.ts'
import { unseen } from '../model/observation.ts'
import { wantedOf } from '../model/wanted.ts'
import { changesSince } from '../stages/changes.ts'
import type { MergedEnvironment, PatrolInput } from './patrol.ts'
import { preparePatrol } from './patrol.ts'

export interface WatchInput extends Omit<PatrolInput, 'now'> {
  readonly now: () => string
  /** Between two looks at a source that cannot be followed. */
  readonly pollMs: number
  /** Resolves early when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
}

const REST_MS = 5_000

export interface Watched {
  readonly report: DriftReport
  readonly changes: readonly DriftChange[]
}

/** Follows an environment until the signal: the first report, then one for each look that shows something else. */
export async function* watch(input: WatchInput): AsyncIterable<Watched> {
  let known: KnownDrift = { report: undefined, open: new Map() }
  // Views are written to the hub; following it would write some with every event.
  const { view: _, ...source } = input.source
  const memory = rested(input.memory, input)
  const hasMoved = rested(movedFrom(input), input)
  while (!input.signal.aborted) {
    const prepared = await preparePatrol({ ...input, source, memory, now: input.now() })
    for await (const observation of looks(input, prepared)) {
      const report = await prepared.judge(observation)
      const step = changesSince(known, report)
      if (step.changes.length > 0) yield { report, changes: step.changes }
      known = step.known
      if (input.signal.aborted || (await hasMoved(prepared.commit))) break
    }
  }
}

/** Somebody merged: what is desired has to be read again. */
function movedFrom({ repository }: WatchInput): (commit: string) => Promise<boolean> {
  return async (commit) => (await repository.resolve(repository.defaultBranch)) !== commit
}

/** Events come by the hundred, and each question to Git is a process: the answer holds for some seconds. */
function rested<T>(
  ask: (about: string) => Promise<T>,
  { sleep, signal }: Pick<WatchInput, 'sleep' | 'signal'>,
): (about: string) => Promise<T> {
  const known = new Map<string, T>()
  return async (about) => {
    if (known.has(about)) return known.get(about) as T
    const answer = await ask(about)
    known.set(about, answer)
    void sleep(REST_MS, signal).then(() => known.delete(about))
    return answer
  }
}

async function* looks(input: WatchInput, { rendered }: MergedEnvironment): AsyncIterable<Observation> {
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
  return { source, observedAt, clusters: unseen(clusters, reason) }
}
