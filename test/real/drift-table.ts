import type { Json, JsonObject } from '../../engine/model/json.ts'
import { isObject } from '../../engine/model/json.ts'
import type { Cluster } from './testbed/cluster.ts'

/** One thing that somebody does to a member, how the report must show it, and how it is put back. */
export interface ManualDrift {
  readonly title: string
  readonly cluster: string
  /** `Kind namespace/name`, as reports say it. */
  readonly object: string
  readonly change: 'different' | 'missing'
  /** Of the only field that differs; none where the object is missing. */
  readonly pointer?: string
  readonly manager?: string
  readonly operation?: 'Update' | 'Apply'
  readonly make: (cluster: Cluster) => Promise<unknown>
  /** Objects are put back as they were where nothing is said. */
  readonly isRedacted?: true
}

const kubectl =
  (...args: readonly string[]) =>
  (cluster: Cluster) =>
    cluster.kubectl(args)
const patch = (kind: string, namespace: string, name: string, body: Json, type = 'merge') =>
  kubectl(
    'patch',
    kind,
    name,
    ...(namespace === '' ? [] : ['-n', namespace]),
    '--type',
    type,
    '-p',
    JSON.stringify(body),
  )

/** A controller that reads, changes and writes whole objects. */
async function updateBy(
  cluster: Cluster,
  manager: string,
  [apiVersion, kind, namespace, name]: readonly [string, string, string, string],
  plural: string,
  spec: JsonObject,
): Promise<void> {
  const found = await cluster.get(apiVersion, kind, namespace, name)
  const old = isObject(found?.spec) ? found.spec : {}
  const path = `/apis/${apiVersion}/namespaces/${namespace}/${plural}/${name}`
  const answer = await cluster.ask({
    method: 'PUT',
    path,
    query: { fieldManager: manager },
    body: { ...found, spec: { ...old, ...spec } },
  })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
}

const edit = (script: string, kind: string, namespace: string, name: string) => async (cluster: Cluster) => {
  const { execFileSync } = await import('node:child_process')
  const env = { ...process.env, KUBE_EDITOR: `sed -i ${script}` }
  execFileSync('kubectl', ['--kubeconfig', cluster.server.kubeconfig, 'edit', kind, name, '-n', namespace], {
    env,
    stdio: 'pipe',
  })
}

/** Server-side apply by another manager, which takes the field over. */
const applied = (manager: string, object: JsonObject) => (cluster: Cluster) =>
  cluster.apply(object, { manager, force: true })

const anybody = { from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }

/** In rounds: what is done together is looked at together. No two of a round touch one object. */
export const ROUNDS: readonly (readonly ManualDrift[])[] = [
  [
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
      make: patch(
        'role',
        'vault',
        'vault-discovery',
        [{ op: 'add', path: '/rules/0/verbs/-', value: 'delete' }],
        'json',
      ),
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
  ],
  [
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
  ],
]

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
