import { readEvents } from '../effects/history.ts'
import type { DashboardProblem, EnvironmentView } from '../model/dashboard.ts'
import { Failure } from '../model/failure.ts'
import type { Place } from '../model/finding.ts'
import type { Observation } from '../model/observation.ts'
import { pauseAt } from '../model/pause.ts'
import { redactText } from '../model/redact.ts'
import { dashboard } from '../stages/dashboard.ts'
import { readObserved } from '../stages/simulate/observed.ts'
import type { DashboardFlowInput } from './dashboard/input.ts'
import { proposalsOf } from './dashboard/proposals.ts'
import { serviceViews } from './dashboard/services.ts'
import { waveOf } from './dashboard/wave.ts'
import type { Prepared } from './patrol.ts'

/** An environment as its pages show it, and what of it could not be read. */
export interface EnvironmentRead {
  readonly view: EnvironmentView
  readonly problems: readonly DashboardProblem[]
}

/** Judges an observation and reads what stands around it. A forge that is down costs its proposals, not the page. */
export async function readEnvironment(
  prepared: Prepared,
  observation: Observation,
  input: DashboardFlowInput,
): Promise<EnvironmentRead> {
  const { environment, expanded, rendered, commit } = prepared
  const { repository, now, putBack } = input
  const problems: DashboardProblem[] = []
  const tried = attempts(environment, problems)
  const report = await prepared.judge(observation)
  const [own] = expanded.environments
  const observed = own && readObserved(own.stretched, observation, now)
  const proposals = await tried([], () => proposalsOf(input.forge, environment))
  const wave = await tried(undefined, () => waveOf(prepared, report, proposals, input))
  const pause = own && pauseAt(own.plan.environment, now)
  const view = dashboard({
    now,
    commit,
    rendered,
    report,
    observation,
    events: await tried([], () => readEvents(repository, environment)),
    proposals,
    exceptions: (expanded.desired.exceptions ?? []).map(placed),
    overrides: (expanded.desired.overrides ?? []).map(placed),
    services: own && observed ? serviceViews(own, report, observed) : [],
    roundTrips: observed?.roundTrips ?? new Map(),
    putBack,
    ...(own ? { survive: own.plan.environment.spec.survive } : {}),
    ...(pause ? { pause } : {}),
    ...(wave ? { wave } : {}),
  })
  return { view, problems }
}

function attempts(environment: string, problems: DashboardProblem[]) {
  return async <T>(otherwise: T, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      problems.push(problemOf(error, environment))
      return otherwise
    }
  }
}

/** A Failure as a page tells it; a bug is thrown on. */
export function problemOf(error: unknown, environment?: string): DashboardProblem {
  if (!(error instanceof Failure)) throw error
  const about = environment === undefined ? {} : { environment }
  return { ...about, message: redactText(error.message), hint: redactText(error.hint) }
}

function placed<T>({ value, document }: { readonly value: T; readonly document: { locate(pointer: string): Place } }) {
  return { value, place: document.locate('') }
}
