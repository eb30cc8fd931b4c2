import type { ChangePlan, PolicyChange, Risk } from '../model/change-plan.ts'
import { RISK_ORDER } from '../model/change-plan.ts'
import type { JsonObject } from '../model/json.ts'
import { isEqual } from '../model/json.ts'
import { describeKey, identityOf, keyOf } from '../model/kube.ts'
import type { Rendered, RenderedPolicy } from '../model/rendered.ts'
import { emptyRendered } from '../model/rendered.ts'
import { changedTopology, isTelling } from '../model/topology/change.ts'
import { topologyOfRendered } from '../model/topology/recorded.ts'
import type { Carried } from './diff/carried.ts'
import { carriedBy } from './diff/carried.ts'
import type { ChangedPolicy } from './diff/changed.ts'
import { fieldChanges } from './diff/fields.ts'
import { overriddenAnew } from './diff/overridden.ts'
import { pairsOf } from './diff/pairs.ts'
import { fatesIn, removalsOf } from './diff/removals.ts'
import { withRenames } from './diff/renames.ts'
import { risksOf } from './diff/risks.ts'
import { shellChanges } from './diff/shell.ts'
import { standingOf } from './diff/standing.ts'

/** What changes between two states of one environment's output, policy by policy and field by field, riskiest first. */
export function diff(before: Rendered, after: Rendered): ChangePlan {
  const old = new Map(before.policies.map((each) => [each.name, each]))
  const now = new Map(after.policies.map((each) => [each.name, each]))
  const removals = removalsOf(before, after)
  const fateOf = fatesIn(removals)
  const standing = standingOf(before)
  const changed = [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .flatMap((name) => changedPolicy(old.get(name), now.get(name)))
  const direct = changed.map((each) => policyChange(each, risksOf(each, standing, fateOf)))
  const policies = [...withRenames(direct, before, after), ...overriddenAnew(direct, before, after)]
  return {
    environment: after.environment,
    policies: policies.sort((a, b) => rank(a) - rank(b)),
    removals,
    ...pictureOf(before, after, policies),
    others: otherChanges(before.others, after.others),
  }
}

/** What it changes that nothing of an environment is asked for any more. */
export function takenOut(before: Rendered): ChangePlan {
  return { ...diff(before, emptyRendered(before.environment)), isTakenOut: true }
}

/** Present where a picture says more than words. What an older folder does not record is not taken for new. */
function pictureOf(before: Rendered, after: Rendered, policies: readonly PolicyChange[]): Pick<ChangePlan, 'picture'> {
  const is = topologyOfRendered(after)
  const known = topologyOfRendered(before)
  const isUnrecorded = before.topology === undefined && before.clusters.length > 0
  const picture = changedTopology(isUnrecorded ? { ...is, regions: known.regions } : known, is, policies)
  return isTelling(picture) ? { picture } : {}
}

function rank(change: PolicyChange): number {
  return Math.min(RISK_ORDER.length, ...change.risks.map((risk) => RISK_ORDER.indexOf(risk.kind)))
}

function changedPolicy(
  before: RenderedPolicy | undefined,
  after: RenderedPolicy | undefined,
): readonly ChangedPolicy[] {
  const shown = after ?? before
  if (!shown) return []
  const gained = without(after?.clusters, before?.clusters)
  const lost = without(before?.clusters, after?.clusters)
  if (before && after && gained.length + lost.length === 0 && isEqual(before.object, after.object)) return []
  const { both, added, removed } = pairsOf(carriedBy(before?.object), carriedBy(after?.object))
  const objects = both.map(({ was, is }) => ({ was, is, fields: fieldChanges(was.content, is.content) }))
  const shell = before && after ? shellChanges(before.object, after.object, both) : []
  return [
    {
      policy: shown.name,
      component: shown.component,
      change: before ? (after ? 'changed' : 'removed') : 'added',
      clusters: shown.clusters,
      gained,
      lost,
      objectsAdded: names(added),
      objectsRemoved: names(removed),
      fields: [
        ...shell.map((field) => ({ ...field, object: '' })),
        ...objects.flatMap(({ is, fields }) => fields.map((field) => ({ ...field, object: is.object }))),
      ],
      before,
      after,
      objects,
      added,
      removed,
    },
  ]
}

function without(all: readonly string[] = [], others: readonly string[] = []): readonly string[] {
  const known = new Set(others)
  return all.filter((each) => !known.has(each))
}

function policyChange(changed: ChangedPolicy, risks: readonly Risk[]): PolicyChange {
  const { policy, component, change, clusters, gained, lost, objectsAdded, objectsRemoved, fields } = changed
  return { policy, component, change, clusters, gained, lost, objectsAdded, objectsRemoved, fields, risks }
}

function names(all: readonly Carried[]): readonly string[] {
  return [...new Set(all.map((each) => each.object))]
}

function otherChanges(before: readonly JsonObject[], after: readonly JsonObject[]): ChangePlan['others'] {
  const old = new Map(before.map((each) => [identityOf(keyOf(each)), each]))
  const now = new Map(after.map((each) => [identityOf(keyOf(each)), each]))
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((id): ChangePlan['others'] => {
    const was = old.get(id)
    const is = now.get(id)
    const object = describeKey(keyOf(is ?? was ?? {}))
    if (!was) return [{ object, change: 'added', fields: [] }]
    if (!is) return [{ object, change: 'removed', fields: [] }]
    const fields = fieldChanges(was, is).map((each) => ({ ...each, object: '' }))
    return fields.length === 0 ? [] : [{ object, change: 'changed', fields }]
  })
}
