import type { AuthoredSpec } from '../../../model/authored-policy.ts'
import { groupOf } from '../../../model/kube.ts'
import type { Tree } from '../../../model/traced.ts'

type Dependency = NonNullable<AuthoredSpec['dependencies']>[number]

const OCM = 'policy.open-cluster-management.io'

/** Dependencies as RHACM takes them: a Policy with its namespace, the kinds inside policies without one (policy-api 2.5). */
export function dependencyTrees(dependencies: readonly Dependency[], hubNamespace: string): readonly Tree[] {
  return dependencies.map(({ apiVersion, kind, name, namespace, compliance }): Tree => {
    const isInside = groupOf(apiVersion) === OCM && kind.endsWith('Policy') && kind !== 'Policy'
    const place = isInside ? undefined : groupOf(apiVersion) === OCM ? hubNamespace : namespace
    return { apiVersion, kind, name, compliance, namespace: place }
  })
}
