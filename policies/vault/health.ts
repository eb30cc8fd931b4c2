import type { ConfigurationDraft, PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { quorumOfMembers, tracedMembers } from '../../engine/model/members.ts'
import { VAULT_HEADLESS, VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import { probeFresh, probeSays } from '../../engine/model/probe.ts'
import { conditions, mustHave } from '../../engine/model/template-drafts.ts'
import { derived } from '../../engine/model/traced.ts'
import { nodeOrigins } from './addresses.ts'
import type { VaultInput } from './input.ts'
import { PROBE } from './jobs.ts'

const namespace = VAULT_NAMESPACE

/** As desired, but does it work? Counts are compared for equality: more voters than nodes are forgotten peers. */
export function healthPolicy(input: VaultInput, cluster: Cluster): PolicyDraft {
  return {
    name: 'vault-health',
    description: `Vault in ${cluster.region}: nodes ready, exported, unsealed, one quorum of all.`,
    target: { cluster: cluster.name },
    severity: 'critical',
    templates: [...conditionsOf(input, cluster), ...probed(input, cluster)],
  }
}

/** What Kubernetes tells. */
function conditionsOf(input: VaultInput, cluster: Cluster): readonly ConfigurationDraft[] {
  const members = tracedMembers(input, cluster.name)
  const certificate = (name: string) => ({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace },
    status: conditions({ Ready: 'True' }),
  })
  return [
    mustHave('nodes-ready', 'health', [
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'vault', namespace },
        status: { readyReplicas: members },
      },
    ]),
    mustHave('certificates', 'health', [certificate('vault-tls'), certificate('vault-route')], { severity: 'high' }),
    mustHave('exported', 'health', [
      {
        apiVersion: 'multicluster.x-k8s.io/v1alpha1',
        kind: 'ServiceExport',
        metadata: { name: VAULT_HEADLESS, namespace },
        status: conditions({ Valid: 'True' }),
      },
    ]),
  ]
}

/** What only the probe can tell. */
function probed(input: VaultInput, cluster: Cluster): readonly ConfigurationDraft[] {
  const { voters, quorum } = quorumOfMembers(input.settings, input.clusters)
  const all = derived(String(voters), ...nodeOrigins(input))
  return [
    probeFresh(PROBE),
    probeSays(
      'unsealed',
      PROBE,
      { nodesReached: all, nodesUnsealed: all },
      `Not all ${voters} nodes of Vault answer unsealed as seen from ${cluster.name}: look at the tunnel, then at the KMS of the region that is missing.`,
    ),
    probeSays(
      'quorum',
      PROBE,
      {
        voters: all,
        autopilotHealthy: 'true',
        failureTolerance: derived(String(voters - quorum), ...nodeOrigins(input)),
      },
      `Raft is not what was planned (${voters} voters, ${voters - quorum} may fail): hold back every restart; fewer voters are an outage, more are peers that nobody removed.`,
    ),
    probeSays(
      'one-vault',
      PROBE,
      { clusterIds: '1' },
      'Not exactly one Vault answers: before initialisation none does; two were initialised apart and will never merge. Stop, keep the one with data, wipe the other.',
    ),
    probeSays(
      'certificate-served',
      PROBE,
      { servedCertificateCurrent: 'true' },
      'A node still serves an old listener certificate: the reload sidecar did not reach it.',
    ),
    probeSays(
      'audit',
      PROBE,
      { auditEnabled: 'true' },
      'The file audit device is not enabled: nobody can say who did what.',
    ),
  ]
}
