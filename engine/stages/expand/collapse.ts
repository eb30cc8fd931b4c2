import type { PolicyDraft } from '../../model/component.ts'
import type { Json } from '../../model/json.ts'
import { isEqual } from '../../model/json.ts'
import type { Tree } from '../../model/traced.ts'
import { settle } from '../../model/traced.ts'
import { templated } from './templated.ts'
import type { ValueMap } from './value-maps.ts'

/** A policy to be: its final name, the draft it is made of, and the member clusters that it goes to. */
export interface Collapsed {
  readonly name: string
  readonly draft: PolicyDraft
  readonly clusters: readonly string[]
  /** With `rendering: templated`: what each cluster reads. */
  readonly values?: readonly ValueMap[]
}

/**
 * Drafts that say the same for every cluster become one policy `<name>`; what differs stays one policy per cluster,
 * `<name>-<cluster>`. Stateful components always keep a policy per cluster, so that a merge can touch one region alone
 * (design section 5). With `templatedBy` (the name of a policy's values ConfigMap) drafts that differ in plain values only
 * become one policy with hub templates. Drafts for clusters that the placement does not reach are dropped.
 */
export function collapse(
  drafts: readonly PolicyDraft[],
  clusters: readonly string[],
  stateful: boolean,
  templatedBy?: (name: string) => string,
): readonly Collapsed[] {
  const reachable = new Set(clusters)
  return [...byName(drafts)].flatMap(([name, same]) => {
    const hub = same.filter((each) => each.target === 'hub').map((draft) => ({ name, draft, clusters: [] }))
    const members = same.flatMap((draft) => {
      const cluster = draft.target === 'hub' ? undefined : draft.target.cluster
      return cluster !== undefined && reachable.has(cluster) ? [{ draft, cluster }] : []
    })
    const [first] = members
    if (!first) return hub
    const mayShare = !stateful && members.length === clusters.length
    const reached = members.map((each) => each.cluster)
    if (mayShare && areAlike(members.map((each) => each.draft)))
      return [...hub, { name, draft: first.draft, clusters: reached }]
    const isPrivate = first.draft.hubTemplateServiceAccount !== undefined
    const one = mayShare && templatedBy ? templated(members, templatedBy(name), isPrivate) : undefined
    if (one) return [...hub, { name, draft: one.draft, clusters: reached, values: one.values }]
    return [
      ...hub,
      ...members.map(({ draft, cluster }) => ({ name: `${name}-${cluster}`, draft, clusters: [cluster] })),
    ]
  })
}

function byName(drafts: readonly PolicyDraft[]): ReadonlyMap<string, readonly PolicyDraft[]> {
  const found = new Map<string, PolicyDraft[]>()
  for (const each of drafts) {
    const same = found.get(each.name)
    if (same) same.push(each)
    else found.set(each.name, [each])
  }
  return found
}

/** True where all say the same but for their targets. */
function areAlike([first, ...others]: readonly PolicyDraft[]): boolean {
  if (!first) return true
  const settled: Json[] = []
  const content = () => {
    const [known = contentOf(first)] = settled
    if (settled.length === 0) settled.push(known)
    return known
  }
  return others.every((each) => hasSameMembers(first, each) || isEqual(contentOf(each), content()))
}

/** One draft handed out for every cluster: nothing has to be compared. */
function hasSameMembers(a: PolicyDraft, b: PolicyDraft): boolean {
  const { target: _, ...mine } = a
  const { target: __, ...theirs } = b
  const keys = Object.keys(mine) as (keyof typeof mine)[]
  return keys.length === Object.keys(theirs).length && keys.every((key) => mine[key] === theirs[key])
}

function contentOf(draft: PolicyDraft): Json {
  const { target: _, ...rest } = draft
  return settle(rest as unknown as Tree).value
}
