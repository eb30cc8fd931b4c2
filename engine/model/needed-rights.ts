import { groupOf } from './kube.ts'
import type { Rendered } from './rendered.ts'
import { pluralOf, resourceTypeOf } from './resources.ts'
import type { WantedKind } from './wanted.ts'
import { wantedOf } from './wanted.ts'

/** One right of the engine's identity on a cluster, as RBAC words it. */
export interface NeededRight {
  /** '' for the core group. */
  readonly group: string
  readonly resource: string
  readonly verbs: readonly string[]
  /** '' for cluster-scoped resources and for all namespaces. */
  readonly namespace: string
  /** The only objects meant; empty: all. */
  readonly names: readonly string[]
  readonly reason: string
}

/** A list is asked once; a hub is also followed. */
export type Reading = 'once' | 'followed'

/**
 * The rights to list what a source lists: exactly `wantedOf(rendered)`, so that what is read and what is granted cannot part.
 * `get` is in none of them: the engine only lists.
 */
export function readingRights(kinds: readonly WantedKind[], reading: Reading): readonly NeededRight[] {
  const verbs = reading === 'followed' ? ['list', 'watch'] : ['list']
  return kinds.map(({ apiVersion, kind, namespace, names }) => ({
    group: groupOf(apiVersion),
    resource: resourceTypeOf(apiVersion, kind)?.plural ?? pluralOf(kind),
    verbs,
    namespace,
    // RBAC knows a name in a list or watch only where it asks for that one object.
    names: names !== null && (reading === 'once' || names.length === 1) ? names : [],
    reason: `reads ${kind}${namespace === '' ? '' : ` in ${namespace}`} to compare it with what was merged`,
  }))
}

/** What reading the hub of an environment takes. */
export function hubRights(rendered: Rendered): readonly NeededRight[] {
  return readingRights(wantedOf(rendered).hub, 'followed')
}

/** What `isthmus serve` takes beside reading: its replicas share the work through one Lease. */
export function leaseRights(namespace: string): readonly NeededRight[] {
  const reason = 'replicas of `isthmus serve` share the work through a Lease'
  return [
    {
      group: 'coordination.k8s.io',
      resource: 'leases',
      verbs: ['get', 'create', 'update'],
      namespace,
      names: [],
      reason,
    },
  ]
}

/** What `--views` takes: in effect the right to read every object but Secrets of every managed cluster. */
export const VIEW_RIGHTS: readonly NeededRight[] = [
  {
    group: 'view.open-cluster-management.io',
    resource: 'managedclusterviews',
    verbs: ['create', 'get', 'delete'],
    namespace: '',
    names: [],
    reason: 'reads violated objects through ManagedClusterViews, which are made and removed again',
  },
]

/** `list policies.policy.open-cluster-management.io in x`, for people. */
export function describeRight({ group, resource, verbs, namespace, names }: NeededRight): string {
  const what = `${resource}${group === '' ? '' : `.${group}`}`
  const only = names.length === 0 ? '' : ` (${names.join(', ')})`
  return `${verbs.join(', ')} ${what}${only}${namespace === '' ? '' : ` in ${namespace}`}`
}
