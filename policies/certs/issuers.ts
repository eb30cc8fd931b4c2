import type { Cluster } from '../../engine/model/environment.ts'
import {
  authMount,
  BOOTSTRAP_ISSUER,
  CA_BUNDLE,
  CA_SECRET,
  CERT_MANAGER_NAMESPACE,
  DATABASE_NAMESPACE,
  issuerRole,
  PKI_MOUNT,
  VAULT_ADDRESS,
  VAULT_NAMESPACE,
  WORKLOAD_ISSUER,
  WORKLOAD_ISSUER_ACCOUNT,
  workloadPkiRole,
} from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived, Template } from '../../engine/model/traced.ts'
import type { CertsInput } from './input.ts'
import { intermediateName } from './root.ts'

/** Where the intermediate is on a cluster without Vault, which then issues for workloads. */
export const INTERMEDIATE_SECRET = 'platform-issuer-ca'

/** The cluster's own intermediate, key included: encrypted on its way, resolved on the hub, never in Git. */
export function intermediateSecret(input: CertsInput, cluster: Cluster, name: string, namespace: string): Tree {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type: 'kubernetes.io/tls',
    data: new Template(
      `{{hub copySecretData "${input.settings.pkiNamespace}" "${intermediateName(cluster.name)}" hub}}`,
      input.from.settings.pkiNamespace,
      input.from.cluster(cluster.name).name,
    ),
  }
}

export function bootstrapIssuer(): Tree {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { name: BOOTSTRAP_ISSUER, namespace: VAULT_NAMESPACE },
    spec: { ca: { secretName: `${BOOTSTRAP_ISSUER}-ca` } },
  }
}

/** Namespaces whose pods verify the platform's certificates. */
export function consumerNamespaces(input: CertsInput): readonly string[] {
  return [...(input.uses('vault') ? [VAULT_NAMESPACE] : []), ...(input.uses('database') ? [DATABASE_NAMESPACE] : [])]
}

/** The root certificate, never a key: what the intermediate's Secret calls its ca.crt. */
export function caBundle(input: CertsInput, cluster: Cluster, namespace: string): Tree {
  const read = `fromSecret "${input.settings.pkiNamespace}" "${intermediateName(cluster.name)}" "ca.crt"`
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: CA_BUNDLE, namespace },
    data: {
      'ca.crt': new Template(
        `{{hub (${read}) | base64dec | toRawJson | toLiteral hub}}`,
        input.from.settings.pkiNamespace,
      ),
    },
  }
}

/** The same certificate for Vault issuers, which read Secrets of their own namespace only. */
export function caSecret(input: CertsInput, cluster: Cluster, namespace: string): Tree {
  const read = `fromSecret "${input.settings.pkiNamespace}" "${intermediateName(cluster.name)}" "ca.crt"`
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: CA_SECRET, namespace },
    type: 'Opaque',
    data: { 'ca.crt': new Template(`{{hub ${read} hub}}`, input.from.settings.pkiNamespace) },
  }
}

/**
 * The issuer of workloads: logs in to the local Vault through the cluster's own auth mount, with its own ServiceAccount. `audience` is
 * that of the cluster's API server; it comes apart, so that the issuer itself can be compared offline.
 */
export function vaultIssuer(input: CertsInput, cluster: Cluster, audience?: Tree): Tree {
  const name = input.from.cluster(cluster.name).name
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: WORKLOAD_ISSUER },
    spec: {
      vault: {
        server: VAULT_ADDRESS,
        path: derived(`${PKI_MOUNT}/sign/${workloadPkiRole(cluster.name)}`, name),
        caBundleSecretRef: { name: CA_SECRET, key: 'ca.crt' },
        auth: {
          kubernetes: {
            mountPath: derived(`/v1/auth/${authMount(cluster.name)}`, name),
            role: derived(issuerRole(cluster.name), name),
            // Vault keeps no reviewer: the token reviews itself, so it also needs the API server's audience.
            serviceAccountRef: { name: WORKLOAD_ISSUER_ACCOUNT, audiences: audience && [audience] },
          },
        },
      },
    },
  }
}

/** Without Vault the cluster's intermediate issues for workloads itself. */
export function intermediateIssuer(): Tree {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: 'platform-issuer' },
    spec: { ca: { secretName: INTERMEDIATE_SECRET } },
  }
}

/** The identity of the ClusterIssuer: cert-manager may ask for its tokens, and its token may review itself. */
export function issuerIdentity(): readonly Tree[] {
  const namespace = CERT_MANAGER_NAMESPACE
  return [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: WORKLOAD_ISSUER_ACCOUNT, namespace } }]
}

export function issuerRights(): readonly Tree[] {
  const namespace = CERT_MANAGER_NAMESPACE
  const name = `${WORKLOAD_ISSUER_ACCOUNT}-tokenrequest`
  const rbac = 'rbac.authorization.k8s.io'
  return [
    {
      apiVersion: `${rbac}/v1`,
      kind: 'Role',
      metadata: { name, namespace },
      rules: [
        {
          apiGroups: [''],
          resources: ['serviceaccounts/token'],
          resourceNames: [WORKLOAD_ISSUER_ACCOUNT],
          verbs: ['create'],
        },
      ],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup: rbac, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: 'cert-manager', namespace }],
    },
  ]
}
