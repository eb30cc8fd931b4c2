import type { Cluster } from '../../engine/model/environment.ts'
import { inputTemplate } from '../../engine/model/input.ts'
import { VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { escapeBraces, Template } from '../../engine/model/traced.ts'
import type { VaultInput } from './input.ts'
import type { SealType } from './seal.ts'
import { SEAL_CLOUD, sealType } from './seal.ts'

export const CREDENTIALS = 'vault-kms-credentials'

/**
 * How the nodes of a cluster prove themselves to the seal. `request`: OpenShift mints it; `role`: the pod's own token;
 * `secret`: a copy of a Secret of the hub namespace, where the seal lives in another cloud or OpenShift would grant too much.
 */
export type SealAccess = 'request' | 'role' | 'secret'

export function sealAccess(input: VaultInput, cluster: Cluster): SealAccess {
  const type = sealType(input)
  if (type === 'awskms' && input.settings.seal.roleArn !== undefined) return 'role'
  // In Google Cloud predefined roles of a CredentialsRequest are bound to the whole project; in Azure OpenShift mints nothing, but
  // copies the credentials of the whole cluster (cloud-credential-operator, docs/azure-mint-mode-removal.md).
  if (type !== 'awskms' || SEAL_CLOUD[type] !== cluster.cloud) return 'secret'
  return 'request'
}

export function hubSecretName(input: VaultInput): string {
  return `${input.environment.metadata.name}-vault-seal`
}

/** What that Secret has to hold for each seal, by the keys that the nodes read. */
export const SECRET_KEYS: { readonly [type in SealType]: string } = {
  awskms: 'credentials, a credentials file of AWS',
  azurekeyvault:
    'azure_client_id and azure_client_secret; the first alone where that identity trusts the account vault of the cluster',
  gcpckms: 'service_account.json',
  transit: 'token, and ca.crt with the authority of the Vault that unseals',
}

/** Asks OpenShift for an identity that may use the one key and nothing else. */
export function credentialsRequest(input: VaultInput, cluster: Cluster): Tree {
  return {
    apiVersion: 'cloudcredential.openshift.io/v1',
    kind: 'CredentialsRequest',
    metadata: { name: 'vault-kms', namespace: 'openshift-cloud-credential-operator' },
    spec: {
      secretRef: { name: CREDENTIALS, namespace: VAULT_NAMESPACE },
      serviceAccountNames: ['vault'],
      cloudTokenPath: '/var/run/secrets/openshift/serviceaccount/token',
      providerSpec: awsRights(input, cluster),
    },
  }
}

function awsRights(input: VaultInput, cluster: Cluster): Tree {
  const { seal } = input.settings
  const from = input.from.settings.seal
  const account = seal.account ?? inputTemplate(input.environment, 'vault-kms-account')
  const key = seal.keyId === undefined ? inputTemplate(input.environment, 'vault-kms-key-id') : escapeBraces(seal.keyId)
  return {
    apiVersion: 'cloudcredential.openshift.io/v1',
    kind: 'AWSProviderSpec',
    statementEntries: [
      {
        effect: 'Allow',
        action: ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey'],
        resource: new Template(
          `arn:${partitionOf(cluster.region)}:kms:${escapeBraces(cluster.region)}:${account}:key/${key}`,
          from.account,
          from.keyId,
          input.from.cluster(cluster.name).region,
        ),
      },
    ],
  }
}

/** AWS keeps the regions of China and of the government of the United States apart: an ARN of one names nothing in another. */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

/** The Secret of the hub namespace, copied encrypted; its content never passes through Git. */
export function copiedCredentials(input: VaultInput): Tree {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: CREDENTIALS, namespace: VAULT_NAMESPACE },
    type: 'Opaque',
    data: new Template(`{{hub copySecretData "" "${hubSecretName(input)}" hub}}`, input.from.settings.seal.type),
  }
}

/** Environment of the nodes by which the seal finds its credentials. */
export function credentialVariables(input: VaultInput, cluster: Cluster): readonly Tree[] {
  const token = '/var/run/secrets/openshift/serviceaccount/token'
  const secretKey = (name: string, key: string): Tree => ({
    name,
    valueFrom: { secretKeyRef: { name: CREDENTIALS, key, optional: true } },
  })
  switch (sealType(input)) {
    case 'awskms':
      return sealAccess(input, cluster) === 'role'
        ? [{ name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: token }]
        : [{ name: 'AWS_SHARED_CREDENTIALS_FILE', value: '/vault/kms/credentials' }]
    case 'azurekeyvault':
      return [
        secretKey('AZURE_CLIENT_ID', 'azure_client_id'),
        secretKey('AZURE_CLIENT_SECRET', 'azure_client_secret'),
        { name: 'AZURE_FEDERATED_TOKEN_FILE', value: token },
      ]
    case 'gcpckms':
      return [{ name: 'GOOGLE_APPLICATION_CREDENTIALS', value: '/vault/kms/service_account.json' }]
    case 'transit':
      return [secretKey('VAULT_TOKEN', 'token')]
  }
}

/**
 * `vault` in a node's own container, meant for that node: with the transit seal address and token in the environment are those of
 * the Vault that unseals it, and `operator init` would go there.
 */
export function ownVault(input: VaultInput): string {
  return sealType(input) === 'transit' ? 'env -u VAULT_TOKEN VAULT_ADDR=https://127.0.0.1:8200 vault' : 'vault'
}
