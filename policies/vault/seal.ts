import type { Cluster } from '../../engine/model/environment.ts'
import { inputOr } from '../../engine/model/input.ts'
import { VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import type { VaultInput } from './input.ts'
import { APP } from './input.ts'

export type SealType = 'awskms' | 'azurekeyvault' | 'gcpckms' | 'transit'

const CLOUD_SEAL: { readonly [cloud in Cluster['cloud']]: SealType } = {
  aws: 'awskms',
  azure: 'azurekeyvault',
  gcp: 'gcpckms',
  other: 'transit',
}

/** Cloud whose identities may use the seal; transit belongs to none. */
export const SEAL_CLOUD: { readonly [type in SealType]: Cluster['cloud'] | undefined } = {
  awskms: 'aws',
  azurekeyvault: 'azure',
  gcpckms: 'gcp',
  transit: undefined,
}

/** One seal for all nodes: the one that is set, else the KMS of the first cluster's cloud. */
export function sealType(input: VaultInput): SealType {
  const { type } = input.settings.seal
  return type === 'auto' ? CLOUD_SEAL[input.clusters[0]?.cloud ?? 'other'] : type
}

/** Where the Vault that unseals may listen: where the input on the hub says it, one of the two that it usually does. */
const UNSEALING_PORTS = [443, 8200] as const

/** Ports of what unseals the nodes: the KMS of a cloud, or another Vault. */
export function sealPorts(input: VaultInput): readonly number[] {
  const { address } = input.settings.seal
  if (sealType(input) !== 'transit') return [443]
  return address === undefined ? UNSEALING_PORTS : [Number(/:([0-9]+)$/.exec(address)?.[1] ?? 443)]
}

/** The stanza names what is public and per cluster; the key itself comes by environment from ConfigMap `vault-seal`. */
export function sealStanza(input: VaultInput, cluster: Cluster): readonly string[] {
  const type = sealType(input)
  // Each AWS region uses its own replica of the multi-Region key; the stanza must say so, since AWS_REGION would win over nothing.
  const region = type === 'awskms' && cluster.cloud === 'aws' ? [`  region = ${JSON.stringify(cluster.region)}`] : []
  const transit = type === 'transit' ? ['  disable_renewal = "false"', '  tls_ca_cert = "/vault/kms/ca.crt"'] : []
  return [`seal "${type}" {`, ...region, ...transit, '}', '']
}

/** ConfigMap whose keys become environment of the nodes: apart from the main objects, since absent settings are hub templates here. */
export function sealConfigMap(input: VaultInput, cluster: Cluster): Tree {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'vault-seal', namespace: VAULT_NAMESPACE, labels: APP },
    data: sealVariables(input, cluster),
  }
}

/** Keys of the inputs ConfigMap that this environment's seal reads where settings do not say. */
export function sealInputs(input: VaultInput): readonly { readonly key: string; readonly todo: string }[] {
  const { seal } = input.settings
  const wanted: { readonly [type in SealType]: readonly (readonly [string, string | undefined, string])[] } = {
    awskms: [
      ['vault-kms-key-id', seal.keyId, 'id of the multi-Region KMS key (mrk-…) with a replica in every region'],
      ...(needsKeyRegion(input)
        ? [['vault-kms-region', seal.keyRegion, 'region of the KMS key for clusters outside AWS'] as const]
        : []),
    ],
    azurekeyvault: [
      ['vault-azure-key-vault', seal.vaultName, 'name of the Azure key vault, purge protection on'],
      ['vault-azure-key-name', seal.keyName, 'name of the key in it'],
      ['vault-azure-tenant', seal.tenantId, 'tenant id'],
    ],
    gcpckms: [
      ['vault-gcp-project', seal.project, 'project of the key ring'],
      ['vault-gcp-key-ring', seal.keyRing, 'key ring in global or a multi-region location'],
      ['vault-gcp-crypto-key', seal.cryptoKey, 'crypto key'],
    ],
    transit: [
      [
        'vault-transit-address',
        seal.address,
        `https address of the Vault that unseals this one, on port ${UNSEALING_PORTS.join(' or ')}`,
      ],
      ['vault-transit-key', seal.keyName, 'name of its transit key'],
    ],
  }
  return wanted[sealType(input)].flatMap(([key, value, todo]) => (value === undefined ? [{ key, todo }] : []))
}

function needsKeyRegion(input: VaultInput): boolean {
  return input.clusters.some((each) => each.cloud !== 'aws')
}

function sealVariables(input: VaultInput, cluster: Cluster): { readonly [key: string]: Tree } {
  const { seal } = input.settings
  const from = input.from.settings.seal
  const asked = (key: string, value: string | undefined, traced: Parameters<typeof inputOr>[3]): Tree =>
    inputOr(input.environment, key, value, traced)
  switch (sealType(input)) {
    case 'awskms':
      return {
        VAULT_AWSKMS_SEAL_KEY_ID: asked('vault-kms-key-id', seal.keyId, from.keyId),
        ...(cluster.cloud === 'aws' ? {} : { AWS_REGION: asked('vault-kms-region', seal.keyRegion, from.keyRegion) }),
        ...(seal.roleArn === undefined ? {} : { AWS_ROLE_ARN: from.roleArn }),
      }
    case 'azurekeyvault':
      return {
        VAULT_AZUREKEYVAULT_VAULT_NAME: asked('vault-azure-key-vault', seal.vaultName, from.vaultName),
        VAULT_AZUREKEYVAULT_KEY_NAME: asked('vault-azure-key-name', seal.keyName, from.keyName),
        AZURE_TENANT_ID: asked('vault-azure-tenant', seal.tenantId, from.tenantId),
      }
    case 'gcpckms':
      return {
        GOOGLE_PROJECT: asked('vault-gcp-project', seal.project, from.project),
        GOOGLE_REGION: from.location,
        VAULT_GCPCKMS_SEAL_KEY_RING: asked('vault-gcp-key-ring', seal.keyRing, from.keyRing),
        VAULT_GCPCKMS_SEAL_CRYPTO_KEY: asked('vault-gcp-crypto-key', seal.cryptoKey, from.cryptoKey),
      }
    case 'transit':
      return {
        VAULT_ADDR: asked('vault-transit-address', seal.address, from.address),
        VAULT_TRANSIT_SEAL_KEY_NAME: asked('vault-transit-key', seal.keyName, from.keyName),
        VAULT_TRANSIT_SEAL_MOUNT_PATH: from.mount,
      }
  }
}
