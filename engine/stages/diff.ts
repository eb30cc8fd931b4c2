import type { ChangePlan, FieldChange, PolicyChange } from '../model/change-plan.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { isEqual } from '../model/json.ts'
import { describeKey, identityOf, keyOf } from '../model/kube.ts'
import type { Rendered, RenderedPolicy } from '../model/rendered.ts'
import { emptyRendered } from '../model/rendered.ts'
import { changedTopology, isTelling } from '../model/topology/change.ts'
import { topologyOfRendered } from '../model/topology/recorded.ts'
import { fieldChanges } from './diff/fields.ts'
import { objectsOf, shellOf } from './diff/objects.ts'
import { overriddenAnew } from './diff/overridden.ts'
import { removalsOf } from './diff/removals.ts'
import { withRenames } from './diff/renames.ts'
import { RISK_ORDER, risksOf } from './diff/risks.ts'

/** What changes between two states of one environment's output, policy by policy and field by field, riskiest first. */
export function diff(before: Rendered, after: Rendered): ChangePlan {
  const names = [...new Set([...before.policies, ...after.policies].map((each) => each.name))].sort()
  const find = (rendered: Rendered, name: string) => rendered.policies.find((each) => each.name === name)
  const direct = names.flatMap((name) => policyChange(find(before, name), find(after, name)))
  const policies = [...withRenames(direct, before, after), ...overriddenAnew(direct, before, after)]
  return {
    environment: after.environment,
    policies: policies.sort((a, b) => rank(a) - rank(b)),
    removals: removalsOf(before, after),
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

function policyChange(before: RenderedPolicy | undefined, after: RenderedPolicy | undefined): readonly PolicyChange[] {
  const shown = after ?? before
  if (!shown) return []
  const gained = (after?.clusters ?? []).filter((each) => !before?.clusters.includes(each))
  const lost = (before?.clusters ?? []).filter((each) => !after?.clusters.includes(each))
  if (before && after && gained.length + lost.length === 0 && isEqual(before.object, after.object)) return []
  const old = new Map(before ? objectsOf(before.object) : [])
  const now = new Map(after ? objectsOf(after.object) : [])
  const change = {
    policy: shown.name,
    component: shown.component,
    change: before ? (after ? ('changed' as const) : ('removed' as const)) : ('added' as const),
    clusters: shown.clusters,
    gained,
    lost,
    objectsAdded: [...now.keys()].filter((each) => !old.has(each)),
    objectsRemoved: [...old.keys()].filter((each) => !now.has(each)),
    fields: before && after ? changedFields(before.object, after.object, old, now) : [],
  }
  return [{ ...change, risks: risksOf(change, before?.object) }]
}

function changedFields(
  before: JsonObject,
  after: JsonObject,
  old: ReadonlyMap<string, Json>,
  now: ReadonlyMap<string, Json>,
): readonly FieldChange[] {
  const own = fieldChanges(shellOf(before), shellOf(after)).map((each) => ({ ...each, object: '' }))
  const objects = [...now].flatMap(([name, object]) => {
    const was = old.get(name)
    return was === undefined ? [] : fieldChanges(was, object).map((each) => ({ ...each, object: name }))
  })
  return [...own, ...objects]
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
