import type { Json, JsonObject } from '../../../../../engine/model/json.ts'
import { isObject, listAt, textAt } from '../../../../../engine/model/json.ts'
import type { Random } from './random.ts'
import type { Path } from './tree.ts'
import { get, places, set } from './tree.ts'

/**
 * An object as an API server gives it back some weeks later: with everything that servers, webhooks, operators and other
 * owners write, and nothing that a person changed. What is written here is from the documentation of each program.
 */
export function served(object: JsonObject, random: Random): JsonObject {
  const kind = textAt(object, 'kind') ?? ''
  const filled = (FILLERS[kind] ?? []).reduce((all, [path, value]) => fillIn(all, path, value), object)
  const computed = byKind(kind, filled)
  return shuffled(metadata(rewritten(computed), random), random) as JsonObject
}

type Filler = readonly (readonly [path: string, value: Json])[]

const PODS: Filler = [
  ['restartPolicy', 'Always'],
  ['dnsPolicy', 'ClusterFirst'],
  ['schedulerName', 'default-scheduler'],
  ['terminationGracePeriodSeconds', 30],
  ['securityContext', {}],
  ['containers/*/terminationMessagePath', '/dev/termination-log'],
  ['containers/*/terminationMessagePolicy', 'File'],
  ['containers/*/imagePullPolicy', 'IfNotPresent'],
  ['containers/*/ports/*/protocol', 'TCP'],
  ['containers/*/readinessProbe/timeoutSeconds', 1],
  ['containers/*/livenessProbe/failureThreshold', 3],
  ['volumes/*/secret/defaultMode', 420],
  ['volumes/*/configMap/defaultMode', 420],
]
const podsAt = (prefix: string): Filler => PODS.map(([path, value]) => [`${prefix}/${path}`, value] as const)
const VAULT: Filler = [
  ['spec/authentication/path', 'kubernetes'],
  ['spec/authentication/serviceAccount', { name: 'default' }],
  ['status/conditions', [{ type: 'ReconcileSuccess', status: 'True', lastTransitionTime: '2026-02-01T00:00:00Z' }]],
]
const READY: Filler = [
  ['status/conditions', [{ type: 'Ready', status: 'True', reason: 'Ready', message: 'up to date' }]],
]

const FILLERS: Readonly<Record<string, Filler>> = {
  StatefulSet: [
    ...podsAt('spec/template/spec'),
    ['spec/revisionHistoryLimit', 10],
    ['spec/template/metadata/annotations/kubectl.kubernetes.io~1restartedAt', '2026-02-01T00:00:00Z'],
    ['spec/volumeClaimTemplates/*/apiVersion', 'v1'],
    ['spec/volumeClaimTemplates/*/kind', 'PersistentVolumeClaim'],
    ['spec/volumeClaimTemplates/*/spec/volumeMode', 'Filesystem'],
    ['spec/volumeClaimTemplates/*/status', { phase: 'Pending' }],
    ['spec/persistentVolumeClaimRetentionPolicy', { whenDeleted: 'Retain', whenScaled: 'Retain' }],
    ['status', { observedGeneration: 4, replicas: 3, readyReplicas: 3 }],
  ],
  CronJob: [
    ...podsAt('spec/jobTemplate/spec/template/spec'),
    ['spec/suspend', false],
    ['status/lastScheduleTime', '2026-02-28T23:55:00Z'],
  ],
  Service: [
    ['spec/clusterIP', '172.30.9.9'],
    ['spec/clusterIPs', ['172.30.9.9']],
    ['spec/ipFamilies', ['IPv4']],
    ['spec/ipFamilyPolicy', 'SingleStack'],
    ['spec/internalTrafficPolicy', 'Cluster'],
    ['spec/sessionAffinity', 'None'],
    ['spec/type', 'ClusterIP'],
    ['spec/ports/*/protocol', 'TCP'],
    ['status', { loadBalancer: {} }],
  ],
  Namespace: [
    ['metadata/labels/kubernetes.io~1metadata.name', 'filled'],
    ['metadata/annotations/openshift.io~1sa.scc.uid-range', '1000680000/10000'],
    ['metadata/annotations/openshift.io~1sa.scc.mcs', 's0:c26,c15'],
    ['spec', { finalizers: ['kubernetes'] }],
    ['status', { phase: 'Active' }],
  ],
  ServiceAccount: [
    ['metadata/annotations/openshift.io~1internal-registry-pull-secret-ref', 'x-dockercfg-abcde'],
    ['imagePullSecrets', [{ name: 'x-dockercfg-abcde' }]],
    ['secrets', [{ name: 'x-dockercfg-abcde' }]],
  ],
  NetworkPolicy: [
    ['spec/ingress/*/ports/*/protocol', 'TCP'],
    ['spec/egress/*/ports/*/protocol', 'TCP'],
  ],
  Certificate: [...READY, ['status/notAfter', '2026-05-01T00:00:00Z'], ['status/revision', 3]],
  Issuer: [...READY],
  ClusterIssuer: [...READY],
  Route: [
    ['spec/wildcardPolicy', 'None'],
    ['spec/to/weight', 100],
    ['status/ingress', [{ host: 'x', routerName: 'default' }]],
  ],
  ManagedCluster: [
    ['metadata/labels/clusterID', 'f3a0'],
    ['metadata/labels/openshiftVersion', '4.20.1'],
    ['metadata/labels/feature.open-cluster-management.io~1addon-search-collector', 'available'],
    ['spec/managedClusterClientConfigs', [{ url: 'https://api.example.com:6443' }]],
  ],
  ClusterDeployment: [['spec/clusterMetadata', { infraID: 'c-x1', clusterID: 'f3a0' }]],
  PodDisruptionBudget: [['status', { currentHealthy: 3, desiredHealthy: 2, disruptionsAllowed: 1 }]],
  AuthEngineMount: [...VAULT, ['spec/config', { listingVisibility: 'hidden' }]],
  SecretEngineMount: [...VAULT, ['spec/config/listingVisibility', 'hidden']],
  KubernetesAuthEngineRole: [...VAULT, ['spec/tokenType', 'default'], ['spec/aliasNameSource', 'serviceaccount_uid']],
  PKISecretEngineRole: [
    ...VAULT,
    ['spec/notBeforeDuration', '30s'],
    ['spec/useCSRSans', true],
    ['spec/keyType', 'rsa'],
    ['spec/keyBits', 2048],
  ],
  Policy: [...VAULT],
  Audit: [...VAULT],
}

