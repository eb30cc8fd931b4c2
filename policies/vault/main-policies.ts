import type { PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { atLeast, desired, exactly, unrecorded } from '../../engine/model/object-drafts.ts'
import { CA_BUNDLE, VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import { servedFact } from '../../engine/model/template-drafts.ts'
import { Template } from '../../engine/model/traced.ts'
import { restrictedNamespace } from '../../engine/model/workload.ts'
import { listenerCertificate, routeCertificate } from './certificates.ts'
import { configMap } from './config.ts'
import { discoveryRights, reviewRights, routerRights, serviceAccounts } from './identities.ts'
import type { VaultInput } from './input.ts'
import { networkPolicies } from './network-policies.ts'
import { sealConfigMap } from './seal.ts'
import { copiedCredentials, credentialsRequest, sealAccess } from './seal-credentials.ts'
import { clientService, disruptionBudget, headlessService, route, serviceExport, storageClass } from './services.ts'
import { statefulSet } from './stateful-set.ts'

/** The Vault nodes of one cluster and all they need to form one quorum with the others. */
export function vaultPolicy(input: VaultInput, cluster: Cluster): PolicyDraft {
  const storage = storageClass(input, cluster)
  return {
    name: 'vault',
    description: `Vault nodes in ${cluster.region}: configuration, identity, certificate, services and volumes.`,
    target: { cluster: cluster.name },
    severity: 'high',
    templates: [
      desired('namespace', [atLeast(restrictedNamespace(VAULT_NAMESPACE))]),
      ...(storage === undefined ? [] : [desired('storage', [atLeast(storage)])]),
      desired('identity', [
        ...serviceAccounts(input, cluster.name).map(atLeast),
        ...[...discoveryRights(), ...routerRights(), reviewRights(input, cluster.name)].map(exactly),
      ]),
      desired('config', [atLeast(configMap(input, cluster))]),
      desired('services', [headlessService(), clientService()].map(atLeast)),
      desired('statefulset', [atLeast(statefulSet(input, cluster))], { severity: 'critical' }),
      desired('budget', [atLeast(disruptionBudget(input))]),
      servedFact('certificates-served', 'certificates.cert-manager.io'),
      desired(
        'certificates',
        [exactly(listenerCertificate(input, cluster)), exactly(routeCertificate(input, cluster))],
        {
          after: ['certificates-served'],
        },
      ),
      servedFact('exports-served', 'serviceexports.multicluster.x-k8s.io'),
      desired('export', [atLeast(serviceExport())], { after: ['exports-served'], severity: 'critical' }),
      desired('route', [unrecorded(route(input))]),
      desired('route-ca', [unrecorded(route(input, localCa()))]),
    ],
  }
}

/** The root certificate as the cluster has it: resolved there, so that it is never older than what the nodes serve. */
function localCa(): Template {
  return new Template(`{{ fromConfigMap "${VAULT_NAMESPACE}" "${CA_BUNDLE}" "ca.crt" | toRawJson | toLiteral }}`)
}

/** Who may reach the nodes: the other clusters by address, clients by namespace, nobody else. */
export function networkPolicy(input: VaultInput, cluster: Cluster): PolicyDraft {
  return {
    name: 'vault-network',
    description: `Network of Vault in ${cluster.region}: closed but for peers, clients and what the nodes call.`,
    target: { cluster: cluster.name },
    severity: 'critical',
    templates: [desired('network-policies', networkPolicies(input, cluster).map(exactly))],
  }
}

/** Where the unseal key is and how a node proves itself; apart from the nodes, because inputs of the hub are resolved here. */
export function sealPolicy(input: VaultInput, cluster: Cluster): PolicyDraft {
  const access = sealAccess(input, cluster)
  return {
    name: 'vault-seal',
    description: `Auto-unseal of Vault in ${cluster.region}.`,
    target: { cluster: cluster.name },
    severity: 'critical',
    templates: [
      desired('parameters', [unrecorded(sealConfigMap(input, cluster))]),
      ...(access === 'request' ? [desired('credentials', [atLeast(credentialsRequest(input, cluster))])] : []),
      ...(access === 'secret' ? [desired('credentials', [unrecorded(copiedCredentials(input))])] : []),
    ],
  }
}
