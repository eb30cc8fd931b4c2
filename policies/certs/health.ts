import type { PolicyDraft, TemplateDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import {
  BOOTSTRAP_ISSUER,
  CERT_MANAGER_NAMESPACE,
  VAULT_NAMESPACE,
  WORKLOAD_ISSUER,
} from '../../engine/model/platform.ts'
import { conditions, mustHave } from '../../engine/model/template-drafts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import type { CertsInput } from './input.ts'
import { consumerNamespaces } from './issuers.ts'
import { intermediateName, ROOT_CA, ROOT_ISSUER } from './root.ts'
import { hoursOf } from './settings.ts'

const READY = { status: conditions({ Ready: 'True' }) }

/** What is wrong though everything is as desired: issuers that do not answer, certificates that were not renewed. */
export function healthPolicy(input: CertsInput, cluster: Cluster): PolicyDraft {
  const issuer = input.uses('vault') ? WORKLOAD_ISSUER : 'platform-issuer'
  const issuers: readonly Tree[] = [
    { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', metadata: { name: issuer }, ...READY },
    ...(input.uses('vault')
      ? [
          {
            apiVersion: 'cert-manager.io/v1',
            kind: 'Issuer',
            metadata: { name: BOOTSTRAP_ISSUER, namespace: VAULT_NAMESPACE },
            ...READY,
          },
        ]
      : []),
  ]
  return {
    name: 'certs-health',
    description: 'Issuers are ready and no certificate of the platform failed or is near its end.',
    target: { cluster: cluster.name },
    severity: 'high',
    templates: [mustHave('issuers', 'health', issuers), certificates(input), failed(input)],
  }
}

/** Reads the Secrets themselves, so that it also sees what cert-manager's own status does not. */
function certificates(input: CertsInput): TemplateDraft {
  const { settings } = input
  return {
    kind: 'other',
    name: 'lifetimes',
    role: 'health',
    apiVersion: 'policy.open-cluster-management.io/v1',
    objectKind: 'CertificatePolicy',
    spec: {
      namespaceSelector: { include: [...consumerNamespaces(input), CERT_MANAGER_NAMESPACE] },
      minimumDuration: derived(
        `${Math.ceil(hoursOf(settings.leafRenewBefore) / 2)}h`,
        input.from.settings.leafRenewBefore,
      ),
      minimumCADuration: input.from.settings.leafDuration,
      disallowedSANPattern: '[\\*]',
    },
  }
}

function failed(input: CertsInput): TemplateDraft {
  return {
    kind: 'configuration',
    name: 'failed',
    role: 'health',
    namespaceSelector: { include: [...consumerNamespaces(input), CERT_MANAGER_NAMESPACE] },
    objects: [
      {
        complianceType: 'mustnothave',
        object: {
          apiVersion: 'cert-manager.io/v1',
          kind: 'Certificate',
          status: conditions({ Ready: 'False' }),
        },
      },
    ],
  }
}

/** On the hub: the root and the intermediates are there, and nobody else used the root. */
export function rootHealthPolicy(input: CertsInput): PolicyDraft {
  const certificate = (name: string, namespace: Tree): Tree => ({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace },
    ...READY,
  })
  const { pkiNamespace } = input.from.settings
  return {
    name: 'certs-root-health',
    description: 'The root and every intermediate are issued; the root signed for nobody else.',
    target: 'hub',
    severity: 'critical',
    templates: [
      mustHave('issued', 'health', [
        certificate(ROOT_CA, CERT_MANAGER_NAMESPACE),
        ...input.clusters.map((each) => certificate(intermediateName(each.name), pkiNamespace)),
      ]),
      {
        kind: 'configuration',
        name: 'root-misuse',
        role: 'health',
        namespaceSelector: { include: ['*'], exclude: [pkiNamespace] },
        objects: [
          {
            complianceType: 'mustnothave',
            object: {
              apiVersion: 'cert-manager.io/v1',
              kind: 'CertificateRequest',
              spec: { issuerRef: { name: ROOT_ISSUER } },
            },
          },
        ],
      },
    ],
  }
}
