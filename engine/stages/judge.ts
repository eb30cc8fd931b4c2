import { placedOn, seenIn } from '../model/by-cluster.ts'
import type { ClusterState, DriftReport, DriftState, PolicyState } from '../model/drift.ts'
import type { Flip } from '../model/flips.ts'
import type { JsonObject } from '../model/json.ts'
import type { NoiseRule } from '../model/noise-rules/noise-rule.ts'
import { NOISE_RULES } from '../model/noise-rules.ts'
import type { ClusterObservation, Observation } from '../model/observation.ts'
import { HUB_CLUSTER } from '../model/plan.ts'
import type { Rendered, RenderedPolicy } from '../model/rendered.ts'
import type { Verdict } from '../model/verdict.ts'
import type { ClusterLook } from './judge/cluster-look.ts'
import { groupDrifts } from './judge/group.ts'
import type { KnownLooks } from './judge/known-looks.ts'
import { knownOr } from './judge/known-looks.ts'
import { hiddenBy } from './judge/noise.ts'
import { rolledOut } from './judge/rolled-out.ts'
import type { Sighting } from './judge/sightings.ts'
import { sightingsOn } from './judge/sightings.ts'
import { statusesOn } from './judge/status.ts'
import { untold } from './judge/status-drifts.ts'
import { comparingOn } from './judge/status-gaps.ts'
import { besideDrift, policyStates, worstOf } from './judge/status-worst.ts'
import { undeliveredOn } from './judge/undelivered.ts'

/** What was known before this look: when each drift was first seen, and each cluster last. */
export interface Memory {
  readonly firstSeen: ReadonlyMap<string, string>
  readonly lastSeen: ReadonlyMap<string, string>
  /** How often objects went to and fro, by `flipKey`. */
  readonly flips?: ReadonlyMap<string, readonly Flip[]>
}

export interface JudgeInput {
  readonly rendered: Rendered
  readonly observation: Observation
  /** Evaluates one policy template's object (ConfigurationPolicy, OperatorPolicy, …) against a cluster's objects. */
  readonly compare: (template: JsonObject, objects: readonly JsonObject[]) => Verdict
  /** The line of the desired state that asked for a value: pointer into the Policy object. */
  readonly sourceOf: (policy: string, pointer: string) => { readonly file: string; readonly line: number }
  readonly memory: Memory
  /** The noise rules in force; all of them where absent. */
  readonly noise?: readonly NoiseRule[]
  /** Key of the digests that stand for secrets; absent: they are hidden without a trace. */
  readonly redactionKey?: string | undefined
  /** Kept between the looks at one merged plan, where only what changed is to be looked at again. */
  readonly known?: KnownLooks
}

/** One look at an environment, judged against what was merged. A cluster that could not be seen is unknown, never in sync. */
export function judge(input: JudgeInput): DriftReport {
  const { rendered, observation } = input
  const looks = expectedClusters(rendered).map((cluster) => lookAt(cluster, input))
  const drifts = groupDrifts(
    looks.flatMap((each) => each.sighting.drifts),
    input,
  )
  const clusters = looks.map((each) => each.state)
  return {
    environment: rendered.environment,
    observedAt: observation.observedAt,
    source: observation.source,
    summary: summaryOf(clusters),
    clusters,
    policies: looks.flatMap((each) => each.policies),
    drifts,
    unhealthy: looks.flatMap((each) => each.sighting.unhealthy),
    actions: looks.flatMap((each) => each.sighting.actions),
    undelivered: observation.hub ? undeliveredOn(rendered, observation.hub) : [],
    notEvaluated: [...looks.flatMap((each) => each.sighting.notEvaluated), ...unseenOnHub(observation)],
    hidden: hiddenBy(
      input.noise ?? NOISE_RULES,
      looks.flatMap((each) => each.sighting.hidden ?? []),
    ),
  }
}

/** Kinds of the hub that could not be read: whether they were delivered as merged, nobody can say. */
function unseenOnHub({ hub }: Observation): DriftReport['notEvaluated'] {
  return (hub?.shortfalls ?? []).map(({ kind, message }) => {
    return { policy: kind, component: '', cluster: HUB_CLUSTER, template: '', message }
  })
}

/** One cluster: its objects where they are there, and what the hub's statuses say beside them. */
function lookAt(cluster: string, input: JudgeInput): ClusterLook {
  const seen = observationOf(input.observation, cluster)
  return knownOr(seen, input, () => newLook(cluster, seen, input))
}

