import type { Cluster } from '../../engine/model/environment.ts'
import { inputTemplate } from '../../engine/model/input.ts'
import { apiServer, authMount, PKI_MOUNT, VAULT_ADDRESS, VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived, Template } from '../../engine/model/traced.ts'
import { globalHost } from './addresses.ts'
import type { VaultInput } from './input.ts'
import { primaryOf } from './input.ts'

/** Auth role with which the operator writes; made once by the day-1 script. */
export const CONFIG_ROLE = 'config-admin'
/** Secret with the intermediate that the hub root signed, certificate only. */
export const SIGNED_INTERMEDIATE = 'vault-pki-signed'

/** An object of vault-config-operator: it logs in to the local Vault with the writer's own account. */
export function configObject(
  input: VaultInput,
  kind: string,
  name: string,
  spec: { readonly [key: string]: Tree },
): Tree {
  return {
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind,
    metadata: { name, namespace: VAULT_NAMESPACE },
    spec: {
      connection: { address: VAULT_ADDRESS, tLSConfig: { tlsSecret: { name: 'vault-tls' } } },
      authentication: {
        path: authMount(primaryOf(input)),
        role: CONFIG_ROLE,
        serviceAccount: { name: 'vault-config' },
      },
      ...spec,
    },
  }
}

/** One auth endpoint per cluster: each cluster's API server vouches for its own accounts. */
export function authMountObject(input: VaultInput, cluster: Cluster): Tree {
  // The operator joins path and name; "/" puts the mount directly below auth/.
  return configObject(input, 'AuthEngineMount', authMount(cluster.name), {
    type: 'kubernetes',
    path: '/',
    description: derived(`Accounts of cluster ${cluster.name}`, input.from.cluster(cluster.name).name),
  })
}

/**
 * Every pod of Vault, in whichever cluster the active one is, asks that cluster's API server; nothing of the pod's own
 * cluster is used, and no reviewer is stored: the client's token reviews itself.
 */
export function authConfigObject(input: VaultInput, cluster: Cluster): Tree {
  return configObject(input, 'KubernetesAuthEngineConfig', authMount(cluster.name), {
    path: '/',
    kubernetesHost: derived(
      apiServer(input.environment, cluster.name),
      input.from.cluster(cluster.name).name,
      input.from.spec.domain.base,
    ),
    kubernetesCACert: apiAuthority(input, cluster),
    disableLocalCAJWT: true,
    disableISSValidation: true,
    useOperatorPodCA: false,
  })
}

export function apiAuthorityKey(cluster: string): string {
  return `vault-api-ca-${cluster}`
}

/** A cluster may be called `constructor`: own members only. */
export function givenAuthority(input: VaultInput, cluster: string): string | undefined {
  const given = input.settings.apiAuthorities ?? {}
  return Object.hasOwn(given, cluster) ? given[cluster] : undefined
}

/** A certificate spans lines, which a plain template would break. */
function apiAuthority(input: VaultInput, cluster: Cluster): Tree {
  const given = givenAuthority(input, cluster.name)
  if (given !== undefined) return derived(given, input.from.settings.apiAuthorities)
  const read = inputTemplate(input.environment, apiAuthorityKey(cluster.name)).replace(' hub}}', '')
  return new Template(`${read} | toRawJson | toLiteral hub}}`, input.from.cluster(cluster.name).name)
}

/** The certificate authority of workloads: its key is made in Vault and stays there, the hub root signs it once. */
export function pkiObjects(input: VaultInput): readonly Tree[] {
  const urls = `https://${globalHost(input)}/v1/${PKI_MOUNT}`
  const asked = [input.from.spec.domain.base, input.from.settings.host]
  return [
    configObject(input, 'SecretEngineMount', 'pki-int', {
      name: PKI_MOUNT,
      type: 'pki',
      config: { defaultLeaseTTL: '720h', maxLeaseTTL: '43800h' },
    }),
    configObject(input, 'PKISecretEngineConfig', 'pki-int', {
      path: PKI_MOUNT,
      type: 'intermediate',
      privateKeyType: 'internal',
      commonName: derived(`${input.environment.metadata.name} workload intermediate`, input.from.spec.domain),
      excludeCnFromSans: true,
      TTL: '43800h',
      keyType: 'ec',
      keyBits: 384,
      externalSignSecret: { name: SIGNED_INTERMEDIATE },
      certificateKey: 'tls.crt',
      issuingCertificates: [derived(`${urls}/ca`, ...asked)],
      CRLDistributionPoints: [derived(`${urls}/crl`, ...asked)],
      CRLExpiry: '72h',
    }),
  ]
}

/** The first thing that must work: without it nobody knows who configured what. */
export function auditObject(input: VaultInput): Tree {
  return configObject(input, 'Audit', 'file', {
    path: 'file',
    type: 'file',
    description: 'On the volume of each node',
    options: { file_path: '/vault/audit/audit.log' },
  })
}
