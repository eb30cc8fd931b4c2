import { observe } from '../../effects/observe.ts'
import type { Repository } from '../../model/git.ts'
import type { Observation } from '../../model/observation.ts'
import { wantedOf } from '../../model/wanted.ts'
import type { EnvironmentRead } from '../dashboard.ts'
import { readEnvironment } from '../dashboard.ts'
import type { Prepared } from '../patrol.ts'
import { preparePatrol } from '../patrol.ts'
import type { DashboardFlowInput } from './input.ts'

export interface ReaderInput extends Omit<DashboardFlowInput, 'now' | 'environment'> {
  readonly now: () => string
  /** The newest look that somebody else took, and for how long it does. */
  readonly newest: (hubNamespace: string) => Observation | undefined
  readonly freshMs: number
}

/** Reads environments one by one; what a commit means is worked out once. Nothing is written anywhere. */
export function dashboardReader(input: ReaderInput): (environment: string) => Promise<EnvironmentRead> {
  const known = new Map<string, { readonly key: string; readonly prepared: Prepared }>()
  // Views are written to the hub, and a page must not cause a write.
  const { view: _, ...source } = input.source
  return async (environment) => {
    const now = input.now()
    const repository = once(input.repository)
    const whole = { ...input, source, repository, environment, now }
    const commit = await repository.resolve(repository.defaultBranch)
    // What an exception comes to changes with the day.
    const key = `${commit ?? ''} ${now.slice(0, 10)}`
    const last = known.get(environment)
    const prepared = last?.key === key ? last.prepared : await preparePatrol(whole)
    known.set(environment, { key, prepared })
    return await readEnvironment(prepared, await lookOf(prepared, now, { ...input, source }), whole)
  }
}

async function lookOf({ rendered }: Prepared, now: string, input: ReaderInput): Promise<Observation> {
  const newest = input.newest(wantedOf(rendered).hubNamespace)
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
