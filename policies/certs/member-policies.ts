import { API_AUDIENCE } from '../../engine/model/api-audience.ts'
import type { ConfigurationDraft, PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { atLeast, desired, exactly, unrecorded } from '../../engine/model/object-drafts.ts'
import {
  BOOTSTRAP_ISSUER,
  CERT_MANAGER_NAMESPACE,
  DATABASE_NAMESPACE,
  VAULT_NAMESPACE,
} from '../../engine/model/platform.ts'
import { existsFact, servedFact } from '../../engine/model/template-drafts.ts'
import type { CertsInput } from './input.ts'
import { READER_ACCOUNT } from './input.ts'
import {
  bootstrapIssuer,
  caBundle,
  caSecret,
  consumerNamespaces,
  INTERMEDIATE_SECRET,
  intermediateIssuer,
  intermediateSecret,
  issuerIdentity,
  issuerRights,
  vaultIssuer,
} from './issuers.ts'
import { networkPolicies } from './network-policies.ts'
import {
  certManager,
  certManagerOperator,
  certUtilsOperator,
  disruptionBudgets,
  operatorNamespaces,
} from './operator.ts'

const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace' } as const

/** cert-manager itself, the same on every cluster. */
export function operatorPolicy(input: CertsInput, cluster: Cluster): PolicyDraft {
  return {
    name: 'certs-operator',
    description: 'cert-manager by its operator, with two webhooks and a closed network.',
    target: { cluster: cluster.name },
    severity: 'high',
    templates: [
      desired('namespaces', operatorNamespaces(input).map(atLeast)),
      certManagerOperator(input),
      ...(input.settings.certUtils ? [certUtilsOperator(input)] : []),
      servedFact('served', 'certmanagers.operator.openshift.io'),
      desired('operand', [atLeast(certManager())], { after: ['served'] }),
      desired('protection', [...disruptionBudgets().map(atLeast), ...networkPolicies(input).map(exactly)]),
    ],
  }
}

/** The issuers of one cluster and the root certificate for those who verify. */
export function issuersPolicy(input: CertsInput, cluster: Cluster): PolicyDraft {
  return {
    name: 'certs-issuers',
    description:
      'The cluster’s own intermediate, its issuers, and the root certificate in every namespace that verifies.',
    target: { cluster: cluster.name },
    severity: 'high',
    hubTemplateServiceAccount: READER_ACCOUNT,
    templates: [
      servedFact('served', 'clusterissuers.cert-manager.io'),
      existsFact('namespace', { ...NAMESPACE, metadata: { name: CERT_MANAGER_NAMESPACE } }),
      ...(input.uses('vault') ? vaultTemplates(input, cluster) : intermediateTemplates(input, cluster)),
      ...consumerNamespaces(input).flatMap((namespace) => bundleTemplates(input, cluster, namespace)),
    ],
  }
}

function bundleTemplates(input: CertsInput, cluster: Cluster, namespace: string): readonly ConfigurationDraft[] {
  const bundle = caBundle(input, cluster, namespace)
  const objects = namespace === DATABASE_NAMESPACE ? [bundle, caSecret(input, cluster, namespace)] : [bundle]
  return [
    existsFact(`namespace-${namespace}`, { ...NAMESPACE, metadata: { name: namespace } }),
    desired(`ca-${namespace}`, objects.map(unrecorded), { after: [`namespace-${namespace}`] }),
  ]
}

function vaultTemplates(input: CertsInput, cluster: Cluster): readonly ConfigurationDraft[] {
  const after = [`namespace-${VAULT_NAMESPACE}`]
  return [
    desired(
      'bootstrap-ca',
      [unrecorded(intermediateSecret(input, cluster, `${BOOTSTRAP_ISSUER}-ca`, VAULT_NAMESPACE))],
      {
        after,
        severity: 'critical',
      },
    ),
    desired('bootstrap', [atLeast(bootstrapIssuer())], { after: ['served', ...after] }),
    desired('ca-issuer', [unrecorded(caSecret(input, cluster, CERT_MANAGER_NAMESPACE))], { after: ['namespace'] }),
    desired('identity', [...issuerIdentity().map(atLeast), ...issuerRights().map(exactly)], { after: ['namespace'] }),
    desired('workload', [atLeast(vaultIssuer(input, cluster))], { after: ['served'] }),
    desired('workload-audience', [atLeast(vaultIssuer(input, cluster, API_AUDIENCE))], { after: ['served'] }),
  ]
}

function intermediateTemplates(input: CertsInput, cluster: Cluster): readonly ConfigurationDraft[] {
  const secret = intermediateSecret(input, cluster, INTERMEDIATE_SECRET, CERT_MANAGER_NAMESPACE)
  return [
    desired('issuer-ca', [unrecorded(secret)], { after: ['namespace'], severity: 'critical' }),
    desired('workload', [atLeast(intermediateIssuer())], { after: ['served'] }),
  ]
}
