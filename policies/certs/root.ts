import type { Cluster } from '../../engine/model/environment.ts'
import { shorten } from '../../engine/model/names.ts'
import { BOOTSTRAP_ISSUER, CERT_MANAGER_NAMESPACE, globalDomain } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import type { CertsInput } from './input.ts'

export const ROOT_ISSUER = 'root-issuer'
export const ROOT_CA = 'root-ca'
/** X.509 limits a commonName to 64 characters; cert-manager's request fails beyond. */
const COMMON_NAME_LIMIT = 64

const key = { algorithm: 'ECDSA', size: 384, rotationPolicy: 'Never' } as const

/** Name of a cluster's intermediate: Certificate and Secret in the hub's PKI namespace. */
export function intermediateName(cluster: string): string {
  return `${BOOTSTRAP_ISSUER}-${cluster}`
}

/** Self-signed root and its issuer. The key never changes on renewal: every copy of the certificate would break. */
export function rootObjects(input: CertsInput): readonly Tree[] {
  const { settings } = input.from
  return [
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: { name: 'self-signer' },
      spec: { selfSigned: {} },
    },
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: ROOT_CA, namespace: CERT_MANAGER_NAMESPACE },
      spec: {
        isCA: true,
        commonName: shorten(`${input.environment.spec.domain.base} platform root`, COMMON_NAME_LIMIT),
        secretName: ROOT_CA,
        duration: settings.rootDuration,
        renewBefore: settings.rootRenewBefore,
        privateKey: key,
        revisionHistoryLimit: 3,
        usages: ['cert sign', 'crl sign'],
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'self-signer' },
      },
    },
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: { name: ROOT_ISSUER },
      spec: { ca: { secretName: ROOT_CA } },
    },
  ]
}

/** The intermediate that signs the bootstrap certificates of one cluster, and nothing outside the platform's names. */
export function intermediate(input: CertsInput, cluster: Cluster): Tree {
  const { settings } = input.from
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: {
      name: intermediateName(cluster.name),
      namespace: settings.pkiNamespace,
      labels: { 'isthmus.dev/cluster': input.from.cluster(cluster.name).name },
    },
    spec: {
      isCA: true,
      commonName: derived(
        shorten(intermediateName(cluster.name), COMMON_NAME_LIMIT),
        input.from.cluster(cluster.name).name,
      ),
      secretName: intermediateName(cluster.name),
      duration: settings.intermediateDuration,
      renewBefore: settings.intermediateRenewBefore,
      privateKey: key,
      revisionHistoryLimit: 3,
      usages: ['cert sign', 'crl sign', 'digital signature'],
      nameConstraints: input.settings.nameConstraints ? constraints(input, cluster) : undefined,
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: ROOT_ISSUER },
    },
  }
}

/** DNS domains that an intermediate may sign for; Vault's listener names all fall into them. */
function permittedDomains(input: CertsInput, cluster: Cluster): readonly string[] {
  const platform = ['svc.clusterset.local', 'svc', 'svc.cluster.local', 'localhost', globalDomain(input.environment)]
  return input.uses('vault') ? platform : [...platform, `apps.${cluster.name}.${input.environment.spec.domain.base}`]
}

function constraints(input: CertsInput, cluster: Cluster): Tree {
  const domains = derived([...permittedDomains(input, cluster)], input.from.spec.domain)
  return { critical: true, permitted: { dnsDomains: domains, ipRanges: ['127.0.0.0/8'] } }
}

/** Only requests of the PKI namespace may use the root: cert-manager's built-in approver signs for anybody. */
export function rootRequestPolicy(input: CertsInput): Tree {
  return {
    apiVersion: 'policy.cert-manager.io/v1alpha1',
    kind: 'CertificateRequestPolicy',
    metadata: { name: 'root-issuer-intermediates' },
    spec: {
      allowed: {
        isCA: true,
        commonName: { required: true, value: '*' },
        usages: ['cert sign', 'crl sign', 'digital signature'],
      },
      selector: {
        issuerRef: { name: ROOT_ISSUER, kind: 'ClusterIssuer', group: 'cert-manager.io' },
        namespace: { matchNames: [input.from.settings.pkiNamespace] },
      },
    },
  }
}
