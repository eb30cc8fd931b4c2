import { CERT_MANAGER_NAMESPACE, VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import type { CertsInput } from './input.ts'

/** cert-manager reaches the API server, DNS and its issuer; the API server reaches the webhook, monitoring the metrics. */
export function networkPolicies(input: CertsInput): readonly Tree[] {
  return [
    policy('cert-manager-default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    policy('cert-manager-webhook', {
      podSelector: { matchLabels: { 'app.kubernetes.io/component': 'webhook' } },
      policyTypes: ['Ingress'],
      // The API server comes from host addresses, which no selector names: the port is the limit.
      ingress: [{ ports: [tcp(10250)] }],
    }),
    policy('cert-manager-metrics', {
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [namespace('openshift-monitoring'), namespace('openshift-user-workload-monitoring')],
          ports: [tcp(9402)],
        },
      ],
    }),
    policy('cert-manager-egress', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        { ports: [tcp(6443), tcp(443)] },
        { to: [namespace('openshift-dns')], ports: [tcp(5353), { protocol: 'UDP', port: 5353 }] },
        ...(input.uses('vault') ? [{ to: [namespace(VAULT_NAMESPACE)], ports: [tcp(8200)] }] : []),
      ],
    }),
  ]
}

function policy(name: string, spec: Tree): Tree {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: CERT_MANAGER_NAMESPACE },
    spec,
  }
}

function tcp(port: number): Tree {
  return { protocol: 'TCP', port }
}

function namespace(name: string): Tree {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } }
}
