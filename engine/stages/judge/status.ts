import { placedOn } from '../../model/by-cluster.ts'
import type { Condition, DriftState, PolicyState } from '../../model/drift.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import { ANNOTATION } from '../../model/labels.ts'
import type { HubObservation, PolicyStatus, TemplateStatus } from '../../model/observation.ts'
import { isEnforced } from '../../model/remediation.ts'
import type { Rendered, RenderedPolicy } from '../../model/rendered.ts'
import type { Compliance } from '../../model/verdict.ts'
import { readMessage, reversions } from './history-messages.ts'
import { uncarried } from './pending.ts'
import type { RawDrift } from './sightings.ts'
import { ownSeverity } from './sightings.ts'
import { statusDrifts } from './status-drifts.ts'

/** What the hub's statuses say of one cluster, beside what its objects say. */
export interface StatusSighting {
  readonly drifts: readonly RawDrift[]
  readonly unhealthy: readonly Condition[]
  readonly actions: readonly Condition[]
  readonly errors: readonly Condition[]
  readonly states: readonly PolicyState[]
  /** Names of the templates on which a status gave the answer. */
  readonly answered: ReadonlySet<string>
}

export interface StatusInput {
  readonly rendered: Rendered
  readonly hub: HubObservation | undefined
  /** What the cluster's objects said of each template, by name; they show more, so they come first. */
  readonly compared: ReadonlyMap<string, Compliance>
}

interface TemplateView {
  readonly condition: Condition
  readonly index: number
  readonly definition: JsonObject
  readonly status: TemplateStatus
  readonly replica: PolicyStatus
}

/** How far back a reversion counts. */
const WINDOW_MS = 24 * 60 * 60 * 1000

export function statusesOn(cluster: string, policies: readonly PolicyStatus[], input: StatusInput): StatusSighting {
  const sightings = placedOn(input.rendered, cluster).map((policy) => {
    const replica = policies.find((each) => each.policy === policy.name)
    return replica ? policyOn(cluster, policy, replica, input) : unreplicated(cluster, policy, policies, input)
  })
  return {
    drifts: sightings.flatMap((each) => each.drifts),
    unhealthy: sightings.flatMap((each) => each.unhealthy),
    actions: sightings.flatMap((each) => each.actions),
    errors: sightings.flatMap((each) => each.errors),
    states: sightings.flatMap((each) => each.states),
    answered: new Set(sightings.flatMap((each) => [...each.answered])),
  }
}

const NOTHING: StatusSighting = {
  drifts: [],
  unhealthy: [],
  actions: [],
  errors: [],
  states: [],
  answered: new Set(),
}

/** No replica of it, though others are there: the hub has not carried it to this cluster. */
function unreplicated(
  cluster: string,
  policy: RenderedPolicy,
  policies: readonly PolicyStatus[],
  { hub }: StatusInput,
): StatusSighting {
  const isUnsure = hub?.shortfalls.some((each) => each.kind === 'Policy') === true
  if (policies.length === 0 || isUnsure) return NOTHING
  return {
    ...NOTHING,
    states: [stateOf(cluster, policy, 'notRolledOut', 'the hub has not replicated it to this cluster')],
  }
}

function policyOn(cluster: string, policy: RenderedPolicy, replica: PolicyStatus, input: StatusInput): StatusSighting {
  const views = replica.templates.map((status) => viewOf(cluster, policy, replica, status))
  const sightings = views.map((view) => templateOn(view, policy, input))
  return {
    drifts: sightings.flatMap((each) => each.drifts),
    unhealthy: sightings.flatMap((each) => each.unhealthy),
    actions: sightings.flatMap((each) => each.actions),
    errors: sightings.flatMap((each) => each.errors),
    states: [...rollout(cluster, policy, replica), ...sightings.flatMap((each) => each.states)],
    answered: new Set(sightings.flatMap((each) => [...each.answered])),
  }
}

// It only remembers what its keys say anyway: the replicas of a fleet share their spec.
const UNCARRIED = new WeakMap<RenderedPolicy, WeakMap<JsonObject, readonly string[]>>()

function uncarriedBy(policy: RenderedPolicy, spec: Json): readonly string[] {
  const namespace = textAt(policy.object, 'metadata', 'namespace') ?? ''
  const compared = () => uncarried(policy.object.spec ?? null, spec, { isReplica: true, namespace })
  if (!isObject(spec)) return compared()
  const known = UNCARRIED.get(policy) ?? new WeakMap<JsonObject, readonly string[]>()
  UNCARRIED.set(policy, known)
  const pointers = known.get(spec) ?? compared()
  known.set(spec, pointers)
  return pointers
}