function newLook(cluster: string, seen: ClusterObservation, input: JudgeInput): ClusterLook {
  const { rendered, observation, memory } = input
  const placed = placedOn(rendered, cluster)
  if (seen.state === 'unknown') return unseen(seen, placed, input)
  const statuses = seen.policies ?? []
  const compared = comparingOn(input.compare, statuses, seen.shortfalls ?? [], viewedOf(seen))
  const objects = sightingsOn(cluster, { ...input, compare: compared.compare })
  const status = statusesOn(cluster, statuses, { rendered, hub: observation.hub, compared: compared.verdicts })
  const told = new Set(objects.errors.map((each) => each.template))
  const sighting: Sighting = {
    ...objects,
    drifts: [...rolledOut(objects.drifts, statuses), ...untold(status.drifts, objects.drifts)],
    unhealthy: [...objects.unhealthy, ...status.unhealthy],
    actions: [...objects.actions, ...status.actions],
    notEvaluated: objects.notEvaluated.filter((each) => !status.answered.has(each.template)),
    errors: [...objects.errors, ...status.errors.filter((each) => !told.has(each.template))],
  }
  const gaps = sighting.notEvaluated
    .filter((each) => compared.gaps.has(each.template))
    .map(({ policy, component, message }): PolicyState => {
      return { policy, component, cluster, state: 'unknown', reason: message }
    })
  const policies = policyStates(cluster, placed, { ...sighting, states: [...status.states, ...gaps] })
  return { sighting, policies, state: stateOf(seen, sighting, policies, memory) }
}

function viewedOf(seen: ClusterObservation): readonly string[] | undefined {
  return seen.state === 'seen' ? seen.viewed : undefined
}

const NOTHING: Sighting = { drifts: [], unhealthy: [], actions: [], notEvaluated: [], errors: [] }

function unseen(
  seen: Extract<ClusterObservation, { state: 'unknown' }>,
  placed: readonly RenderedPolicy[],
  { memory }: JudgeInput,
): ClusterLook {
  const { cluster, reason } = seen
  const policies = placed.map(({ name, component }): PolicyState => {
    return { policy: name, component, cluster, state: 'unknown', reason }
  })
  const lastSeen = seen.lastSeen ?? memory.lastSeen.get(cluster) ?? null
  return { sighting: NOTHING, policies, state: { name: cluster, state: 'unknown', lastSeen, reason } }
}

// It only remembers what its key says anyway: a fleet's placements are tens of thousands.
const EXPECTED = new WeakMap<Rendered, readonly string[]>()

function expectedClusters(rendered: Rendered): readonly string[] {
  const expected = EXPECTED.get(rendered) ?? expectedIn(rendered)
  EXPECTED.set(rendered, expected)
  return expected
}

/** The environment's clusters, and the hub where policies are placed on it. */
function expectedIn(rendered: Rendered): readonly string[] {
  const placed = rendered.policies.flatMap((each) => each.clusters)
  const members = [...new Set([...rendered.clusters.map((each) => each.name), ...placed])].filter(
    (each) => each !== HUB_CLUSTER,
  )
  return placed.includes(HUB_CLUSTER) ? [...members, HUB_CLUSTER] : members
}

export function observationOf(observation: Observation, cluster: string): ClusterObservation {
  return (
    seenIn(observation.clusters, cluster) ?? {
      cluster,
      state: 'unknown',
      reason: 'the source said nothing about it',
      lastSeen: null,
    }
  )
}

/** The worst of its policies. What was seen in part only is an error, what is known from before only is unknown since then. */
function stateOf(
  seen: Exclude<ClusterObservation, { state: 'unknown' }>,
  sighting: Sighting,
  policies: readonly PolicyState[],
  memory: Memory,
): ClusterState {
  const shortfalls = seen.shortfalls ?? []
  const stale = shortfalls.filter((each) => each.state === 'stale')
  const problems = [
    ...(seen.state === 'seen' ? seen.problems : []),
    ...shortfalls.map((each) => each.message),
    ...sighting.errors.map((each) => each.message),
  ]
  const isPartial = problems.length > stale.length
  const states: readonly Pick<PolicyState, 'state' | 'beside'>[] = [
    ...policies,
    ...(isPartial ? [{ state: 'error' } as const] : []),
    ...(stale.length > 0 ? [{ state: 'unknown' } as const] : []),
  ]
  const since = stale.map((each) => each.since ?? '').sort()[0]
  const lastSeen = since === undefined ? seen.observedAt : since || (memory.lastSeen.get(seen.cluster) ?? null)
  return {
    name: seen.cluster,
    state: worstOf(states.map((each) => each.state)),
    ...besideDrift(states),
    lastSeen,
    ...(problems.length > 0 ? { reason: [...new Set(problems)].join('; ') } : {}),
    ...(seen.state === 'reported' && seen.refused !== undefined ? { refused: seen.refused } : {}),
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
