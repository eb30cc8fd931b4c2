import type { PolicyDraft } from '../../model/component.ts'
import { canonical } from '../../model/json.ts'
import type { Tree } from '../../model/traced.ts'
import { settle } from '../../model/traced.ts'

/** A policy to be: its final name, the draft it is made of, and the member clusters that it goes to. */
export interface Collapsed {
  readonly name: string
  readonly draft: PolicyDraft
  readonly clusters: readonly string[]
}

/**
 * Drafts that say the same for every cluster become one policy `<name>`; what differs stays one policy per cluster,
 * `<name>-<cluster>`. Stateful components always keep a policy per cluster, so that a merge can touch one region alone
 * (design section 5). Drafts for clusters that the placement does not reach are dropped.
 */
export function collapse(
  drafts: readonly PolicyDraft[],
  clusters: readonly string[],
  stateful: boolean,
): readonly Collapsed[] {
  const names = [...new Set(drafts.map((each) => each.name))]
  return names.flatMap((name) => {
    const same = drafts.filter((each) => each.name === name)
    const hub = same.filter((each) => each.target === 'hub').map((draft) => ({ name, draft, clusters: [] }))
    const members = same.flatMap((draft) => {
      const cluster = draft.target === 'hub' ? undefined : draft.target.cluster
      return cluster !== undefined && clusters.includes(cluster) ? [{ draft, cluster }] : []
    })
    const [first] = members
    if (!first) return hub
    const isOne =
      !stateful && members.length === clusters.length && members.every(({ draft }) => sameContent(draft, first.draft))
    if (isOne) return [...hub, { name, draft: first.draft, clusters: members.map((each) => each.cluster) }]
    return [
      ...hub,
      ...members.map(({ draft, cluster }) => ({ name: `${name}-${cluster}`, draft, clusters: [cluster] })),
    ]
  })
}

function sameContent(a: PolicyDraft, b: PolicyDraft): boolean {
  return contentOf(a) === contentOf(b)
}

function contentOf(draft: PolicyDraft): string {
  const { target: _, ...rest } = draft
  return canonical(settle(rest as unknown as Tree).value)
}
