import type { Cluster, EnvironmentSpec } from './environment.ts'
import type { Mirror, Tree } from './traced.ts'
import { derived } from './traced.ts'

/** A rule's peers in the same namespace. */
export function pods(labels: { readonly [key: string]: string }): Tree {
  return { podSelector: { matchLabels: labels } }
}

export function namespaceNamed(name: string): Tree {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } }
}

export function namespaceLabelled(labels: { readonly [key: string]: string }): Tree {
  return { namespaceSelector: { matchLabels: labels } }
}

/** OpenShift's router, whichever network provider the cluster has. */
export const ROUTER: Tree = namespaceLabelled({ 'policy-group.network.openshift.io/ingress': '' })
export const MONITORING: readonly Tree[] = ['openshift-monitoring', 'openshift-user-workload-monitoring'].map(
  namespaceNamed,
)

/** Pods of every other cluster, by address range: a selector never matches a remote pod. */
export function remotePods(spec: Mirror<EnvironmentSpec>, clusters: readonly Cluster[], here: string): readonly Tree[] {
  return clusters.flatMap((cluster, index) => {
    if (cluster.name === here) return []
    const asked = spec.clusters[index]?.network.pods
    return [{ ipBlock: { cidr: asked ? derived(cluster.network.pods, asked) : cluster.network.pods } }]
  })
}

export function ports(...numbers: readonly number[]): readonly Tree[] {
  return numbers.map((port) => ({ protocol: 'TCP', port }))
}

/** Cluster DNS, which also forwards clusterset.local. */
export const DNS_EGRESS: Tree = {
  to: [namespaceNamed('openshift-dns')],
  ports: [
    { protocol: 'UDP', port: 5353 },
    { protocol: 'TCP', port: 5353 },
  ],
}

export function networkPolicy(namespace: string, name: string, spec: Tree): Tree {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec }
}

export function defaultDeny(namespace: string, name: string): Tree {
  return networkPolicy(namespace, name, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] })
}
