import type { ConfigurationDraft, PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { quorumOfMembers } from '../../engine/model/members.ts'
import { PKI_MOUNT, VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import { probeAction } from '../../engine/model/probe.ts'
import { inputAction, secretAction } from '../../engine/model/template-drafts.ts'
import { derived } from '../../engine/model/traced.ts'
import { nodeOrigins } from './addresses.ts'
import { apiAuthorityKey, givenAuthority, SIGNED_INTERMEDIATE } from './configuration.ts'
import type { VaultInput } from './input.ts'
import { primaryOf } from './input.ts'
import { PROBE } from './jobs.ts'
import { sealInputs, sealType } from './seal.ts'
import { hubSecretName, ownVault, SECRET_KEYS, sealAccess } from './seal-credentials.ts'
import { SNAPSHOT_INPUTS, snapshotSecretName } from './snapshot-target.ts'

/** What a person does once, each with the evidence that it is done. None of it holds a secret. */
export function actionsPolicy(input: VaultInput, cluster: Cluster): PolicyDraft {
  const isPrimary = cluster.name === primaryOf(input)
  return {
    name: 'vault-actions',
    description: `One-time steps of Vault as seen from ${cluster.region}, open until evidence shows them done.`,
    target: { cluster: cluster.name },
    severity: 'high',
    templates: [initialise(input), ...(isPrimary ? [signIntermediate(input), revokeRoot()] : [])],
  }
}

function initialise(input: VaultInput): ConfigurationDraft {
  const { voters } = quorumOfMembers(input.settings, input.clusters)
  const all = derived(String(voters), ...nodeOrigins(input))
  return probeAction(
    'init',
    PROBE,
    { nodesInitialized: all, nodesUnsealed: all, clusterIds: '1' },
    `VAULT-INIT: initialise Vault once, on vault-0 of ${primaryOf(input)} only, and only while key initAllowed of ConfigMap vault/vault-probe is "true" in every cluster: ` +
      `\`${ownVault(input)} operator init -recovery-shares=5 -recovery-threshold=3 -recovery-pgp-keys=<five holders> -root-token-pgp-key=<holder>\`. ` +
      `Keep the output out of Kubernetes. Then run day1.sh of ConfigMap vault/vault-day1. Done when all ${voters} nodes are initialised and unsealed under one cluster id.`,
  )
}

function signIntermediate(input: VaultInput): ConfigurationDraft {
  const object = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: SIGNED_INTERMEDIATE, namespace: VAULT_NAMESPACE },
  }
  return {
    kind: 'configuration',
    name: 'csr',
    role: 'action',
    severity: 'high',
    objects: [{ complianceType: 'musthave', recordDiff: 'None', object }],
    customMessage: {
      noncompliant:
        `VAULT-CSR: have the hub root sign Vault's intermediate. Read the request with \`vault write -field=csr ${PKI_MOUNT}/intermediate/generate/existing key_ref=default common_name="${input.environment.metadata.name} workload intermediate"\`, ` +
        'submit it on the hub as a CertificateRequest in the PKI namespace (issuer root-issuer, isCA true), have a second person approve it, ' +
        `and store certificate and root as tls.crt of Secret ${VAULT_NAMESPACE}/${SIGNED_INTERMEDIATE}. Done when that Secret exists.`,
    },
  }
}

function revokeRoot(): ConfigurationDraft {
  return probeAction(
    'root-revoked',
    PROBE,
    { rootTokens: '0' },
    'VAULT-ROOT-REVOKED: revoke the root token (`vault token revoke -self`) once the operator writes the configuration. Done when no token with policy root is left.',
  )
}

/** What only a person knows: asked for on the hub, where it is read. */
export function inputsPolicy(input: VaultInput): PolicyDraft | undefined {
  const { environment } = input
  const namespace = environment.spec.hub.namespace
  const needsAccount =
    input.settings.seal.account === undefined &&
    input.clusters.some((each) => each.cloud === 'aws' && sealAccess(input, each) === 'request')
  const needsSecret = input.clusters.some((each) => sealAccess(input, each) === 'secret')
  const inputs = [
    ...sealInputs(input),
    ...(needsAccount ? [{ key: 'vault-kms-account', todo: 'number of the AWS account that holds the key' }] : []),
    ...input.clusters
      .filter((each) => givenAuthority(input, each.name) === undefined)
      .map((each) => ({
        key: apiAuthorityKey(each.name),
        todo: `CA certificate (PEM) of the API server of ${each.name}`,
      })),
    ...(input.settings.snapshots.enabled ? SNAPSHOT_INPUTS : []),
  ]
  const templates = [
    ...inputs.map(({ key, todo }) => inputAction(environment, key, todo)),
    ...(needsSecret
      ? [
          secretAction(
            'seal-secret',
            namespace,
            hubSecretName(input),
            `credentials that may use the key of the ${sealType(input)} seal and nothing else, with the keys ${SECRET_KEYS[sealType(input)]}.`,
          ),
        ]
      : []),
    ...(input.settings.snapshots.enabled
      ? [
          secretAction(
            'snapshot-secret',
            namespace,
            snapshotSecretName(input),
            'environment variables by which rclone reaches the snapshot store',
          ),
        ]
      : []),
  ]
  if (templates.length === 0) return undefined
  return {
    name: 'vault-inputs',
    description: 'Values and credentials of Vault that a person has to provide on the hub.',
    target: 'hub',
    severity: 'high',
    templates,
  }
}
