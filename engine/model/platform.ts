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

/** All peers of a StatefulSet with `replicas` pods in each cluster, region by region. */
export function peerHosts(
  set: string,
  clusters: readonly Cluster[],
  replicas: number,
  service: string,
  namespace: string,
): readonly string[] {
  return clusters.flatMap((cluster) =>
    Array.from({ length: replicas }, (_, i) => peerHost(`${set}-${i}`, cluster.name, service, namespace)),
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
