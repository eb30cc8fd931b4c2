import type { Cluster } from '../../engine/model/environment.ts'
import {
  authMount,
  CA_SECRET,
  DATABASE_CLIENT_ROLE,
  DATABASE_NAMESPACE,
  DATABASE_NODE_ROLE,
  DATABASE_ROOT_ROLE,
  databaseIssuerAccount,
  PKI_MOUNT,
  VAULT_ADDRESS,
} from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import type { DatabaseInput } from './input.ts'

const RBAC = 'rbac.authorization.k8s.io'
const namespace = DATABASE_NAMESPACE

const ISSUER_ROLES = [DATABASE_NODE_ROLE, DATABASE_ROOT_ROLE, DATABASE_CLIENT_ROLE] as const

/** One Vault issuer per identity: the log-in is the issuer's, not the requester's, so CN root never shares one with CN node. `audience` comes apart. */
export function issuers(input: DatabaseInput, cluster: Cluster, audience?: Tree): readonly Tree[] {
  return ISSUER_ROLES.map((role) => ({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { name: role, namespace },
    spec: {
      vault: {
        server: VAULT_ADDRESS,
        path: `${PKI_MOUNT}/sign/${role}`,
        caBundleSecretRef: { name: CA_SECRET, key: 'ca.crt' },
        auth: {
          kubernetes: {
            mountPath: derived(`/v1/auth/${authMount(cluster.name)}`, input.from.cluster(cluster.name).name),
            role,
            serviceAccountRef: { name: databaseIssuerAccount(role), audiences: audience && [audience] },
          },
        },
      },
    },
  }))
}

export function issuerAccounts(): readonly Tree[] {
  return ISSUER_ROLES.map((role) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: databaseIssuerAccount(role), namespace },
  }))
}

/** cert-manager may ask for tokens of exactly these accounts. */
export function tokenRights(): readonly Tree[] {
  const name = 'cockroachdb-issuer-tokenrequest'
  return [
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'Role',
      metadata: { name, namespace },
      rules: [
        {
          apiGroups: [''],
          resources: ['serviceaccounts/token'],
          resourceNames: ISSUER_ROLES.map(databaseIssuerAccount),
          verbs: ['create'],
        },
      ],
    },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup: RBAC, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: 'cert-manager', namespace: 'cert-manager' }],
    },
  ]
}
