import type { EnvironmentView, ProposalView, ServiceView, WaveView } from '../model/dashboard.ts'
import type { Drift } from '../model/drift.ts'
import type { ExceptedReport, Exception } from '../model/exception.ts'
import type { Proposal } from '../model/forge.ts'
import type { ObservedRoundTrips } from '../model/geo.ts'
import type { HistoryEvent } from '../model/history.ts'
import type { Observation } from '../model/observation.ts'
import type { Override } from '../model/override.ts'
import type { Pause } from '../model/pause.ts'
import { redactTexts } from '../model/redact-report.ts'
import type { Rendered } from '../model/rendered.ts'
import { topologyOfRendered } from '../model/topology/recorded.ts'
import { stateOf } from '../model/topology/state.ts'
import { clusterViews } from './dashboard/clusters.ts'
import { driftViews } from './dashboard/drifts.ts'
import type { Placed } from './dashboard/exceptions.ts'
import { exceptionViews, overrideViews } from './dashboard/exceptions.ts'
import { freshnessViews } from './dashboard/freshness.ts'
import { policyViews } from './dashboard/policies.ts'
import { proposalViews } from './dashboard/proposals.ts'
import { timelineOf } from './dashboard/timeline.ts'
import { tunnelLinks } from './dashboard/tunnel.ts'

/** Everything that is known of one environment, as the flow found it. */
export interface DashboardInput {
  /** RFC 3339 UTC. */
  readonly now: string
  readonly commit: string
  readonly rendered: Rendered
  readonly report: ExceptedReport
  readonly observation: Observation
  readonly events: readonly HistoryEvent[]
  /** The newest of each marker, whatever its state. */
  readonly proposals: readonly Proposal[]
  readonly exceptions: readonly Placed<Exception>[]
  readonly overrides: readonly Placed<Override>[]
  readonly services: readonly ServiceView[]
  readonly roundTrips: ObservedRoundTrips
  readonly survive?: string
  readonly pause?: Pause
  readonly wave?: WaveView
  readonly putBack: (drift: Drift) => string | undefined
}

/** One environment as its pages show it. Nothing leaves it that redaction did not see. */
export function dashboard(input: DashboardInput): EnvironmentView {
  const { rendered, report, observation, events, commit, services, survive, pause, wave, now } = input
  const proposals: readonly ProposalView[] = proposalViews(input.proposals, report, events)
  const links = tunnelLinks(rendered, observation, input.roundTrips)
  const topology = topologyOfRendered(rendered)
  const state = stateOf(topology, report)
  // Where gateways speak, they know better than what follows from health.
  const broken = links.some((each) => each.state !== 'unknown')
    ? links.filter((each) => each.state === 'broken').map((each) => each.clusters)
    : state.broken
  const view: EnvironmentView = {
    name: rendered.environment,
    commit,
    version: rendered.version,
    report,
    clusters: clusterViews(rendered, report),
    picture: { topology, state: { ...state, broken } },
    links,
    services,
    policies: policyViews(rendered, report),
    drifts: driftViews(input, proposals),
    timeline: timelineOf(events),
    proposals,
    exceptions: exceptionViews(input.exceptions, rendered.environment, now),
    overrides: overrideViews(input.overrides, rendered.environment, now),
    freshness: freshnessViews(observation, report),
    ...(survive === undefined ? {} : { survive }),
    ...(pause === undefined ? {} : { pause }),
    ...(wave === undefined ? {} : { wave }),
  }
  return redactTexts(view)
}
