import type { Cluster } from '../../engine/model/environment.ts'
import {
  DNS_EGRESS,
  defaultDeny,
  MONITORING,
  namespaceLabelled,
  namespaceNamed,
  networkPolicy,
  pods,
  ports,
  ROUTER,
  remotePods,
} from '../../engine/model/peer-network.ts'
import { CERT_MANAGER_NAMESPACE, VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import type { VaultInput } from './input.ts'
import { APP, PORTS } from './input.ts'
import { sealPorts } from './seal.ts'

/** Namespaces that call Vault themselves carry this label. */
export const CLIENT_LABEL = { 'isthmus.dev/vault-client': 'true' } as const
/** Jobs of this namespace that call Vault: probe, snapshot, autopilot. */
export const JOB = { 'isthmus.dev/vault-job': 'true' } as const

export function networkPolicies(input: VaultInput, cluster: Cluster): readonly Tree[] {
  const remote = remotePods(input.from.spec, input.clusters, cluster.name)
  const node = { podSelector: { matchLabels: APP } }
  return [
    defaultDeny(VAULT_NAMESPACE, 'vault-default-deny'),
    networkPolicy(VAULT_NAMESPACE, 'vault-peers', {
      ...node,
      policyTypes: ['Ingress'],
      ingress: [{ from: [pods(APP), ...remote], ports: ports(PORTS.api, PORTS.cluster) }],
    }),
    networkPolicy(VAULT_NAMESPACE, 'vault-clients', {
      ...node,
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [
            ROUTER,
            namespaceNamed(CERT_MANAGER_NAMESPACE),
            namespaceNamed('vault-config-operator'),
            namespaceLabelled(CLIENT_LABEL),
            pods(JOB),
          ],
          ports: ports(PORTS.api),
        },
        { from: [...MONITORING], ports: ports(PORTS.metrics) },
      ],
    }),
    networkPolicy(VAULT_NAMESPACE, 'vault-egress', {
      ...node,
      policyTypes: ['Egress'],
      egress: [
        DNS_EGRESS,
        { to: [pods(APP), ...remote], ports: ports(PORTS.api, PORTS.cluster) },
        // API servers of all clusters (token reviews), clouds and the KMS, whose addresses they change, or the Vault that unseals.
        { ports: ports(...new Set([6443, 443, ...sealPorts(input)])) },
      ],
    }),
    networkPolicy(VAULT_NAMESPACE, 'vault-jobs', {
      podSelector: { matchLabels: JOB },
      policyTypes: ['Egress'],
      egress: [DNS_EGRESS, { to: [pods(APP), ...remote], ports: ports(PORTS.api) }, { ports: ports(6443, 443) }],
    }),
  ]
}
