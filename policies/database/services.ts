import type { Cluster } from '../../engine/model/environment.ts'
import {
  DATABASE_GLOBAL_SERVICE,
  DATABASE_HEALTH_PATH,
  healthCheckAnnotation,
} from '../../engine/model/global-hosts.ts'
import { DATABASE_HEADLESS, DATABASE_NAMESPACE, GLOBAL_ROUTE_LABEL, globalDomain } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import { retainedStorageClass } from '../../engine/model/workload.ts'
import type { DatabaseInput } from './input.ts'
import { APP, MONITORED, PORTS } from './input.ts'

const namespace = DATABASE_NAMESPACE
const port = (name: string, number: number): Tree => ({ name, port: number, targetPort: name, protocol: 'TCP' })

/** The peers' names: they must resolve before a node is ready, or no quorum could ever form. */
export function headlessService(): Tree {
  const spec: Tree = {
    clusterIP: 'None',
    publishNotReadyAddresses: true,
    selector: APP,
    ports: [port('grpc', PORTS.sql), port('http', PORTS.http)],
  }
  return service(DATABASE_HEADLESS, spec, { labels: MONITORED })
}

export function publicService(): Tree {
  return service('cockroachdb-public', { selector: APP, ports: [port('grpc', PORTS.sql), port('http', PORTS.http)] })
}

/** SQL from outside: the global name leads to one of these, since SQL does not go through Routes. */
export function sqlService({ cloud }: Cluster): Tree {
  const spec: Tree = {
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Cluster',
    selector: APP,
    // The second port is for health checks from outside, which cannot ask a SQL port.
    ports: [port('grpc', PORTS.sql), port('http', PORTS.http)],
  }
  return service(DATABASE_GLOBAL_SERVICE, spec, { annotations: cloud === 'aws' ? NETWORK_BALANCER : undefined })
}

/** The classic balancer's addresses rotate under the health checks of the global name, and it ends idle sessions after a minute. */
const NETWORK_BALANCER = {
  'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb',
  'service.beta.kubernetes.io/aws-load-balancer-cross-zone-load-balancing-enabled': 'true',
} as const

function service(name: string, spec: Tree, metadata: { readonly [key: string]: Tree | undefined } = {}): Tree {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace, labels: APP, ...metadata }, spec }
}

export function serviceExports(): readonly Tree[] {
  return [DATABASE_HEADLESS, 'cockroachdb-public'].map((name) => ({
    apiVersion: 'multicluster.x-k8s.io/v1alpha1',
    kind: 'ServiceExport',
    metadata: { name, namespace },
  }))
}

export function consoleHost(input: DatabaseInput): string {
  return `${input.settings.host}.${globalDomain(input.environment)}`
}

/** The console only. `ca` is the certificate by which the router verifies a node; it comes apart. */
export function route(input: DatabaseInput, ca?: Tree): Tree {
  return {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: {
      name: 'cockroachdb-ui',
      namespace,
      labels: { ...APP, [GLOBAL_ROUTE_LABEL.key]: GLOBAL_ROUTE_LABEL.value },
      annotations: input.uses('loadbalancer')
        ? healthCheckAnnotation(input.environment, consoleHost(input), DATABASE_HEALTH_PATH)
        : undefined,
    },
    spec: {
      host: derived(consoleHost(input), input.from.spec.domain.base, input.from.settings.host),
      port: { targetPort: 'http' },
      to: { kind: 'Service', name: 'cockroachdb-public', weight: 100 },
      tls: {
        termination: 'reencrypt',
        insecureEdgeTerminationPolicy: 'None',
        externalCertificate: { name: 'cockroachdb-ui-tls' },
        destinationCACertificate: ca,
      },
    },
  }
}

export function disruptionBudget(input: DatabaseInput): Tree {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'cockroachdb', namespace, labels: APP },
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: input.from.settings.unhealthyPodEviction,
      selector: { matchLabels: APP },
    },
  }
}

export function storageClass(input: DatabaseInput, cluster: Cluster): Tree | undefined {
  return input.settings.storage.class === undefined ? retainedStorageClass('cockroach-fast', cluster) : undefined
}
