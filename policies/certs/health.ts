import type { PolicyDraft, TemplateDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import type { Json } from '../../engine/model/json.ts'
import { textAt } from '../../engine/model/json.ts'
import {
  BOOTSTRAP_ISSUER,
  CERT_MANAGER_NAMESPACE,
  DATABASE_NAMESPACE,
  LONG_LIVED,
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
    templates: [mustHave('issuers', 'health', issuers), ...lifetimes(input), failed(input)],
  }
}

/**
 * Hours, less a week, that are left of the CA of cert-manager's own webhook, which lies beside ours, when it is renewed: it lives for a
 * year, two thirds of it before the next one (cert-manager, pkg/server/tls/authority).
 */
const WEBHOOK_CA_LEFT = 8_760 / 3 - 168

/**
 * Reads the Secrets themselves, so that it also sees what cert-manager's own status does not. The database has a policy of its
 * own: its certificates renew later than others, and that of its administrator lives for a day.
 */
function lifetimes(input: CertsInput): readonly TemplateDraft[] {
  const { settings } = input
  const others = consumerNamespaces(input).filter((each) => each !== DATABASE_NAMESPACE)
  const leaves = Math.min(hoursOf(settings.leafRenewBefore), renewalOf(input, 'vault') ?? Number.POSITIVE_INFINITY)
  const database = renewalOf(input, 'database')
  return [
    certificatePolicy(input, 'lifetimes', leaves, {
      namespaceSelector: { include: [...others, CERT_MANAGER_NAMESPACE] },
      minimumCADuration: derived(
        `${Math.min(hoursOf(settings.leafDuration), WEBHOOK_CA_LEFT)}h`,
        input.from.settings.leafDuration,
      ),
    }),
    ...(database === undefined
      ? []
      : [
          certificatePolicy(input, 'lifetimes-database', database, {
            namespaceSelector: { include: [DATABASE_NAMESPACE] },
            labelSelector: LONG_LIVED,
          }),
        ]),
  ]
}

/** A leaf is near its end when half of the time that its renewal has is over. */
function certificatePolicy(
  input: CertsInput,
  name: string,
  renewalHours: number,
  spec: { readonly [key: string]: Tree },
): TemplateDraft {
  return {
    kind: 'other',
    name,
    role: 'health',
    apiVersion: 'policy.open-cluster-management.io/v1',
    objectKind: 'CertificatePolicy',
    spec: {
      ...spec,
      minimumDuration: derived(
        `${Math.ceil(renewalHours / 2)}h`,
        input.from.settings.leafRenewBefore,
        input.from.spec.components,
      ),
      disallowedSANPattern: '[\\*]',
    },
  }
}

/** Hours before their end at which a component renews its certificates; undefined where it is not used. */
function renewalOf(input: CertsInput, component: keyof typeof RENEWAL): number | undefined {
  if (!input.uses(component)) return undefined
  const given = textAt(input.environment.spec.components as Json, component, 'certificate', 'renewBefore')
  return hoursOf(given ?? RENEWAL[component])
}

/** What their settings default to. */
const RENEWAL = { vault: '720h', database: '240h' } as const

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
