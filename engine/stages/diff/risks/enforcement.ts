import type { Risk } from '../../../model/change-plan.ts'
import { at } from '../../../model/json.ts'
import type { Carried } from '../carried.ts'
import { carriedBy, complianceOf, isDisabled } from '../carried.ts'
import type { ChangedPolicy } from '../changed.ts'
import type { Standing } from '../standing.ts'

const OVERWRITES = 'RHACM will overwrite what differs on'

/** What RHACM begins to write on clusters that were there before. */
export function enforcementRisks(change: ChangedPolicy, standing: Standing): readonly Risk[] {
  return [...turned(change), ...comes(change, standing)]
}

/** Templates that only informed on a cluster where the policy stays. */
function turned(change: ChangedPolicy): readonly Risk[] {
  const { policy, before, after } = change
  const clusters = staying(change)
  if (!before || !after || clusters.length === 0) return []
  const old = new Map(carriedBy(before.object).map((each) => [each.template, each.isEnforced]))
  const isFirst = ![...old.values()].includes(true)
  const now = new Map(carriedBy(after.object).map((each) => [each.template, each]))
  const anew = [...now].filter(([name, { isEnforced }]) => isEnforced && (isFirst || old.get(name) === false))
  if (anew.length === 0) return []
  const isWhole = [...now].every(([name, each]) => each.isLookOnly || anew.some(([other]) => other === name))
  const what = isWhole
    ? `${policy} turns`
    : `${names(anew.map(([name]) => name))} of ${policy} turn${anew.length === 1 ? 's' : ''}`
  const rest = `from inform to enforce: ${OVERWRITES} ${clusters.join(', ')}`
  const plural = isWhole ? { plural: `turn from inform to enforce: ${OVERWRITES}` } : {}
  return [{ kind: 'newly-enforced', message: `${what} ${rest}`, ...plural, clusters }]
}

/** An enforced policy that is new on a cluster, unless another one enforced all of it there already. */
function comes(change: ChangedPolicy, standing: Standing): readonly Risk[] {
  const { policy, after } = change
  const enforced = carriedBy(after?.object).filter((each) => each.isEnforced)
  const stays = new Set(staying(change))
  const clusters = (after?.clusters ?? []).filter(
    (cluster) =>
      !stays.has(cluster) &&
      standing.clusters.has(cluster) &&
      enforced.some((each) => !standing.isEnforced(cluster, each)),
  )
  if (clusters.length === 0) return []
  const message = `${policy} comes enforced: ${OVERWRITES} ${clusters.join(', ')}`
  return [{ kind: 'newly-enforced', message, plural: `come enforced: ${OVERWRITES}`, clusters }]
}

/** Clusters on which the policy was at work before and is afterwards. */
function staying({ before, after }: ChangedPolicy): readonly string[] {
  if (!before || !after || isDisabled(before.object) || isDisabled(after.object)) return []
  const old = new Set(before.clusters)
  return after.clusters.filter((each) => old.has(each))
}

/** What RHACM begins to delete: objects that must not be there, operators that must go, fields that are not listed. */
export function deletionRisks(change: ChangedPolicy, standing: Standing): readonly Risk[] {
  const { after, objects } = change
  const absent = carriedBy(after?.object).filter(
    (each) => each.isEnforced && complianceOf(each) === 'mustnothave' && canDelete(each),
  )
  const byClusters = new Map<string, string[]>()
  for (const each of absent) {
    const where = (after?.clusters ?? []).filter(
      (cluster) => standing.clusters.has(cluster) && !standing.isEnforced(cluster, each),
    )
    const key = where.join(', ')
    if (key !== '')
      byClusters.set(key, [
        ...(byClusters.get(key) ?? []),
        each.isTemplate ? `the operator of ${each.object}` : each.object,
      ])
  }
  const exact = objects.filter(
    ({ was, is }) =>
      was.isEnforced && is.isEnforced && complianceOf(was) === 'musthave' && complianceOf(is) === 'mustonlyhave',
  )
  const where = change.clusters.join(', ')
  return [
    ...[...byClusters].map(
      ([clusters, found]): Risk => ({
        kind: 'deletes',
        message: `RHACM deletes ${names(found)} wherever it finds ${found.length === 1 ? 'it' : 'them'} on ${clusters}`,
      }),
    ),
    ...exact.map(
      ({ is }): Risk => ({
        kind: 'deletes',
        message: `RHACM removes from ${is.object} on ${where} all that ${change.policy} does not list`,
      }),
    ),
  ]
}

/** Without a name and a selector RHACM only looks, whatever it is told (policy-api 5.7). */
function canDelete({ content, how }: Carried): boolean {
  return at(how, 'objectSelector') !== undefined || at(content, 'metadata', 'name') !== undefined
}

function names(all: readonly string[]): string {
  return [...new Set(all)].join(', ')
}
