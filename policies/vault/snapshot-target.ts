import type { Cluster } from '../../engine/model/environment.ts'
import { inputTemplate } from '../../engine/model/input.ts'
import { VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { Template } from '../../engine/model/traced.ts'
import type { VaultInput } from './input.ts'

/** Keys of the inputs ConfigMap that snapshots need. */
export const SNAPSHOT_INPUTS = [
  { key: 'vault-snapshot-bucket', todo: 'bucket or container for snapshots, outside the data regions' },
  { key: 'vault-snapshot-region', todo: 'region of that bucket' },
] as const

const BACKEND: { readonly [cloud in Cluster['cloud']]: { readonly [key: string]: string } } = {
  aws: { RCLONE_CONFIG_TARGET_TYPE: 's3', RCLONE_CONFIG_TARGET_PROVIDER: 'AWS' },
  azure: { RCLONE_CONFIG_TARGET_TYPE: 'azureblob' },
  gcp: { RCLONE_CONFIG_TARGET_TYPE: 'google cloud storage', RCLONE_CONFIG_TARGET_BUCKET_POLICY_ONLY: 'true' },
  other: { RCLONE_CONFIG_TARGET_TYPE: 's3', RCLONE_CONFIG_TARGET_PROVIDER: 'Other' },
}

/** One store for all clusters, of the kind that the first cluster's cloud has. */
export function snapshotTarget(input: VaultInput): Tree {
  const read = (key: string) => new Template(inputTemplate(input.environment, key), input.from.settings.snapshots)
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'vault-snapshot-target', namespace: VAULT_NAMESPACE },
    data: {
      ...BACKEND[input.clusters[0]?.cloud ?? 'other'],
      RCLONE_CONFIG_TARGET_ENV_AUTH: 'true',
      RCLONE_CONFIG_TARGET_REGION: read('vault-snapshot-region'),
      BUCKET: read('vault-snapshot-bucket'),
    },
  }
}

export function snapshotSecretName(input: VaultInput): string {
  return `${input.environment.metadata.name}-vault-snapshot`
}

/** Credentials of the store as environment variables, copied encrypted from the hub namespace. */
export function snapshotCredentials(input: VaultInput): Tree {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'vault-snapshot-credentials', namespace: VAULT_NAMESPACE },
    type: 'Opaque',
    data: new Template(`{{hub copySecretData "" "${snapshotSecretName(input)}" hub}}`, input.from.settings.snapshots),
  }
}
