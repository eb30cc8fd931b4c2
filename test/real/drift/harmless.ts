import type { Cluster } from '../testbed/cluster.ts'
import { applied, kubectl, patch } from './acts.ts'

/** What a platform does all day, and none of it is drift. */
export const HARMLESS: readonly { readonly title: string; readonly make: (cluster: Cluster) => Promise<unknown> }[] = [
  { title: 'kubectl rollout restart', make: kubectl('rollout', 'restart', 'statefulset/vault', '-n', 'vault') },
  {
    title: 'labels and annotations of others',
    make: kubectl('label', 'service', 'vault', '-n', 'vault', 'team=platform'),
  },
  {
    title: 'a Namespace as OpenShift annotates it',
    make: kubectl('annotate', 'namespace', 'vault', 'openshift.io/sa.scc.uid-range=1000/10000'),
  },
  {
    title: 'managedFields that somebody cleared',
    make: patch('service', 'cockroachdb', 'cockroachdb-public', { metadata: { managedFields: [{}] } }),
  },
  {
    title: 'the same quantities written otherwise',
    make: (cluster) =>
      cluster.kubectl([
        'set',
        'resources',
        'cronjob/vault-probe',
        '-n',
        'vault',
        '-c',
        'write',
        '--requests=cpu=0.01,memory=65536Ki',
      ]),
  },
  {
    title: 'a key more in a ConfigMap that is not exact',
    make: patch('configmap', 'vault', 'vault-config', { data: { 'notes.txt': 'seen by Ada' } }),
  },
  {
    title: 'image pull secrets of a ServiceAccount',
    make: patch('serviceaccount', 'vault', 'vault', { imagePullSecrets: [{ name: 'vault-dockercfg-x' }] }),
  },
  {
    title: 'a certificate of the caller that a Route is given',
    make: patch('route', 'vault', 'vault', { spec: { wildcardPolicy: 'None', tls: { caCertificate: '' } } }),
  },
  {
    title: 'a finalizer and an owner',
    make: patch('certificate', 'vault', 'vault-tls', { metadata: { finalizers: ['example.com/hold'] } }),
  },
  {
    title: 'server-side apply of the same values by somebody else',
    make: applied('argocd-controller', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'vault', namespace: 'vault' },
      spec: { maxUnavailable: 1 },
    }),
  },
  {
    title: 'the order of verbs',
    make: patch('role', 'vault', 'vault-discovery', {
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['update', 'get', 'patch'] }],
    }),
  },
]
