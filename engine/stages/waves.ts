import type { JsonObject } from '../model/json.ts'
import { isEqual, listAt, textAt } from '../model/json.ts'
import { ANNOTATION } from '../model/labels.ts'
import type { Plan, PlannedPolicy } from '../model/plan.ts'
import type { Rendered, RenderedPolicy } from '../model/rendered.ts'
import type { Rollout, Wave } from '../model/wave.ts'
import { bindingsInWave } from './waves/bindings.ts'
import type { Held } from './waves/topology.ts'
import { topologyInWave } from './waves/topology.ts'

export interface Staged {
  readonly wave: Wave
  /** What may be merged now: the complete plan where nothing has to wait. */
  readonly plan: Plan
}

/** One stateful policy that differs between what is merged and what should be. */
interface Pending {
  readonly name: string
  readonly component: string
  readonly cluster: string
  readonly region: string
  /** It holds nothing but health, facts and actions: merging it changes nothing on a cluster. */
  readonly isInformOnly: boolean
}

/**
 * The next wave of a change, from what `rendered/` is and what it should be and nothing else. A component whose policies
 * are not merged yet is a first installation and goes everywhere at once, since a quorum cannot form otherwise; so does what
 * a placement rolls out `all-at-once`. Of everything else stateful, one region changes: the first in the environment's order.
 */
export function nextWave(before: Rendered, plan: Plan): Staged {
  const pending = pendingPolicies(before, plan)
  const regions = inOrder(new Set(pending.flatMap((each) => (each.isInformOnly ? [] : [each.region]))), plan, before)
  const [region, ...next] = regions
  if (region === undefined || next.length === 0) return { wave: { region: undefined, next: [] }, plan }
  const isEarly = isDrained(before, plan)
  const waiting = new Set(
    pending.filter((each) => (each.isInformOnly ? !isEarly : each.region !== region)).map((each) => each.name),
  )
  const policies = [
    ...plan.policies.filter((each) => !waiting.has(each.name)),
    ...before.policies.filter((each) => waiting.has(each.name)).map((each) => kept(each, plan)),
  ]
  const bindings = bindingsInWave(before.others, plan.bindings, policies, waiting)
  const leaving = leavingClusters(before, plan, policies)
  const topology = topologyInWave(before.topology, plan.topology, heldBack(pending, region))
  return { wave: { region, next }, plan: { ...plan, policies: sorted(policies, plan), bindings, leaving, topology } }
}

/**
 * What only looks moves with the last region: a health check that wants the platform as it will be is red until then. Where clusters
 * only leave it moves with the first: their members left before the waves, and one that wants them still is red until it moves.
 */
function isDrained(before: Rendered, plan: Plan): boolean {
  const [were, are] = [before.clusters, plan.environment.spec.clusters].map(
    (all) => new Set(all.map(({ name }) => name)),
  )
  return [...(were ?? [])].some((name) => !are?.has(name)) && [...(are ?? [])].every((name) => were?.has(name))
}

/** Regions in which a step from one output to another changes what is stateful and was merged before. */
export function changedRegions(before: Rendered, after: Rendered): readonly string[] {
  return [...new Set(changedPolicies(before, after).flatMap((each) => each.regions))]
}

/** The regions that a step changes, as the placements of `plan` roll it out; without a plan all of it goes a region at a time. */
export function rolloutOf(before: Rendered, after: Rendered, plan: Plan | undefined): Rollout {
  const isAllAtOnce = plan ? allAtOnceIn(plan) : () => false
  const changed = changedPolicies(before, after).map((each) => ({ ...each, isTogether: isAllAtOnce(each.policy) }))
  const regions = (some: typeof changed) => [...new Set(some.flatMap((each) => each.regions))]
  const together = changed.filter((each) => each.isTogether)
  return {
    regions: regions(changed.filter((each) => !each.isTogether)),
    together: [...new Set(together.map((each) => each.policy.component))].map((component) => ({
      component,
      regions: regions(together.filter((each) => each.policy.component === component)),
    })),
  }
}

/** Stateful policies of what was merged before that a step changes, other than in how they look. */
function changedPolicies(before: Rendered, after: Rendered) {
  const clusters = [...after.clusters, ...before.clusters]
  const region = (cluster: string) => clusters.find((each) => each.name === cluster)?.region ?? cluster
  const running = runningComponents(before)
  const old = new Map(before.policies.map((each) => [each.name, each]))
  const now = new Map(after.policies.map((each) => [each.name, each]))
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const [was, is] = [old.get(name), now.get(name)]
    const policy = is ?? was
    const isSame =
      was !== undefined && is !== undefined && isEqual(was.object, is.object) && isEqual(was.clusters, is.clusters)
    if (!policy?.stateful || !running.has(policy.component) || isSame || onlyLooks(was, is)) return []
    return [{ policy, regions: policy.clusters.map(region) }]
  })
}

