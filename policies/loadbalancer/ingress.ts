import type { PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { globalHosts } from '../../engine/model/global-hosts.ts'
import { GLOBAL_ROUTE_LABEL } from '../../engine/model/platform.ts'
import { conditions, mustHave } from '../../engine/model/template-drafts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import type { Input } from './input.ts'

const INGRESS = {
  apiVersion: 'operator.openshift.io/v1',
  kind: 'IngressController',
  metadata: { name: 'default', namespace: 'openshift-ingress-operator' },
} as const

/** Router pods enough to lose one, and on AWS a balancer whose addresses stay. */
export function ingressPolicy({ settings, from }: Input, cluster: Cluster): PolicyDraft {
  const isNetwork = cluster.cloud === 'aws' && settings.ingress.networkLoadBalancer
  const strategy: Tree = {
    type: 'LoadBalancerService',
    loadBalancer: {
      scope: 'External',
      dnsManagementPolicy: 'Managed',
      providerParameters: { type: 'AWS', aws: { type: 'NLB' } },
    },
  }
  const spec: Tree = {
    replicas: from.settings.ingress.replicas,
    endpointPublishingStrategy: isNetwork ? strategy : undefined,
  }
  return {
    name: 'loadbalancer-ingress',
    description: 'The ingress through which the global names reach a cluster.',
    target: { cluster: cluster.name },
    severity: 'high',
    templates: [mustHave('ingress', 'desired', [{ ...INGRESS, spec }])],
  }
}

/** A region serves only what its own ingress has admitted. */
export function memberHealth({ environment }: Input, cluster: Cluster): PolicyDraft {
  const namespaces = [...new Set(globalHosts(environment).map((each) => each.namespace))]
  const admitted: Tree = {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    status: { ingress: [{ conditions: [{ type: 'Admitted', status: 'True' }] }] },
  }
  return {
    name: 'loadbalancer-member-health',
    description: 'The ingress is available, and every global Route is admitted.',
    target: { cluster: cluster.name },
    severity: 'high',
    templates: [
      mustHave('ingress', 'health', [{ ...INGRESS, status: conditions({ Available: 'True', Degraded: 'False' }) }]),
      ...(namespaces.length === 0
        ? []
        : [
            {
              kind: 'configuration' as const,
              name: 'routes-admitted',
              role: 'health' as const,
              namespaceSelector: { include: namespaces },
              objects: [
                {
                  complianceType: 'musthave' as const,
                  objectSelector: { matchLabels: { [GLOBAL_ROUTE_LABEL.key]: GLOBAL_ROUTE_LABEL.value } },
                  object: admitted,
                },
              ],
            },
          ]),
    ],
  }
}
