import type { Removal, Risk } from '../../../model/change-plan.ts'
import { isDisabled } from '../carried.ts'
import type { Changed } from '../changed.ts'
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
export function leavingRisks(change: Changed, removals: readonly Removal[]): readonly Risk[] {
  return [...leaves(change, removals), ...switchedOff(change), ...drops(change, removals)]
}

function leaves({ policy, change, lost, before }: Changed, removals: readonly Removal[]): readonly Risk[] {
  if (lost.length === 0 || !before || change === 'added') return []
  const asked = askedBy(before).filter((each) => lost.includes(each.cluster))
  const gone = asked.filter((each) => fateOf(each.object, [each.cluster], removals) !== undefined)
  const isPruned = gone.some((each) => fateOf(each.object, [each.cluster], removals) === 'pruned')
  const where = lost.join(', ')
  const fate = (made: string) =>
    isPruned
      ? `what ${made} there is deleted where RHACM enforces it`
      : gone.length > 0 || asked.length === 0
        ? `what ${made} there stays, no longer watched`
        : `other policies ask for what ${made} there`
  const message = `${policy} leaves ${where}: ${fate('it made')}`
  return [{ kind: 'leaves-cluster', message, plural: `leave ${where}: ${fate('they made')}` }]
}

/** RHACM takes every copy of a disabled policy away. */
function switchedOff({ policy, before, after }: Changed): readonly Risk[] {
  if (!before || !after || isDisabled(before.object) || !isDisabled(after.object)) return []
  const message = `${policy} is disabled: RHACM takes it from ${before.clusters.join(', ')}, and nothing of it is watched there`
  return [{ kind: 'leaves-cluster', message }]
}

function drops({ policy, before, after, removed }: Changed, removals: readonly Removal[]): readonly Risk[] {
  if (!before || !after) return []
  const stays = before.clusters.filter((each) => after.clusters.includes(each))
  const found = removed.flatMap(({ object }) => {
    const fate = fateOf(object, stays, removals)
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

/** What becomes of an object on any of these clusters; undefined where a policy still asks for it on each. */
function fateOf(object: string, clusters: readonly string[], removals: readonly Removal[]): Fate | undefined {
  return removals.find((each) => each.object === object && each.clusters.some((one) => clusters.includes(one)))?.fate
}
