import { at, listAt, textAt } from '../../model/json.ts'
import type { Plan, PlannedPolicy } from '../../model/plan.ts'
import { pointerOf } from '../../model/pointer.ts'
import type { PlacedResult } from './placed.ts'
import type { WantedObject } from './wanted-objects.ts'
import { contradiction, wantedObjects } from './wanted-objects.ts'

interface Pair {
  readonly mine: WantedObject
  readonly other: WantedObject
  /** Keys that lead to the value. */
  readonly path: readonly string[]
  readonly clusters: string[]
}

/** One object of a cluster that two templates want differently: enforced, each overwrites the other's for ever; reported, one never holds. */
export function checkContradictions({ policies }: Plan): readonly PlacedResult[] {
  const groups = new Map<string, WantedObject[]>()
  for (const policy of policies) {
    for (const each of !isDisabled(policy) ? wantedObjects(policy) : []) {
      if (!isOneObject(each)) continue
      const group = groups.get(each.identity)
      if (group) group.push(each)
      else groups.set(each.identity, [each])
    }
  }
  return [...groups.values()].flatMap((group) => (group.length < 2 ? [] : pairsIn(group).map(resultOf)))
}

function isDisabled({ object }: PlannedPolicy): boolean {
  return at(object, 'spec', 'disabled') === true
}

/** Without a namespace of its own an object is as many as the selector of its template finds. */
function isOneObject({ object, template }: WantedObject): boolean {
  const spec = at(template, 'objectDefinition', 'spec')
  const isSelected =
    at(spec, 'namespaceSelector') !== undefined && textAt(object, 'metadata', 'namespace') === undefined
  return !isSelected && at(spec, 'objectSelector') === undefined
}

/** Each is held against the first of its cluster that it could contradict, once for all clusters. */
function pairsIn(group: readonly WantedObject[]): readonly Pair[] {
  const first = new Map<string, WantedObject>()
  const known = new Map<WantedObject, Map<WantedObject, Pair | undefined>>()
  for (const mine of group) {
    for (const cluster of mine.policy.clusters) {
      const other = first.get(cluster)
      if (other === undefined) {
        first.set(cluster, mine)
        continue
      }
      const pairs = known.get(mine) ?? new Map<WantedObject, Pair | undefined>()
      known.set(mine, pairs)
      if (!pairs.has(other)) {
        const path = contradiction(mine, other)
        pairs.set(other, path === undefined ? undefined : { mine, other, path, clusters: [] })
      }
      pairs.get(other)?.clusters.push(cluster)
    }
  }
  return [...known.values()].flatMap((pairs) => [...pairs.values()].filter((each) => each !== undefined))
}

/** Told of one policy without its name: those of every cluster that come of one slip are told as one. */
function resultOf({ mine, other, path, clusters }: Pair): PlacedResult {
  const rival = mine.policy === other.policy ? 'another template of it' : `policy ${other.policy.name}`
  const where = clusters.length < mine.policy.clusters.length ? ` on ${clusters.join(', ')}` : ''
  const areEnforced = mine.isEnforced && other.isEnforced
  const end = areEnforced ? 'each overwrites the other’s for ever' : 'one of them never holds'
  return {
    rule: 'policy/contradiction',
    severity: areEnforced && !waits(mine) && !waits(other) ? 'error' : 'warning',
    pointer: `/spec/components/${mine.policy.component}`,
    policy: mine.policy.name,
    value: { planned: mine.policy, pointer: mine.pointer + pointerOf(path) },
    message: `${mine.name} is wanted with another ${path.join('.')} than ${rival} wants${where}: ${end}`,
    hint: 'ask for it in one of them, or place them on different clusters',
  }
}

/** What waits for something may be meant to take the other's place. */
function waits({ policy, template }: WantedObject): boolean {
  return listAt(policy.object, 'spec', 'dependencies').length + listAt(template, 'extraDependencies').length > 0
}
