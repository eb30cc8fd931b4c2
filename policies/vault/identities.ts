import {
  CERT_MANAGER_NAMESPACE,
  DATABASE_CLIENT_ROLE,
  DATABASE_NAMESPACE,
  DATABASE_NODE_ROLE,
  DATABASE_ROOT_ROLE,
  databaseIssuerAccount,
  VAULT_NAMESPACE,
  WORKLOAD_ISSUER_ACCOUNT,
} from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import type { VaultInput } from './input.ts'
import { primaryOf } from './input.ts'

const RBAC = 'rbac.authorization.k8s.io'
const namespace = VAULT_NAMESPACE

/** Accounts of the jobs; `vault-config` only where the configuration is written. */
export function accounts(input: VaultInput, cluster: string): readonly string[] {
  return [
    'vault',
    'vault-probe',
    ...(input.settings.snapshots.enabled ? ['vault-snapshot'] : []),
    ...(cluster === primaryOf(input) ? ['vault-config', 'vault-autopilot'] : []),
  ]
}

export function serviceAccounts(input: VaultInput, cluster: string): readonly Tree[] {
  return accounts(input, cluster).map((name) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
  }))
}

/** Vault labels its own pods with their state; the labels are its own affair and enforced by nobody. */
export function discoveryRights(): readonly Tree[] {
  return roleAndBinding('vault-discovery', 'vault', [
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'patch', 'update'] },
  ])
}

/** The router reads the one Secret that the Route names. */
export function routerRights(): readonly Tree[] {
  const name = 'vault-route-tls-router'
  return [
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'Role',
      metadata: { name, namespace },
      rules: [
        {
          apiGroups: [''],
          resources: ['secrets'],
          resourceNames: ['vault-route-tls'],
          verbs: ['get', 'list', 'watch'],
        },
      ],
    },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup: RBAC, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: 'router', namespace: 'openshift-ingress' }],
    },
  ]
}

/** Clients review their own tokens, so that Vault stores no reviewer: each of them may ask the API server about a token. */
export function reviewRights(input: VaultInput, cluster: string): Tree {
  const jobs = accounts(input, cluster).filter((name) => name !== 'vault')
  const database = [DATABASE_NODE_ROLE, DATABASE_ROOT_ROLE, DATABASE_CLIENT_ROLE].map(databaseIssuerAccount)
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'vault-client-auth-delegator' },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'system:auth-delegator' },
    subjects: [
      { kind: 'ServiceAccount', name: WORKLOAD_ISSUER_ACCOUNT, namespace: CERT_MANAGER_NAMESPACE },
      ...jobs.map((name) => ({ kind: 'ServiceAccount', name, namespace })),
      ...(input.uses('database')
        ? database.map((name) => ({ kind: 'ServiceAccount', name, namespace: DATABASE_NAMESPACE }))
        : []),
    ],
  }
}

export function roleAndBinding(name: string, account: string, rules: readonly Tree[]): readonly Tree[] {
  return [
    { apiVersion: `${RBAC}/v1`, kind: 'Role', metadata: { name, namespace }, rules },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup: RBAC, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
    },
  ]
}
