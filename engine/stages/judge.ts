import type { ClusterState, DriftReport, DriftState } from '../model/drift.ts'
import type { JsonObject } from '../model/json.ts'
import type { ClusterObservation, Observation } from '../model/observation.ts'
import { HUB_CLUSTER } from '../model/plan.ts'
import type { Rendered } from '../model/rendered.ts'
import type { Verdict } from '../model/verdict.ts'
import { groupDrifts } from './judge/group.ts'
import type { Sighting } from './judge/sightings.ts'
import { sightingsOn } from './judge/sightings.ts'

/** What was known before this look: when each drift was first seen, and each cluster last. */
export interface Memory {
  readonly firstSeen: ReadonlyMap<string, string>
  readonly lastSeen: ReadonlyMap<string, string>
}

export interface JudgeInput {
  readonly rendered: Rendered
  readonly observation: Observation
  /** Evaluates one policy template's object (ConfigurationPolicy, OperatorPolicy, …) against a cluster's objects. */
  readonly compare: (template: JsonObject, objects: readonly JsonObject[]) => Verdict
  /** The line of the desired state that asked for a value: pointer into the Policy object. */
  readonly sourceOf: (policy: string, pointer: string) => { readonly file: string; readonly line: number }
  readonly memory: Memory
}

const WORST_FIRST: readonly DriftState[] = [
  'error',
  'drifted',
  'unknown',
  'reverted',
  'pending',
  'notRolledOut',
  'inSync',
]

/** One look at an environment, judged against what was merged. A cluster that could not be seen is unknown, never in sync. */
export function judge(input: JudgeInput): DriftReport {
  const { rendered, observation } = input
  const expected = expectedClusters(rendered)
  const sightings = expected.map((cluster) => sightingsOn(cluster, input))
  const drifts = groupDrifts(
    sightings.flatMap((each) => each.drifts),
    input,
  )
  const clusters = expected.map((cluster, i) =>
    stateOf(cluster, observationOf(observation, cluster), sightings[i], input.memory),
  )
  return {
    environment: rendered.environment,
    observedAt: observation.observedAt,
    source: observation.source,
    summary: summaryOf(clusters),
    clusters,
    drifts,
    unhealthy: sightings.flatMap((each) => each.unhealthy),
    actions: sightings.flatMap((each) => each.actions),
    undelivered: [],
    notEvaluated: sightings.flatMap((each) => each.notEvaluated),
  }
}

/** The environment's clusters, and the hub where policies are placed on it. */
function expectedClusters(rendered: Rendered): readonly string[] {
  const placed = rendered.policies.flatMap((each) => each.clusters)
  const members = [...new Set([...rendered.clusters.map((each) => each.name), ...placed])].filter(
    (each) => each !== HUB_CLUSTER,
  )
  return placed.includes(HUB_CLUSTER) ? [...members, HUB_CLUSTER] : members
}

export function observationOf(observation: Observation, cluster: string): ClusterObservation {
  return (
    observation.clusters.find((each) => each.cluster === cluster) ?? {
      cluster,
      state: 'unknown',
      reason: 'the source said nothing about it',
      lastSeen: null,
    }
  )
}

function stateOf(
  cluster: string,
  seen: ClusterObservation,
  sighting: Sighting | undefined,
  memory: Memory,
): ClusterState {
  if (seen.state === 'unknown') {
    return {
      name: cluster,
      state: 'unknown',
      lastSeen: seen.lastSeen ?? memory.lastSeen.get(cluster) ?? null,
      reason: seen.reason,
    }
  }
  const problems = [...seen.problems, ...(sighting?.errors ?? []).map((each) => each.message)]
  const states: DriftState[] = ['inSync']
  if ((sighting?.drifts.length ?? 0) > 0) states.push('drifted')
  if (problems.length > 0) states.push('error')
  const state = WORST_FIRST.find((each) => states.includes(each)) ?? 'inSync'
  return {
    name: cluster,
    state,
    lastSeen: seen.observedAt,
    ...(problems.length > 0 ? { reason: problems.join('; ') } : {}),
  }
}

function summaryOf(clusters: readonly ClusterState[]): DriftReport['summary'] {
  const count = (state: DriftState) => clusters.filter((each) => each.state === state).length
  return {
    inSync: count('inSync'),
    drifted: count('drifted'),
    reverted: count('reverted'),
    unknown: count('unknown'),
    pending: count('pending'),
    notRolledOut: count('notRolledOut'),
    error: count('error'),
  }
}
