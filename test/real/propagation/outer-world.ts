import type { JsonObject } from '../../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../../engine/model/json.ts'
import type { Rendered } from '../../../engine/model/rendered.ts'
import type { Cluster } from '../testbed/cluster.ts'
import { install } from '../testbed/crds.ts'
import type { Platform } from '../testbed/platform.ts'
import type { Authority } from './authority.ts'
import { newAuthority } from './authority.ts'
import { nameOf } from './decide.ts'

/** Served kinds whose definitions are not at hand: they take any content. `Kind plural group/version`, cluster-scoped ones after the bar. */
const LOOSE = [
  'Gateway gateways submariner.io/v1',
  'MachineHealthCheck machinehealthchecks machine.openshift.io/v1beta1',
  'CertificatePolicy certificatepolicies policy.open-cluster-management.io/v1',
]
const LOOSE_CLUSTER = [
  'Authentication authentications config.openshift.io/v1',
  'ClusterVersion clusterversions config.openshift.io/v1',
  'ClusterOperator clusteroperators config.openshift.io/v1',
  'Network networks config.openshift.io/v1',
]
const MANAGER = 'outer-world'

/** What is there before anything is delivered: kinds, imported clusters, and what people are asked to put in. */
export async function prepareWorld({ hub, members }: Platform, rendered: Rendered): Promise<void> {
  const clusters = [hub, ...members.values()]
  const loose = [
    ...LOOSE.map((each) => looseDefinition(each, 'Namespaced')),
    ...LOOSE_CLUSTER.map((each) => looseDefinition(each, 'Cluster')),
  ]
  await Promise.all(clusters.map((each) => installMissing(each, loose)))
  for (const name of ['local-cluster', ...members.keys()]) await importCluster(hub, name)
  await Promise.all([...members.values()].map((each) => put(each, namespace(each.name))))
  await put(hub, namespace('isthmus-gdw'), namespace('pki-intermediates'))
  for (const cluster of clusters) {
    const placed = rendered.policies.filter((each) => each.clusters.includes(cluster.name))
    for (const name of new Set(placed.flatMap(({ object }) => namespacesIn(object))))
      await put(cluster, namespace(name))
  }
  const text = JSON.stringify(rendered.policies.map((each) => each.object))
  await put(hub, inputsFor(text), ...secretsFor(text, newAuthority('root')))
  const operators = new Map(
    rendered.policies.flatMap(({ object, clusters: on }) => subscriptionsOf(object).map((each) => [each, on] as const)),
  )
  for (const [subscription, on] of operators) {
    const here = clusters.filter((each) => on.includes(each.name))
    for (const each of here)
      await put(each, namespace(textAt(subscription, 'metadata', 'namespace') ?? ''), subscription)
  }
}

function looseDefinition(line: string, scope: string): JsonObject {
  const [kind = '', plural = '', apiVersion = ''] = line.split(' ')
  const [group = '', version = ''] = apiVersion.split('/')
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }
  const versions = [{ name: version, served: true, storage: true, schema, subresources: { status: {} } }]
  const names = { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, annotations: { 'api-approved.kubernetes.io': 'unapproved, test only' } },
    spec: { group, names, scope, versions },
  }
}

async function installMissing(cluster: Cluster, crds: readonly JsonObject[]): Promise<void> {
  const there = new Set((await cluster.list('apiextensions.k8s.io/v1', 'CustomResourceDefinition')).map(nameOf))
  await install(
    cluster,
    crds.filter((each) => !there.has(nameOf(each))),
  )
}

/** As the import of a cluster leaves it: the ManagedCluster, available, and its namespace. */
async function importCluster(hub: Cluster, name: string): Promise<void> {
  const isHub = name === 'local-cluster'
  const metadata = {
    name,
    labels: {
      name,
      vendor: 'OpenShift',
      ...(isHub ? { 'local-cluster': 'true', 'cluster.open-cluster-management.io/clusterset': 'default' } : {}),
    },
  }
  const config = { url: `https://api.${name}.example.com:6443`, caBundle: Buffer.from('ca').toString('base64') }
  const spec = { hubAcceptsClient: true, leaseDurationSeconds: 60, managedClusterClientConfigs: [config] }
  await put(hub, namespace(name), {
    apiVersion: 'cluster.open-cluster-management.io/v1',
    kind: 'ManagedCluster',
    metadata,
    spec,
  })
  await availability(hub, name, 'True')
}

