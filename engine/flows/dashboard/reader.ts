import { observe } from '../../effects/observe.ts'
import type { Repository } from '../../model/git.ts'
import type { Observation } from '../../model/observation.ts'
import { wantedOf } from '../../model/wanted.ts'
import type { Memory } from '../../stages/judge.ts'
import type { Around, EnvironmentRead } from '../dashboard.ts'
import { environmentView, readAround } from '../dashboard.ts'
import type { MergedEnvironment } from '../patrol.ts'
import { preparePatrol } from '../patrol.ts'
import type { DashboardFlowInput } from './input.ts'
import type { Looks } from './looks.ts'

export interface ReaderInput extends Omit<DashboardFlowInput, 'now' | 'environment'> {
  readonly now: () => string
  /** What somebody else looked at, and for how long it does. */
  readonly looks: Pick<Looks, 'newest' | 'reportOf'>
  readonly freshMs: number
}

interface Known {
  /** What was worked out of a commit on a day: what an exception comes to changes with it. */
  readonly key: string
  readonly prepared: MergedEnvironment
  readonly around: Around
}

/** Tells each environment twice: at once, with what is known around a new look, and again when repository and forge have answered. */
export type Reader = (environment: string, put: (read: EnvironmentRead) => void) => Promise<void>

/** Reads environments one by one; what a commit means is worked out once. Nothing is written anywhere. */
export function dashboardReader(input: ReaderInput): Reader {
  const known = new Map<string, Known>()
  const memories = new Map<string, Memory>()
  // Views are written to the hub, and a page must not cause a write.
  const { view: _, ...source } = input.source
  const memory = async (environment: string) => memories.get(environment) ?? (await input.memory(environment))
  return async (environment, put) => {
    const now = input.now()
    const repository = once(input.repository)
    const whole = { ...input, source, repository, memory, environment, now }
    const last = known.get(environment)
    const show = async (prepared: MergedEnvironment, around?: Around, look?: Observation) => {
      const observation = look ?? (await lookOf(prepared, now, { ...input, source }))
      const report = input.looks.reportOf(environment, observation) ?? (await prepared.judge(observation))
      const found = around ?? (await readAround(prepared, { observation, report }, whole))
      put({ view: environmentView(prepared, { observation, report }, found, whole), problems: found.problems })
      return { observation, around: found }
    }
    const first = last && (await show(last.prepared, last.around))
    const key = `${(await repository.resolve(repository.defaultBranch)) ?? ''} ${now.slice(0, 10)}`
    const prepared = last?.key === key ? last.prepared : await preparePatrol(whole)
    memories.set(environment, await input.memory(environment))
    // Another commit may ask for other clusters.
    const look = prepared === last?.prepared ? first?.observation : undefined
    known.set(environment, { key, prepared, around: (await show(prepared, undefined, look)).around })
  }
}

async function lookOf({ rendered }: MergedEnvironment, now: string, input: ReaderInput): Promise<Observation> {
  const newest = input.looks.newest(wantedOf(rendered).hubNamespace)
  const isFresh = newest && Date.parse(now) - Date.parse(newest.observedAt) < input.freshMs
  return isFresh ? newest : await observe(input.source, rendered, now)
}

/** The remote is asked for each ref once, however many steps of one read want it. */
function once(repository: Repository): Repository {
  const asked = new Map<string, Promise<string | undefined>>()
  return {
    ...repository,
    resolve(ref) {
      const found = asked.get(ref) ?? repository.resolve(ref)
      asked.set(ref, found)
      return found
    },
  }
}
