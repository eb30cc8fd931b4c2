import type { Component, PolicyDraft } from '../../engine/model/component.ts'
import { atLeast, desired, exactly } from '../../engine/model/object-drafts.ts'
import { CERT_MANAGER_NAMESPACE } from '../../engine/model/platform.ts'
import { servedFact } from '../../engine/model/template-drafts.ts'
import { checkCerts } from './checks.ts'
import { healthPolicy, rootHealthPolicy } from './health.ts'
import { readerAccount, readerRights } from './hub-rights.ts'
import type { CertsInput } from './input.ts'
import { issuersPolicy, operatorPolicy } from './member-policies.ts'
import { certManagerOperator } from './operator.ts'
import { regionSteps } from './region-steps.ts'
import { intermediate, rootObjects, rootRequestPolicy } from './root.ts'
import type { CertsSettings } from './settings.ts'
import { certsSchema } from './settings.ts'
import { leafLimit } from './stretched.ts'

/** One root on the hub, one intermediate per cluster, cert-manager everywhere, Vault as the issuer of workloads. */
export const certs: Component<CertsSettings> = {
  name: 'certs',
  summary: 'Certificates: root on the hub, an intermediate and cert-manager per cluster, issuers for workloads.',
  needs: [],
  stateful: false,
  settings: certsSchema,
  expand: (input) => [
    rootPolicy(input),
    rootHealthPolicy(input),
    ...input.clusters.flatMap((cluster) => [
      operatorPolicy(input, cluster),
      issuersPolicy(input, cluster),
      healthPolicy(input, cluster),
    ]),
  ],
  support: (input) => [readerAccount(input)],
  check: checkCerts,
  leafLimit,
  regionSteps,
}

/** Everything that signs: on the hub only, root key and intermediates in different namespaces. */
function rootPolicy(input: CertsInput): PolicyDraft {
  const names = ['cert-manager-operator', CERT_MANAGER_NAMESPACE, input.from.settings.pkiNamespace] as const
  return {
    name: 'certs-root',
    description: 'Root CA of the platform and one constrained intermediate per cluster.',
    target: 'hub',
    severity: 'critical',
    templates: [
      desired(
        'namespaces',
        names.map((name) => atLeast({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      ),
      certManagerOperator(input),
      servedFact('served', 'certificates.cert-manager.io'),
      desired('root', rootObjects(input).map(exactly), { after: ['served'] }),
      desired(
        'intermediates',
        input.clusters.map((cluster) => exactly(intermediate(input, cluster))),
        { after: ['served'] },
      ),
      desired('readers', readerRights(input).map(exactly)),
      ...(input.settings.approverPolicy ? approver(input) : []),
    ],
  }
}

function approver(input: CertsInput) {
  return [
    servedFact('approver-served', 'certificaterequestpolicies.policy.cert-manager.io'),
    desired('approver', [exactly(rootRequestPolicy(input))], { after: ['approver-served'] }),
  ]
}
