import { isObject } from '../../../engine/model/json.ts'
import { applied, kubectl, patch, updateBy } from './acts.ts'
import type { ManualDrift } from './manual-drift.ts'

/** Done together and looked at together. No two touch one object. */
export const SECOND_ROUND: readonly ManualDrift[] = [
  {
    title: 'server-side apply of a Certificate by another manager',
    cluster: 'cluster1',
    object: 'Certificate vault/vault-route',
    change: 'different',
    pointer: '/spec/duration',
    manager: 'hotfix-operator',
    operation: 'Apply',
    make: applied('hotfix-operator', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'vault-route', namespace: 'vault' },
      spec: {
        duration: '8760h',
        secretName: 'vault-route-tls',
        issuerRef: { name: 'vault-issuer', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      },
    }),
  },
  {
    title: "a controller's Update of a CronJob",
    cluster: 'cluster1',
    object: 'CronJob vault/vault-snapshot',
    change: 'different',
    pointer: '/spec/schedule',
    manager: 'cost-saver',
    operation: 'Update',
    make: (cluster) =>
      updateBy(cluster, 'cost-saver', ['batch/v1', 'CronJob', 'vault', 'vault-snapshot'], 'cronjobs', {
        schedule: '0 4 * * 0',
      }),
  },
  {
    title: 'a SAN less in a Certificate',
    cluster: 'cluster2',
    object: 'Certificate vault/vault-tls',
    change: 'different',
    manager: 'kubectl-patch',
    operation: 'Update',
    make: patch('certificate', 'vault', 'vault-tls', [{ op: 'remove', path: '/spec/dnsNames/0' }], 'json'),
  },
  {
    title: 'a subject more in a ClusterRoleBinding',
    cluster: 'cluster2',
    object: 'ClusterRoleBinding vault-client-auth-delegator',
    change: 'different',
    manager: 'kubectl-patch',
    operation: 'Update',
    make: patch(
      'clusterrolebinding',
      '',
      'vault-client-auth-delegator',
      [{ op: 'add', path: '/subjects/-', value: { kind: 'ServiceAccount', name: 'default', namespace: 'default' } }],
      'json',
    ),
  },
  {
    title: 'kubectl replace of a PodDisruptionBudget',
    cluster: 'cluster3',
    object: 'PodDisruptionBudget cockroachdb/cockroachdb',
    change: 'different',
    pointer: '/spec/maxUnavailable',
    manager: 'kubectl-replace',
    operation: 'Update',
    make: async (cluster) => {
      const found = await cluster.get('policy/v1', 'PodDisruptionBudget', 'cockroachdb', 'cockroachdb')
      const spec = { ...(isObject(found?.spec) ? found.spec : {}), maxUnavailable: 2 }
      return await cluster.kubectl(['replace', '-f', '-'], JSON.stringify({ ...found, spec }))
    },
  },
  {
    title: 'an issuer that is pointed elsewhere',
    cluster: 'cluster3',
    object: 'Issuer cockroachdb/crdb-node',
    change: 'different',
    pointer: '/spec/vault/server',
    manager: 'kubectl-patch',
    operation: 'Update',
    make: patch('issuer', 'cockroachdb', 'crdb-node', {
      spec: { vault: { server: 'https://evil.example.com:8200' } },
    }),
  },
  {
    title: 'a role of the PKI that allows more',
    cluster: 'cluster1',
    object: 'PKISecretEngineRole vault/crdb-node',
    change: 'different',
    manager: 'kubectl-patch',
    operation: 'Update',
    make: patch('pkisecretenginerole', 'vault', 'crdb-node', { spec: { allowAnyName: true } }),
  },
  {
    title: 'an annotation of a Route',
    cluster: 'cluster3',
    object: 'Route vault/vault',
    change: 'different',
    pointer: '/metadata/annotations/global-load-balancer-operator.redhat-cop.io~1health-check',
    manager: 'kubectl-annotate',
    operation: 'Update',
    make: kubectl(
      'annotate',
      'route',
      'vault',
      '-n',
      'vault',
      'global-load-balancer-operator.redhat-cop.io/health-check={}',
      '--overwrite',
    ),
  },
  {
    title: 'another value of a Secret',
    cluster: 'cluster2',
    object: 'Secret vault/vault-snapshot-credentials',
    change: 'different',
    isRedacted: true,
    make: patch('secret', 'vault', 'vault-snapshot-credentials', { stringData: { key: 'stolen' } }),
  },
]
