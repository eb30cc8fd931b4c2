import type { Drift } from './drift.ts'
import type { ExceptedReport } from './exception.ts'
import { identityOf } from './kube.ts'

/** Nodes of a service in one cluster. */
interface Members {
  readonly cluster: string
  readonly nodes: number
}

const REPLICAS = '/spec/replicas'

/**
 * How many members of a component a look found gone from a cluster that can be seen, since somebody scaled them down or deleted their
 * StatefulSet. Whether people live with it by an exception changes no quorum.
 */
export function lostMembersOf(
  { drifts, excepted = [] }: Pick<ExceptedReport, 'drifts' | 'excepted'>,
  component: string,
): (members: Members) => number {
  const own = [...drifts, ...excepted.map((each) => each.drift)].filter(
    (each) => each.component === component && each.object.kind === 'StatefulSet',
  )
  return ({ cluster, nodes }) => {
    // Two templates may say the same of one object.
    const byObject = new Map<string, number>()
    for (const each of own.filter(({ clusters }) => clusters.includes(cluster))) {
      const id = identityOf(each.object)
      byObject.set(id, Math.max(byObject.get(id) ?? 0, lostBy(each, nodes)))
    }
    const sum = [...byObject.values()].reduce((all, each) => all + each, 0)
    return Math.min(nodes, sum)
  }
}

/** An absent number of replicas is one. */
function lostBy({ change, fields }: Drift, nodes: number): number {
  if (change === 'missing') return nodes
  const field = fields.find((each) => each.pointer === REPLICAS)
  if (typeof field?.desired !== 'number') return 0
  const there = field.observed === null ? 1 : field.observed
  return typeof there === 'number' ? Math.max(0, field.desired - there) : 0
}
