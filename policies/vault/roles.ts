import type { Cluster } from '../../engine/model/environment.ts'
import {
  authMount,
  CERT_MANAGER_NAMESPACE,
  DATABASE_CLIENT_ROLE,
  DATABASE_NAMESPACE,
  DATABASE_NODE_ROLE,
  DATABASE_ROOT_ROLE,
  databaseIssuerAccount,
  issuerRole,
  PKI_MOUNT,
  VAULT_NAMESPACE,
  WORKLOAD_ISSUER,
  WORKLOAD_ISSUER_ACCOUNT,
  workloadPkiRole,
} from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import { configObject } from './configuration.ts'
import type { VaultInput } from './input.ts'
import { primaryOf } from './input.ts'

const DATABASE_ROLES = [DATABASE_NODE_ROLE, DATABASE_ROOT_ROLE, DATABASE_CLIENT_ROLE] as const

interface Login {
  readonly role: string
  readonly account: string
  readonly namespace: string
  /** Absent where the token is made for nothing but the API server, which asks for its own audience when the token reviews itself. */
  readonly audience?: string
  readonly policy: string
}

/** Who may log in through a cluster's endpoint, as what: one account, one namespace, one policy each, and the audience that its issuer asks for. */
function loginsOf(input: VaultInput, cluster: Cluster): readonly Login[] {
  const job = (name: string): Login => ({
    role: name,
    account: name,
    namespace: VAULT_NAMESPACE,
    policy: name,
  })
  const isPrimary = cluster.name === primaryOf(input)
  return [
    {
      role: issuerRole(cluster.name),
      account: WORKLOAD_ISSUER_ACCOUNT,
      namespace: CERT_MANAGER_NAMESPACE,
      audience: `vault://${WORKLOAD_ISSUER}`,
      policy: workloadPkiRole(cluster.name),
    },
    job('vault-probe'),
    ...(input.settings.snapshots.enabled ? [job('vault-snapshot')] : []),
    ...(isPrimary ? [job('vault-autopilot')] : []),
    ...(input.uses('database') ? DATABASE_ROLES.map(databaseLogin) : []),
  ]
}

function databaseLogin(role: string): Login {
  return {
    role,
    account: databaseIssuerAccount(role),
    namespace: DATABASE_NAMESPACE,
    audience: `vault://${DATABASE_NAMESPACE}/${role}`,
    policy: role,
  }
}

export function authRoles(input: VaultInput, cluster: Cluster): readonly Tree[] {
  const name = input.from.cluster(cluster.name).name
  return loginsOf(input, cluster).map((login) =>
    configObject(input, 'KubernetesAuthEngineRole', objectName(login.role, cluster), {
      path: derived(authMount(cluster.name), name),
      name: login.role,
      targetServiceAccounts: [login.account],
      targetNamespaces: { targetNamespaces: [login.namespace] },
      ...(login.audience === undefined ? {} : { audience: login.audience }),
      policies: [login.policy],
      aliasNameSource: 'serviceaccount_uid',
      tokenNoDefaultPolicy: true,
      tokenTTL: 600,
      tokenMaxTTL: 600,
      tokenType: 'batch',
    }),
  )
}

/** Roles of the same name exist in every cluster's endpoint; the objects that make them need names of their own. */
function objectName(role: string, cluster: Cluster): string {
  return role.endsWith(cluster.name) ? role : `${role}-${cluster.name}`
}

/** What each log-in may do; a signer may sign by its own role and neither read, issue nor list. */
export function aclPolicies(input: VaultInput): readonly Tree[] {
  const sign = (role: string) => rule(`${PKI_MOUNT}/sign/${role}`, 'update')
  const signers = [
    ...input.clusters.map((each) => workloadPkiRole(each.name)),
    ...(input.uses('database') ? DATABASE_ROLES : []),
  ]
  const acl = (name: string, ...rules: readonly string[]) =>
    configObject(input, 'Policy', name, { type: 'acl', policy: `${rules.join('\n')}\n` })
  return [
    ...signers.map((role) => acl(role, sign(role))),
    acl(
      'vault-probe',
      rule('sys/storage/raft/autopilot/state', 'read'),
      rule('sys/storage/raft/autopilot/configuration', 'read'),
      rule('sys/audit', 'read', 'sudo'),
      rule('auth/token/accessors', 'list', 'sudo'),
      rule('auth/token/lookup-accessor', 'update'),
    ),
    ...(input.settings.snapshots.enabled ? [acl('vault-snapshot', rule('sys/storage/raft/snapshot', 'read'))] : []),
    acl('vault-autopilot', rule('sys/storage/raft/autopilot/configuration', 'read', 'update')),
  ]
}

function rule(path: string, ...capabilities: readonly string[]): string {
  return `path "${path}" { capabilities = [${capabilities.map((each) => `"${each}"`).join(', ')}] }`
}