/** The replica carries another spec than what was merged, or nobody has looked at it yet. */
function rollout(cluster: string, policy: RenderedPolicy, replica: PolicyStatus): readonly PolicyState[] {
  const pointers = uncarriedBy(policy, replica.spec)
  if (pointers.length > 0) {
    const reason = `the replica on the hub still carries another spec (${pointers.slice(0, 3).join(', ')})`
    return [stateOf(cluster, policy, 'notRolledOut', reason)]
  }
  if (replica.templates.length > 0) return []
  return [stateOf(cluster, policy, 'notRolledOut', 'the cluster has not reported on it yet')]
}

function viewOf(cluster: string, policy: RenderedPolicy, replica: PolicyStatus, status: TemplateStatus): TemplateView {
  const templates = listAt(policy.object, 'spec', 'policy-templates')
  const index = templates.findIndex((each) => textAt(each, 'objectDefinition', 'metadata', 'name') === status.name)
  const found = at(templates[index] ?? null, 'objectDefinition')
  const message = status.history[0]?.message ?? ''
  const condition = { policy: policy.name, component: policy.component, cluster, template: status.name, message }
  return { condition, index, definition: isObject(found) ? found : {}, status, replica }
}

function templateOn(view: TemplateView, policy: RenderedPolicy, input: StatusInput): StatusSighting {
  const { condition, definition, status } = view
  const { cluster } = condition
  const state = (each: DriftState, reason: string) => [stateOf(cluster, policy, each, reason)]
  const answered = new Set([status.name])
  if (status.compliant === null) return NOTHING
  if (status.compliant === 'Pending') return { ...NOTHING, answered, states: state('pending', condition.message) }
  if (status.compliant === 'Compliant') return { ...NOTHING, answered, states: revertedState(view, policy, input) }
  const role = textAt(definition, 'metadata', 'annotations', ANNOTATION.role) ?? 'desired'
  const told: Condition = { ...condition, message: customMessage(definition) ?? condition.message }
  if (role === 'fact') return { ...NOTHING, answered }
  if (isError(view)) return { ...NOTHING, answered, errors: [condition], states: state('error', condition.message) }
  const isKnown = (input.compared.get(status.name) ?? 'Unknown') !== 'Unknown'
  if (isKnown) return NOTHING
  if (role === 'health') return { ...NOTHING, answered, unhealthy: [{ ...told, ...ownSeverity(definition) }] }
  if (role === 'action') return { ...NOTHING, answered, actions: [told] }
  return { ...NOTHING, answered, drifts: statusDrifts(condition, policy, definition, view.index) }
}

/** The controller could not evaluate: a template that does not resolve, a kind that is not served, a refused write. */
function isError({ definition, condition, index }: TemplateView): boolean {
  const { isTemplateError, others } = readMessage(condition.message)
  if (isTemplateError || index < 0) return true
  return definition.kind === 'ConfigurationPolicy' && customMessage(definition) === undefined && others.length > 0
}

function customMessage(definition: JsonObject): string | undefined {
  return textAt(definition, 'spec', 'customMessage', 'noncompliant')
}

function revertedState(view: TemplateView, policy: RenderedPolicy, { hub }: StatusInput): readonly PolicyState[] {
  if (!isEnforced(view.replica.spec, view.definition)) return []
  const asOf = Date.parse(hub?.asOf ?? '')
  const window = Number.isNaN(asOf) ? '' : `${new Date(asOf - WINDOW_MS).toISOString().slice(0, 19)}Z`
  const since = view.replica.specChangedAt ?? ''
  const found = reversions(view.status.history, since > window ? since : window)
  const last = found.at(-1)
  if (!last) return []
  const reason = `put back ${found.length === 1 ? 'once' : `${found.length} times`} by enforcement, last at ${last.time}`
  const reverted = { times: found.length, last: last.time, message: last.message }
  return [{ ...stateOf(view.condition.cluster, policy, 'reverted', reason), reverted }]
}

function stateOf(cluster: string, policy: RenderedPolicy, state: DriftState, reason: string): PolicyState {
  return { policy: policy.name, component: policy.component, cluster, state, reason }
}
