import type { Cluster } from '../../engine/model/environment.ts'
import { membersOf, tracedMembers } from '../../engine/model/members.ts'
import { CA_BUNDLE, VAULT_HEADLESS, VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { quorumSpread, RESTRICTED_POD, volumeClaim } from '../../engine/model/workload.ts'
import { reloader, server } from './containers.ts'
import type { VaultInput } from './input.ts'
import { APP } from './input.ts'
import { CREDENTIALS, sealAccess } from './seal-credentials.ts'

/** The nodes of one cluster. Updates wait for a controlled restart (OnDelete): a merge alone never restarts a voter. */
export function statefulSet(input: VaultInput, cluster: Cluster): Tree {
  const storage = input.from.settings.storage
  const storageClass = storageClassOf(input, cluster)
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'vault', namespace: VAULT_NAMESPACE, labels: APP },
    spec: {
      replicas: tracedMembers(input, cluster.name),
      serviceName: VAULT_HEADLESS,
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'OnDelete' },
      selector: { matchLabels: APP },
      template: { metadata: { labels: APP }, spec: podSpec(input, cluster) },
      volumeClaimTemplates: [
        volumeClaim('data', storage.data, storageClass),
        volumeClaim('audit', storage.audit, storageClass),
      ],
    },
  }
}

export function storageClassOf(input: VaultInput, cluster: Cluster): string | undefined {
  return input.settings.storage.class ?? (cluster.cloud === 'other' ? undefined : 'vault-fast')
}

function podSpec(input: VaultInput, cluster: Cluster): Tree {
  return {
    serviceAccountName: 'vault',
    // The sidecar must see the server to tell it that its certificate changed.
    shareProcessNamespace: true,
    terminationGracePeriodSeconds: 60,
    securityContext: RESTRICTED_POD,
    ...quorumSpread(APP, cluster, membersOf(input.settings, cluster.name)),
    containers: [server(input, cluster), reloader(input)],
    volumes: [
      { name: 'config', configMap: { name: 'vault-config' } },
      { name: 'tls', secret: { secretName: 'vault-tls' } },
      { name: 'ca', configMap: { name: CA_BUNDLE } },
      { name: 'tmp', emptyDir: {} },
      ...(sealAccess(input, cluster) === 'role' ? [] : [{ name: 'kms', secret: { secretName: CREDENTIALS } }]),
      {
        name: 'identity',
        projected: {
          sources: [{ serviceAccountToken: { audience: 'openshift', expirationSeconds: 3600, path: 'token' } }],
        },
      },
    ],
  }
}