function heldBack(pending: readonly Pending[], region: string): readonly Held[] {
  return pending.filter((each) => !each.isInformOnly && each.region !== region)
}

/** Components that are merged already; whether they run yet, no file can tell, so they are taken to. */
function runningComponents(before: Rendered): ReadonlySet<string> {
  return new Set(before.policies.filter((each) => each.stateful).map((each) => each.component))
}

function pendingPolicies(before: Rendered, plan: Plan): readonly Pending[] {
  const isAllAtOnce = allAtOnceIn(plan)
  const running = runningComponents(before)
  const old = new Map(before.policies.map((each) => [each.name, each]))
  const now = new Map(plan.policies.map((each) => [each.name, each]))
  const names = [...new Set([...old.keys(), ...now.keys()])]
  return names.flatMap((name): readonly Pending[] => {
    const was = old.get(name)
    const is = now.get(name)
    const shown = is ?? was
    const cluster = shown?.clusters[0]
    if (!shown?.stateful || cluster === undefined || !running.has(shown.component)) return []
    if (isAllAtOnce(shown)) return []
    const isSame = was !== undefined && is !== undefined && isEqual(was.object, is.object)
    if (isSame) return []
    const { component } = shown
    return [{ name, component, cluster, region: regionOf(cluster, plan, before), isInformOnly: onlyLooks(was, is) }]
  })
}

/** True where neither side of a policy has a template that is desired. */
function onlyLooks(...sides: readonly ({ readonly object: JsonObject } | undefined)[]): boolean {
  const templates = sides.flatMap((each) => (each ? listAt(each.object, 'spec', 'policy-templates') : []))
  const roles = templates.map((each) => textAt(each, 'objectDefinition', 'metadata', 'annotations', ANNOTATION.role))
  return roles.length > 0 && roles.every((each) => each !== undefined && each !== 'desired')
}

/** Clusters that the sources no longer have, while policies of a later wave are still on them. */
function leavingClusters(
  before: Rendered,
  plan: Plan,
  policies: readonly PlannedPolicy[],
): NonNullable<Plan['leaving']> {
  const stay = new Set(plan.environment.spec.clusters.map((each) => each.name))
  const still = new Set(policies.flatMap((each) => each.clusters))
  return before.clusters.filter((each) => !stay.has(each.name) && still.has(each.name))
}

/** Which policies a placement rolls out `all-at-once`: as the sources ask for them; where they no longer do, as any other of their component. */
function allAtOnceIn(plan: Plan): (policy: Pick<RenderedPolicy, 'name' | 'component'>) => boolean {
  const together = new Set(
    plan.placements.filter((each) => each.spec.rollout === 'all-at-once').map((each) => each.metadata.name),
  )
  const byName = new Map(plan.policies.map((each) => [each.name, each.placement]))
  const byComponent = new Map(plan.policies.map((each) => [each.component, each.placement]))
  return ({ name, component }) => together.has(byName.get(name) ?? byComponent.get(component) ?? '')
}

/** Clusters of one region are lost together, so they change together. */
function regionOf(cluster: string, plan: Plan, before: Rendered): string {
  const known =
    plan.environment.spec.clusters.find((each) => each.name === cluster) ??
    before.clusters.find((each) => each.name === cluster)
  return known?.region ?? cluster
}

/** The environment's order; regions that leave it come last. */
function inOrder(regions: ReadonlySet<string>, plan: Plan, before: Rendered): readonly string[] {
  const order = [...plan.environment.spec.clusters, ...before.clusters].map((each) => each.region)
  return [...new Set([...order, ...regions])].filter((each) => regions.has(each))
}

/** A policy as it is merged, in the form of the plan. Whoever asked for it no longer stands in the sources. */
function kept(policy: RenderedPolicy, plan: Plan): PlannedPolicy {
  const { name, component, stateful, clusters, object } = policy
  const placement = plan.policies.find((each) => each.component === component)?.placement ?? ''
  return { name, component, stateful, clusters, object, placement, origins: new Map() }
}

/** In the plan's order, kept policies behind those of their component. */
function sorted(policies: readonly PlannedPolicy[], plan: Plan): readonly PlannedPolicy[] {
  const rank = new Map(plan.policies.map((each, i) => [each.name, i]))
  return [...policies].sort(
    (a, b) => (rank.get(a.name) ?? Number.MAX_SAFE_INTEGER) - (rank.get(b.name) ?? Number.MAX_SAFE_INTEGER),
  )
}
