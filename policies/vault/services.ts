import type { Cluster } from '../../engine/model/environment.ts'
import { healthCheckAnnotation, VAULT_HEALTH_PATH } from '../../engine/model/global-hosts.ts'
import { GLOBAL_ROUTE_LABEL, VAULT_HEADLESS, VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import { retainedStorageClass } from '../../engine/model/workload.ts'
import { globalHost } from './addresses.ts'
import type { VaultInput } from './input.ts'
import { APP, PORTS } from './input.ts'

const port = (name: string, number: number): Tree => ({ name, port: number, targetPort: number, protocol: 'TCP' })

/** The peers' names: they must resolve before a pod is ready, or no quorum could ever form. */
export function headlessService(): Tree {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: VAULT_HEADLESS, namespace: VAULT_NAMESPACE, labels: APP },
    spec: {
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: APP,
      ports: [port('api', PORTS.api), port('cluster', PORTS.cluster), port('metrics', PORTS.metrics)],
    },
  }
}

/** For clients: every ready node, since standbys forward; in most clusters no node is the active one. */
export function clientService(): Tree {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'vault', namespace: VAULT_NAMESPACE, labels: APP },
    spec: { selector: APP, ports: [port('api', PORTS.api)] },
  }
}

export function serviceExport(): Tree {
  return {
    apiVersion: 'multicluster.x-k8s.io/v1alpha1',
    kind: 'ServiceExport',
    metadata: { name: VAULT_HEADLESS, namespace: VAULT_NAMESPACE },
  }
}

/** `ca` is the certificate by which the router verifies Vault; it comes apart, so that the Route itself can be compared offline. */
export function route(input: VaultInput, ca?: Tree): Tree {
  return {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: {
      name: 'vault',
      namespace: VAULT_NAMESPACE,
      labels: { ...APP, [GLOBAL_ROUTE_LABEL.key]: GLOBAL_ROUTE_LABEL.value },
      annotations: input.uses('loadbalancer')
        ? healthCheckAnnotation(input.environment, globalHost(input), VAULT_HEALTH_PATH)
        : undefined,
    },
    spec: {
      host: derived(globalHost(input), input.from.spec.domain.base, input.from.settings.host),
      port: { targetPort: 'api' },
      to: { kind: 'Service', name: 'vault', weight: 100 },
      tls: {
        termination: 'reencrypt',
        insecureEdgeTerminationPolicy: 'None',
        externalCertificate: { name: 'vault-route-tls' },
        destinationCACertificate: ca,
      },
    },
  }
}

export function disruptionBudget(input: VaultInput): Tree {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'vault', namespace: VAULT_NAMESPACE, labels: APP },
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: input.from.settings.unhealthyPodEviction,
      selector: { matchLabels: APP },
    },
  }
}

export function storageClass(input: VaultInput, cluster: Cluster): Tree | undefined {
  return input.settings.storage.class === undefined ? retainedStorageClass('vault-fast', cluster) : undefined
}
