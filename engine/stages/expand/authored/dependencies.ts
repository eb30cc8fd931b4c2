import type { AuthoredSpec } from '../../../model/authored-policy.ts'
import { groupOf } from '../../../model/kube.ts'
import type { Origin, Tree } from '../../../model/traced.ts'
import { derived, mirror } from '../../../model/traced.ts'

type Dependency = NonNullable<AuthoredSpec['dependencies']>[number]

const OCM = 'policy.open-cluster-management.io'

/**
 * Dependencies as RHACM takes them: a Policy with its namespace, the kinds inside policies without one (policy-api 2.5). `origin` is
 * where their list stands.
 */
export function dependencyTrees(
  dependencies: readonly Dependency[],
  hubNamespace: string,
  origin: Origin,
): readonly Tree[] {
  return dependencies.map(({ apiVersion, kind, name, namespace, compliance }, i): Tree => {
    const isInside = groupOf(apiVersion) === OCM && kind.endsWith('Policy') && kind !== 'Policy'
    const place = isInside ? undefined : groupOf(apiVersion) === OCM ? hubNamespace : namespace
    const asked = mirror(undefined, { ...origin, pointer: `${origin.pointer}/${i}` })
    return derived({ apiVersion, kind, name, compliance, ...(place === undefined ? {} : { namespace: place }) }, asked)
  })
}
