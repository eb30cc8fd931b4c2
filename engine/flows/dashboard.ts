import { readEvents } from '../effects/history.ts'
import type { DashboardProblem, EnvironmentView, WaveView } from '../model/dashboard.ts'
import type { ExceptedReport } from '../model/exception.ts'
import { Failure } from '../model/failure.ts'
import type { Place } from '../model/finding.ts'
import type { Proposal } from '../model/forge.ts'
import type { HistoryEvent } from '../model/history.ts'
import type { Observation } from '../model/observation.ts'
import { pauseAt } from '../model/pause.ts'
import { redactText } from '../model/redact.ts'
import { topologyOfRendered } from '../model/topology/recorded.ts'
import { dashboard } from '../stages/dashboard.ts'
import { readObserved } from '../stages/simulate/observed.ts'
import type { DashboardFlowInput } from './dashboard/input.ts'
import { proposalsOf } from './dashboard/proposals.ts'
import { serviceViews } from './dashboard/services.ts'
import { waveOf } from './dashboard/wave.ts'
import type { MergedEnvironment } from './patrol.ts'

/** An environment as its pages show it, and what of it could not be read. */
export interface EnvironmentRead {
  readonly view: EnvironmentView
  readonly problems: readonly DashboardProblem[]
}

/** What stands around a look, and what of it could not be read. */
export interface Around {
  readonly events: readonly HistoryEvent[]
  readonly proposals: readonly Proposal[]
  readonly wave: WaveView | undefined
  readonly problems: readonly DashboardProblem[]
}

interface Look {
  readonly observation: Observation
  readonly report: ExceptedReport
}

/** Asks repository and forge. A forge that is down costs its proposals, not the page. */
export async function readAround(
  prepared: MergedEnvironment,
  { report }: Look,
  input: DashboardFlowInput,
): Promise<Around> {
  const { environment } = prepared
  const problems: DashboardProblem[] = []
  const tried = attempts(environment, problems)
  const proposals = await tried([], () => proposalsOf(input.forge, environment))
  const wave = await tried(undefined, () => waveOf(prepared, report, proposals, input))
  const events = await tried([], () => readEvents(input.repository, environment))
  return { events, proposals, wave, problems }
}

/** An environment as its pages show it, from what is known; nothing is asked. */
export function environmentView(
  { expanded, rendered, commit }: MergedEnvironment,
  { observation, report }: Look,
  { events, proposals, wave }: Around,
  { now, putBack }: Pick<DashboardFlowInput, 'now' | 'putBack'>,
): EnvironmentView {
  const [own] = expanded.environments
  const observed = own && readObserved(own.stretched, observation, now)
  const pause = own && pauseAt(own.plan.environment, now)
  return dashboard({
    now,
    commit,
    rendered,
    report,
    observation,
    events,
    proposals,
    exceptions: (expanded.desired.exceptions ?? []).map(placed),
    overrides: (expanded.desired.overrides ?? []).map(placed),
    services: own && observed ? serviceViews(own, topologyOfRendered(rendered), report, observed) : [],
    roundTrips: observed?.roundTrips ?? new Map(),
    putBack,
    ...(own ? { survive: own.plan.environment.spec.survive } : {}),
    ...(pause ? { pause } : {}),
    ...(wave ? { wave } : {}),
  })
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
