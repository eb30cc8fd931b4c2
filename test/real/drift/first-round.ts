import { edit, kubectl, patch } from './acts.ts'
import type { ManualDrift } from './manual-drift.ts'

const anybody = { from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }

/** Done together and looked at together. No two touch one object. */
export const FIRST_ROUND: readonly ManualDrift[] = [
  {
    title: 'kubectl scale of a StatefulSet',
    cluster: 'cluster1',
    object: 'StatefulSet vault/vault',
    change: 'different',
    pointer: '/spec/replicas',
    manager: 'kubectl',
    operation: 'Update',
    make: kubectl('scale', 'statefulset', 'vault', '-n', 'vault', '--replicas=2'),
  },
  {
    title: 'kubectl set image',
    cluster: 'cluster1',
    object: 'StatefulSet cockroachdb/cockroachdb',
    change: 'different',
    pointer: '/spec/template/spec/containers/0/image',
    manager: 'kubectl-set',
    operation: 'Update',
    make: kubectl(
      'set',
      'image',
      'statefulset/cockroachdb',
      '-n',
      'cockroachdb',
      'cockroachdb=docker.io/cockroachdb/cockroach:v25.4.0',
    ),
  },
  {
    title: 'kubectl edit of a ConfigMap',
    cluster: 'cluster2',
    object: 'ConfigMap vault/vault-config',
    change: 'different',
    pointer: '/data/vault.hcl',
    manager: 'kubectl-edit',
    operation: 'Update',
    make: edit('s/tls12/tls10/', 'configmap', 'vault', 'vault-config'),
  },
  {
    title: 'kubectl patch of a Service',
    cluster: 'cluster2',
    object: 'Service vault/vault-internal',
    change: 'different',
    // The API drops a false here, so nobody is recorded as its writer: the report must not guess.
    pointer: '/spec/publishNotReadyAddresses',
    make: patch('service', 'vault', 'vault-internal', { spec: { publishNotReadyAddresses: false } }),
  },
  {
    title: 'a verb more in a Role',
    cluster: 'cluster3',
    object: 'Role vault/vault-discovery',
    change: 'different',
    manager: 'kubectl-patch',
    operation: 'Update',
    make: patch('role', 'vault', 'vault-discovery', [{ op: 'add', path: '/rules/0/verbs/-', value: 'delete' }], 'json'),
  },
  {
    title: 'an open firewall',
    cluster: 'cluster3',
    object: 'NetworkPolicy vault/vault-peers',
    change: 'different',
    manager: 'kubectl-patch',
    operation: 'Update',
    make: patch('networkpolicy', 'vault', 'vault-peers', { spec: { ingress: [anybody] } }),
  },
  {
    title: 'kubectl delete of a ServiceExport',
    cluster: 'cluster1',
    object: 'ServiceExport vault/vault-internal',
    change: 'missing',
    make: kubectl('delete', 'serviceexport', 'vault-internal', '-n', 'vault'),
  },
  {
    title: 'kubectl label over a desired label',
    cluster: 'cluster2',
    object: 'Namespace vault',
    change: 'different',
    pointer: '/metadata/labels/pod-security.kubernetes.io~1enforce',
    manager: 'kubectl-label',
    operation: 'Update',
    make: kubectl('label', 'namespace', 'vault', 'pod-security.kubernetes.io/enforce=privileged', '--overwrite'),
  },
]
