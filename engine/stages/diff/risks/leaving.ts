import type { Removal, Risk } from '../../../model/change-plan.ts'
import { isDisabled } from '../carried.ts'
import type { ChangedPolicy } from '../changed.ts'
import type { FateOf } from '../removals.ts'
import { askedBy } from '../removals.ts'

type Fate = Removal['fate']

/** Of one object, and of several. */
const FATES: Readonly<Record<Fate, readonly [string, string]>> = {
  pruned: ['RHACM deletes it', 'RHACM deletes them'],
  recreated: [
    'RHACM deletes it, and another template makes it again',
    'RHACM deletes them, and other templates make them again',
  ],
  kept: ['it stays, watched by nobody', 'they stay, watched by nobody'],
}

/** What a policy leaves behind on clusters that it leaves, and what it no longer asks for where it stays. */
export function leavingRisks(change: ChangedPolicy, fateOf: FateOf): readonly Risk[] {
  return [...leaves(change, fateOf), ...switchedOff(change), ...drops(change, fateOf)]
}

function leaves({ policy, change, lost, before }: ChangedPolicy, fateOf: FateOf): readonly Risk[] {
  if (lost.length === 0 || !before || change === 'added') return []
  const where = new Set(lost)
  const asked = askedBy(before).filter((each) => where.has(each.cluster))
  const gone = asked.flatMap((each) => fateOf(each.cluster, each.object) ?? [])
  const isPruned = gone.includes('pruned')
  const places = lost.join(', ')
  const fate = (made: string) =>
    isPruned
      ? `what ${made} there is deleted where RHACM enforces it`
      : gone.length > 0 || asked.length === 0
        ? `what ${made} there stays, no longer watched`
        : `other policies ask for what ${made} there`
  const message = `${policy} leaves ${places}: ${fate('it made')}`
  return [{ kind: 'leaves-cluster', message, plural: `leave ${places}: ${fate('they made')}` }]
}

/** RHACM takes every copy of a disabled policy away. */
function switchedOff({ policy, before, after }: ChangedPolicy): readonly Risk[] {
  if (!before || !after || isDisabled(before.object) || !isDisabled(after.object)) return []
  const message = `${policy} is disabled: RHACM takes it from ${before.clusters.join(', ')}, and nothing of it is watched there`
  return [{ kind: 'leaves-cluster', message }]
}

function drops({ policy, before, after, removed }: ChangedPolicy, fateOf: FateOf): readonly Risk[] {
  if (!before || !after) return []
  if (removed.length === 0) return []
  const now = new Set(after.clusters)
  const stays = before.clusters.filter((each) => now.has(each))
  const found = removed.flatMap(({ object }) => {
    const [fate] = stays.flatMap((cluster) => fateOf(cluster, object) ?? [])
    return fate ? [{ object, fate }] : []
  })
  return (['pruned', 'recreated', 'kept'] as const).flatMap((fate): readonly Risk[] => {
    const objects = [...new Set(found.filter((each) => each.fate === fate).map((each) => each.object))]
    if (objects.length === 0) return []
    const [one, several] = FATES[fate]
    const end = objects.length === 1 ? one : several
    return [
      { kind: 'pruned', message: `${policy} no longer asks for ${objects.join(', ')} on ${stays.join(', ')}: ${end}` },
    ]
  })
}