/** RHACM's word on a cluster: the condition and the taint that go with it. */
export async function availability(hub: Cluster, name: string, status: 'True' | 'Unknown'): Promise<void> {
  const isUp = status === 'True'
  const condition = (type: string, word: string, reason: string, message: string) => {
    return { type, status: word, reason, message, lastTransitionTime: new Date().toISOString().replace(/\.\d+Z/, 'Z') }
  }
  const conditions = [
    condition('HubAcceptedManagedCluster', 'True', 'HubClusterAdminAccepted', 'Accepted by hub cluster admin'),
    condition('ManagedClusterJoined', 'True', 'ManagedClusterJoined', 'Managed cluster joined'),
    isUp
      ? condition('ManagedClusterConditionAvailable', 'True', 'ManagedClusterAvailable', 'Managed cluster is available')
      : condition(
          'ManagedClusterConditionAvailable',
          'Unknown',
          'ManagedClusterLeaseUpdateStopped',
          'Registration agent stopped updating its lease.',
        ),
  ]
  const object = { apiVersion: 'cluster.open-cluster-management.io/v1', kind: 'ManagedCluster', metadata: { name } }
  await hub.applyStatus({ ...object, status: { conditions } }, { manager: 'registration', force: true })
  const timeAdded = new Date().toISOString().replace(/\.\d+Z/, 'Z')
  const taints = isUp ? [] : [{ key: 'cluster.open-cluster-management.io/unreachable', effect: 'NoSelect', timeAdded }]
  await hub.mergePatch(object, { spec: { taints } }, 'registration')
}

function namespace(name: string): JsonObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
}

/** Namespaces that come with OpenShift and its operators. */
function namespacesIn(policy: JsonObject): readonly string[] {
  return [
    ...JSON.stringify(policy).matchAll(
      /"namespace":"((?:openshift-|open-cluster-management|submariner-operator)[\w-]*)"/g,
    ),
  ].map(([, name = '']) => name)
}

/** Every input that a policy asks the ConfigMap for. */
function inputsFor(text: string): JsonObject {
  const keys = [...text.matchAll(/fromConfigMap \\+"\\+" \\+"gdw-inputs\\+" \\+"([\w-]+)\\+"/g)].map(
    ([, key = '']) => key,
  )
  const data = Object.fromEntries(
    keys.map((key) => [key, key === 'vault-kms-account' ? '123456789012' : `value-of-${key}`]),
  )
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'gdw-inputs', namespace: 'isthmus-gdw' }, data }
}

/** Every Secret that a policy copies: people bring them, or cert-manager on the hub. */
export function secretsFor(text: string, root: Authority): readonly JsonObject[] {
  const found = [...text.matchAll(/(?:fromSecret|copySecretData) \\+"([\w-]*)\\+" \\+"([\w-]+)\\+"/g)]
  const names = new Map(
    found.map(([, place = '', name = '']) => [`${place} ${name}`, { place: place || 'isthmus-gdw', name }]),
  )
  return [...names.values()].map(({ place, name }) => {
    const stringData = place === 'pki-intermediates' ? intermediateOf(root, name) : contentOf(name)
    return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: place }, stringData }
  })
}

function contentOf(name: string): JsonObject {
  return name === 'pull-secret'
    ? { '.dockerconfigjson': '{"auths":{}}' }
    : { key: `of ${name}`, token: `token of ${name}` }
}

/** Signed by whom does not matter here: nobody verifies it. */
export function intermediateOf(root: Authority, name: string): JsonObject {
  const { certificate, key } = newAuthority(name)
  return { 'ca.crt': root.certificate, 'tls.crt': certificate, 'tls.key': key }
}

function subscriptionsOf(policy: JsonObject): readonly JsonObject[] {
  return listAt(policy, 'spec', 'policy-templates')
    .map((each) => at(each, 'objectDefinition'))
    .filter((each) => textAt(each, 'kind') === 'OperatorPolicy')
    .flatMap((each) => {
      const asked = at(each, 'spec', 'subscription')
      if (!isObject(asked)) return []
      const { namespace: place, ...spec } = asked
      const metadata = { name: String(spec.name), namespace: String(place) }
      return [{ apiVersion: 'operators.coreos.com/v1alpha1', kind: 'Subscription', metadata, spec }]
    })
}

async function put(cluster: Cluster, ...objects: readonly JsonObject[]): Promise<void> {
  for (const each of objects) await cluster.apply(each, { manager: MANAGER, force: true })
}
