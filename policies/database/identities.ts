import { DATABASE_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'

const RBAC = 'rbac.authorization.k8s.io'
const namespace = DATABASE_NAMESPACE

export function serviceAccounts(names: readonly string[]): readonly Tree[] {
  return names.map((name) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } }))
}

/** A node reads the zone label of the machine it runs on, and nothing else of the cluster. */
export function localityRights(): readonly Tree[] {
  const name = 'cockroachdb-node-locality'
  return [
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRole',
      metadata: { name },
      rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }],
    },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name: 'cockroachdb', namespace }],
    },
  ]
}

/** The router reads the one Secret that the Route names. */
export function routerRights(): readonly Tree[] {
  const rule = {
    apiGroups: [''],
    resources: ['secrets'],
    resourceNames: ['cockroachdb-ui-tls'],
    verbs: ['get', 'list', 'watch'],
  }
  return roleAndBinding('cockroachdb-ui-tls-router', [rule], { name: 'router', namespace: 'openshift-ingress' })
}

export function roleAndBinding(
  name: string,
  rules: readonly Tree[],
  account: { readonly name: string; readonly namespace: string },
): readonly Tree[] {
  return [
    { apiVersion: `${RBAC}/v1`, kind: 'Role', metadata: { name, namespace }, rules },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup: RBAC, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', ...account }],
    },
  ]
}
