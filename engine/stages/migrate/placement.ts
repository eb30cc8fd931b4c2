import type { Inventory } from '../../model/inventory.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import { shorten } from '../../model/names.ts'
import { CLUSTER_SET_LABEL } from '../../model/selection.ts'

export interface Mapped {
  /** Absent where no Placement can say the same. */
  readonly placement?: JsonObject
  readonly sets: readonly string[]
  /** Something in the rule has no counterpart, whatever today's clusters are like. */
  readonly isPartial: boolean
  readonly notes: readonly string[]
}

const AVAILABLE = 'ManagedClusterConditionAvailable'
const DARK = ['unreachable', 'unavailable'].map((taint) => ({
  key: `cluster.open-cluster-management.io/${taint}`,
  operator: 'Exists',
}))

/** The Placement for a PlacementRule (policy-api 4.1 and 4.2). `selected` are the clusters that the rule selects now. */
export function placementFor(rule: JsonObject, selected: readonly string[], inventory: Inventory): Mapped {
  const spec = at(rule, 'spec') ?? {}
  const scheduler = textAt(spec, 'schedulerName') ?? ''
  if (!['', 'default', 'mcm'].includes(scheduler))
    return {
      sets: [],
      isPartial: true,
      notes: [`scheduler ${scheduler} decides for it, which Isthmus knows nothing of`],
    }
  const conditions = conditionsOf(spec)
  const selector = selectorOf(spec)
  const sets = setsFor(selector, selected, inventory)
  const replicas = at(spec, 'clusterReplicas')
  const hint = hintOf(spec)
  const placement = {
    apiVersion: 'cluster.open-cluster-management.io/v1beta1',
    kind: 'Placement',
    metadata: {
      name: shorten(`${textAt(rule, 'metadata', 'name') ?? ''}-placement`),
      namespace: textAt(rule, 'metadata', 'namespace') ?? '',
    },
    spec: {
      clusterSets: sets,
      ...(selector ? { predicates: [{ requiredClusterSelector: { labelSelector: selector } }] } : {}),
      ...(typeof replicas === 'number' ? { numberOfClusters: replicas } : {}),
      ...(hint ? { prioritizerPolicy: hint } : {}),
      ...(conditions.tolerates ? { tolerations: DARK } : {}),
    },
  }
  const none = sets.length === 0 ? ['no cluster set holds its clusters: a Placement selects from bound sets only'] : []
  return { placement, sets, isPartial: conditions.isPartial, notes: [...conditions.notes, ...none] }
}

/** A condition on availability is what taints say; any other has no counterpart. */
function conditionsOf(spec: Json) {
  const last = new Map(
    listAt(spec, 'clusterConditions').map((each) => [textAt(each, 'type') ?? '', textAt(each, 'status')]),
  )
  const available = last.get(AVAILABLE)
  const others = [...last.keys()].filter((each) => each !== AVAILABLE)
  return {
    tolerates: available !== 'True',
    isPartial: others.length > 0 || (available !== undefined && available !== 'True'),
    notes: [
      ...(available === 'True'
        ? [
            'it asks for available clusters: policies leave a cluster that goes dark; add the two tolerations to keep them',
          ]
        : []),
      ...(available !== undefined && available !== 'True'
        ? [`it asks for clusters with ${AVAILABLE} ${available}, which a Placement cannot ask for`]
        : []),
      ...others.map((each) => `it asks for condition ${each}, which a Placement cannot ask for`),
    ],
  }
}

/** Named clusters are matched by their label `name`, and win over the selector; without either all are meant. */
function selectorOf(spec: Json): JsonObject | undefined {
  const named = listAt(spec, 'clusters').flatMap((each) => textAt(each, 'name') ?? [])
  if (named.length > 0) return { matchExpressions: [{ key: 'name', operator: 'In', values: named }] }
  const selector = at(spec, 'clusterSelector')
  return isObject(selector) && Object.keys(selector).length > 0 ? selector : undefined
}

/** The sets that the selector itself names, else the set `global` where the hub has it, else those of the clusters. */
function setsFor(
  selector: JsonObject | undefined,
  selected: readonly string[],
  inventory: Inventory,
): readonly string[] {
  const label = textAt(selector, 'matchLabels', CLUSTER_SET_LABEL)
  if (label !== undefined) return [label]
  const named = listAt(selector, 'matchExpressions').find(
    (each) => textAt(each, 'key') === CLUSTER_SET_LABEL && textAt(each, 'operator') === 'In',
  )
  if (named !== undefined) return listAt(named, 'values').filter((each) => typeof each === 'string')
  if (inventory.sets.has('global')) return ['global']
  const sets = inventory.clusters
    .filter((each) => selected.includes(each.name))
    .flatMap((each) => each.labels[CLUSTER_SET_LABEL] ?? [])
  return [...new Set(sets)].sort()
}

/** Anything but `asc` means descending; a prioritizer with weight 1 prefers the most. */
function hintOf(spec: Json): JsonObject | undefined {
  const type = textAt(spec, 'resourceHint', 'type')
  if (type === undefined) return undefined
  const builtIn = type === 'memory' ? 'ResourceAllocatableMemory' : 'ResourceAllocatableCPU'
  const weight = textAt(spec, 'resourceHint', 'order') === 'asc' ? -1 : 1
  return { mode: 'Exact', configurations: [{ scoreCoordinate: { type: 'BuiltIn', builtIn }, weight }] }
}