/** Sets a value wherever the path exists up to its last key and that key is not there. */
function fillIn(object: JsonObject, path: string, value: Json): JsonObject {
  const keys = path.split('/').map((each) => each.replaceAll('~1', '/'))
  return matching(object, keys).reduce<JsonObject>(
    (all, found) => (get(all, found) === undefined ? (set(all, found, value) as JsonObject) : all),
    object,
  )
}

function matching(object: JsonObject, keys: readonly string[]): readonly Path[] {
  return keys.reduce<readonly Path[]>(
    (paths, key, i) =>
      paths.flatMap((path): readonly Path[] => {
        const here = get(object, path)
        if (key === '*') return Array.isArray(here) ? here.map((_, place) => [...path, place]) : []
        const isOptional = keys[0] === 'metadata' || keys[0] === 'status' || i === 0
        return isObject(here) || (here === undefined && isOptional) ? [[...path, key]] : []
      }),
    [[]],
  )
}

function byKind(kind: string, object: JsonObject): JsonObject {
  if (kind === 'NetworkPolicy' && get(object, ['spec', 'policyTypes']) === undefined) {
    const egress = listAt(object, 'spec', 'egress').length > 0 ? ['Egress'] : []
    return set(object, ['spec', 'policyTypes'], ['Ingress', ...egress]) as JsonObject
  }
  if (kind !== 'StatefulSet') return object
  const account = get(object, ['spec', 'template', 'spec', 'serviceAccountName'])
  const named = account === undefined ? object : set(object, ['spec', 'template', 'spec', 'serviceAccount'], account)
  const env: Path = ['spec', 'template', 'spec', 'containers', 0, 'env']
  const reloaded = { name: 'STAKATER_VAULT_TLS_SECRET', value: '0f3c' }
  return set(named, env, [...listAt(named, ...env), reloaded]) as JsonObject
}

const DURATIONS = new Set(['duration', 'renewBefore'])

/** Amounts and durations as Go writes them. */
function rewritten(object: JsonObject): JsonObject {
  return places(object).reduce<JsonObject>((all, { path, value }) => {
    const [holder, key] = path.slice(-2)
    if (typeof value !== 'string') return all
    if (DURATIONS.has(String(key)) && /^\d+h$/.test(value)) return set(all, path, `${value}0m0s`) as JsonObject
    const isAmount = holder === 'requests' || holder === 'limits'
    const cores = isAmount && /^(\d+)000m$/.exec(value)
    if (cores) return set(all, path, cores[1] ?? '') as JsonObject
    const gibi = isAmount && /^(\d+)Gi$/.exec(value)
    return gibi ? (set(all, path, `${Number(gibi[1]) * 1024}Mi`) as JsonObject) : all
  }, object)
}

function metadata(object: JsonObject, random: Random): JsonObject {
  const before = isObject(object.metadata) ? object.metadata : {}
  const own = {
    uid: `0000-${random.below(1e9)}`,
    resourceVersion: String(random.below(1e9)),
    creationTimestamp: '2026-01-01T00:00:00Z',
    generation: 1 + random.below(9),
    finalizers: ['example.com/cleanup'],
  }
  const status = {
    manager: 'kube-controller-manager',
    operation: 'Update',
    subresource: 'status',
    time: '2026-02-28T00:00:00Z',
    fieldsV1: { 'f:status': {} },
  }
  const managedFields = [...listAt(before, 'managedFields'), status]
  const annotations = {
    ...(isObject(before.annotations) ? before.annotations : {}),
    'kubectl.kubernetes.io/last-applied-configuration': '{}\n',
  }
  return { ...object, metadata: { ...before, ...own, annotations, managedFields } }
}

/** Keys in another order; lists stay as they are. */
function shuffled(value: Json, random: Random): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => shuffled(each, random))
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(
    ([key, child]) => [random.below(1000), key, shuffled(child, random)] as const,
  )
  return Object.fromEntries(entries.sort((a, b) => a[0] - b[0]).map(([, key, child]) => [key, child]))
}
