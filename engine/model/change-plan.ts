import type { Json } from './json.ts'
import { canonical } from './json.ts'
import { digest } from './names.ts'
import type { Temporary } from './temporary.ts'
import type { ChangedTopology } from './topology/change.ts'

/** What a change may do that a reviewer must not miss, worst first. */
export const RISK_ORDER = [
  'immutable',
  'leaves-cluster',
  'pruned',
  'deletes',
  'newly-enforced',
  'renamed',
  'scales-down',
  'restarts-nodes',
  'restarts-pods',
] as const

export type RiskKind = (typeof RISK_ORDER)[number]

export interface Risk {
  readonly kind: RiskKind
  readonly message: string
  /** What is said behind the names of several policies of which the same is to be said. */
  readonly plural?: string
  /** Of what is newly enforced: where. */
  readonly clusters?: readonly string[]
}

/** One value that changes; undefined stands for absent. `object` is `Kind namespace/name`, or '' for the policy itself. */
export interface FieldChange {
  readonly object: string
  readonly path: string
  readonly before: Json | undefined
  readonly after: Json | undefined
}

export interface PolicyChange {
  readonly policy: string
  readonly component: string
  readonly change: 'added' | 'changed' | 'removed'
  readonly clusters: readonly string[]
  readonly gained: readonly string[]
  readonly lost: readonly string[]
  /** Objects that come with or go from the policy, as `Kind namespace/name`. */
  readonly objectsAdded: readonly string[]
  readonly objectsRemoved: readonly string[]
  readonly fields: readonly FieldChange[]
  readonly risks: readonly Risk[]
}

/** An object that a change takes from clusters: deleted by RHACM, deleted and made again, or left there watched by nobody. */
export interface Removal {
  readonly object: string
  readonly fate: 'pruned' | 'recreated' | 'kept'
  readonly clusters: readonly string[]
}

/** What a change does, as data: every proposal's text, `isthmus plan` and its JSON are written from it. */
export interface ChangePlan {
  readonly environment: string
  /** Present where no source asks for the environment any more: all of it goes. */
  readonly isTakenOut?: true
  readonly policies: readonly PolicyChange[]
  readonly removals: readonly Removal[]
  /** What becomes of the platform itself, to be drawn. */
  readonly picture?: ChangedTopology
  /** Placements, bindings and namespaces that change, as `Kind namespace/name`. */
  readonly others: readonly {
    readonly object: string
    readonly change: 'added' | 'changed' | 'removed'
    readonly fields: readonly FieldChange[]
  }[]
  /** Pauses, exceptions and overrides of the environment, for a reader; nothing follows from them here. */
  readonly temporary?: readonly Temporary[]
}

export function isEmptyPlan(plan: ChangePlan): boolean {
  return plan.policies.length === 0 && plan.others.length === 0
}

/** How many objects, counted on each cluster, a change prunes, re-creates or leaves to nobody. */
export function removalCount(plan: ChangePlan): number {
  return plan.removals.reduce((sum, each) => sum + each.clusters.length, 0)
}

/** How many of them may go without a person's tick. That a whole environment goes somebody has to have meant, however small it is. */
export function unaskedRemovals(plan: ChangePlan, limit: number): number {
  return plan.isTakenOut ? 0 : limit
}

/** On how many clusters policies that stay come or go: a selection that changed more than its author may have meant. */
export function movedCount(plan: ChangePlan): number {
  const stay = plan.policies.filter((each) => each.change === 'changed')
  return stay.reduce((sum, each) => sum + each.gained.length + each.lost.length, 0)
}

/** The box that a person ticks for more of these than the limit: it holds for exactly these. */
export function movedApproval(plan: ChangePlan): string {
  return `I approve that policies come to or leave clusters ${movedCount(plan)} times (${exactlyMoved(plan)})`
}

/** The same as a comment, where a forge does not say who ticked. */
export function movedCommand(plan: ChangePlan): string {
  return `/isthmus approve ${exactlyMoved(plan)}`
}

function exactlyMoved(plan: ChangePlan): string {
  const stay = plan.policies.filter((each) => each.change === 'changed' && each.gained.length + each.lost.length > 0)
  return digest(canonical(stay.map((each): Json => [each.policy, [...each.gained], [...each.lost]])))
}

/** The box that a person ticks for more removals than the limit: it holds for exactly these. */
export function removalApproval(plan: ChangePlan): string {
  return `I approve that ${removalCount(plan)} objects are no longer asked for (${exactly(plan)})`
}

/** The same as a comment, where a forge does not say who ticked. */
export function removalCommand(plan: ChangePlan): string {
  return `/isthmus approve ${exactly(plan)}`
}

function exactly(plan: ChangePlan): string {
  return digest(canonical(plan.removals.map((each): Json => [each.object, each.fate, [...each.clusters]])))
}
