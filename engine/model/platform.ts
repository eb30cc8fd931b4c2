import type { Cluster, Environment } from './environment.ts'

/** Names that more than one component has to agree on, since components never see each other. */
export const VAULT_NAMESPACE = 'vault'
export const VAULT_HEADLESS = 'vault-internal'
export const DATABASE_NAMESPACE = 'cockroachdb'
export const DATABASE_HEADLESS = 'cockroachdb'
export const CERT_MANAGER_NAMESPACE = 'cert-manager'
export const BOOTSTRAP_ISSUER = 'vault-bootstrap'
export const WORKLOAD_ISSUER = 'vault-issuer'
/** ConfigMap with the root certificate (never a key) in each consumer's namespace, key `ca.crt`. */
export const CA_BUNDLE = 'platform-ca'
/** Routes that the global load balancer publishes carry this label. */
export const GLOBAL_ROUTE_LABEL = { key: 'route-type', value: 'global' } as const

/** Lighthouse's name of one pod of an exported headless Service, resolvable from every cluster of the set (blueprint section 6). */
export function peerHost(pod: string, cluster: string, service: string, namespace: string): string {
  return `${pod}.${cluster}.${service}.${namespace}.svc.clusterset.local`
}

/** All peers of a StatefulSet with `replicas` pods in each cluster (or a number for each), region by region. */
export function peerHosts(
  set: string,
  clusters: readonly Cluster[],
  replicas: number | ((cluster: string) => number),
  service: string,
  namespace: string,
): readonly string[] {
  return clusters.flatMap((cluster) =>
    Array.from({ length: typeof replicas === 'number' ? replicas : replicas(cluster.name) }, (_, i) =>
      peerHost(`${set}-${i}`, cluster.name, service, namespace),
    ),
  )
}

export function globalDomain(environment: Environment): string {
  return `global.${environment.spec.domain.base}`
}

export function appsDomain(environment: Environment, cluster: string): string {
  return `apps.${cluster}.${environment.spec.domain.base}`
}

/** The global-load-balancer-operator takes names of `[a-z0-9]` only (blueprint section 1). */
export function loadBalancerAlias(cluster: string): string {
  return cluster.replaceAll('-', '')
}

export function brokerNamespace(environment: Environment): string {
  return `${environment.spec.hub.clusterSet}-broker`
}

/** API server of a cluster, as the other clusters' Vault pods reach it. */
export function apiServer(environment: Environment, cluster: string): string {
  return `https://api.${cluster}.${environment.spec.domain.base}:6443`
}

/** Vault as the workloads of its own cluster reach it; the listener certificate carries the host. */
export const VAULT_ADDRESS = `https://vault.${VAULT_NAMESPACE}.svc:8200`
/** Mount of Vault's PKI engine, whose intermediate the hub root signs. */
export const PKI_MOUNT = 'pki_int'
/** Secret with the root certificate (key `ca.crt`) for readers that take Secrets only, in cert-manager's namespace. */
export const CA_SECRET = 'platform-ca'
/** Secrets of certificates that live long enough to be seen ending carry this label, where others beside them live for hours. */
export const LONG_LIVED = { 'isthmus.dev/certificate': 'long-lived' } as const
/** ServiceAccount in cert-manager's namespace with which the ClusterIssuer logs in to Vault. */
export const WORKLOAD_ISSUER_ACCOUNT = 'vault-issuer'
/** Vault PKI roles, auth roles and Issuers of the database's two identities with power (blueprint section 7). */
export const DATABASE_NODE_ROLE = 'crdb-node'
export const DATABASE_ROOT_ROLE = 'crdb-root'
/** The same for certificates of application users. */
export const DATABASE_CLIENT_ROLE = 'crdb-client'
/** SQL user of the probe: it may read the state of the database and nothing else. */
export const DATABASE_PROBE_USER = 'isthmusprobe'

/** Mount of the Kubernetes auth method of one cluster, below `auth/`: each cluster logs in on its own. */
export function authMount(cluster: string): string {
  return `kubernetes-${cluster}`
}

/** Vault auth role with which a cluster's ClusterIssuer logs in. */
export function issuerRole(cluster: string): string {
  return `cert-manager-${cluster}`
}

/** Vault PKI role that signs a cluster's workload certificates. */
export function workloadPkiRole(cluster: string): string {
  return `workload-${cluster}`
}

/** ServiceAccount with which the namespaced Vault Issuer of a database identity logs in. */
export function databaseIssuerAccount(role: string): string {
  return `${role}-issuer`
}
