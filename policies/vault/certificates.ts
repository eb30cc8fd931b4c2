import type { Cluster } from '../../engine/model/environment.ts'
import { BOOTSTRAP_ISSUER, VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import { globalHost, LISTENER_ADDRESSES, tracedNames } from './addresses.ts'
import type { VaultInput } from './input.ts'

/** Hours by which each further cluster renews earlier, so that no two clusters reload a certificate on one day (rule G7). */
export const RENEWAL_STEP = 24

export function renewBefore(input: VaultInput, cluster: Cluster): number {
  const index = input.clusters.findIndex((each) => each.name === cluster.name)
  return Number(input.settings.certificate.renewBefore.slice(0, -1)) + RENEWAL_STEP * index
}

/** Certificate of the listeners: from the bootstrap issuer, since Vault cannot wait for a certificate of its own. */
export function listenerCertificate(input: VaultInput, cluster: Cluster): Tree {
  const { certificate } = input.from.settings
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'vault-tls', namespace: VAULT_NAMESPACE },
    spec: {
      secretName: 'vault-tls',
      duration: certificate.duration,
      renewBefore: derived(`${renewBefore(input, cluster)}h`, certificate.renewBefore, input.from.spec.clusters),
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'server auth', 'client auth'],
      dnsNames: tracedNames(input),
      ipAddresses: [...LISTENER_ADDRESSES],
      issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: BOOTSTRAP_ISSUER },
    },
  }
}

/** What browsers see; the only certificate of this component that may come from Vault itself. */
export function routeCertificate(input: VaultInput, cluster: Cluster): Tree {
  const { certificate, routeIssuer } = input.from.settings
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'vault-route', namespace: VAULT_NAMESPACE },
    spec: {
      secretName: 'vault-route-tls',
      duration: certificate.duration,
      renewBefore: derived(`${renewBefore(input, cluster)}h`, certificate.renewBefore, input.from.spec.clusters),
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'server auth'],
      dnsNames: [derived(globalHost(input), input.from.spec.domain.base, input.from.settings.host)],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: routeIssuer.name },
    },
  }
}
