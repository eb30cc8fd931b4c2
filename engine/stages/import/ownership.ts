import type { Json, JsonObject } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import { groupOf } from '../../model/kube.ts'
import { tokensOf } from '../../model/pointer.ts'
import { isPulledAlways } from '../../model/pull-policy.ts'
import { resourceTypeOf } from '../../model/resources.ts'

/** metadata that an API server writes itself. */
const SERVER_METADATA: readonly string[] = [
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'finalizers',
  'generation',
  'managedFields',
  'ownerReferences',
  'resourceVersion',
  'selfLink',
  'uid',
]

const SERVER_ANNOTATIONS: readonly RegExp[] = [
  /^kubectl\.kubernetes\.io\/last-applied-configuration$/,
  /^deployment\.kubernetes\.io\/revision$/,
  /^openshift\.io\/sa\.scc\./,
  /^pv\.kubernetes\.io\//,
  /^operatorframework\.io\//,
]

/** Fields below spec that a controller chooses, by kind. */
const ASSIGNED: Readonly<Record<string, readonly RegExp[]>> = {
  Service: [/^\/spec\/(clusterIPs|ipFamilies|ipFamilyPolicy|healthCheckNodePort)(\/|$)/, /\/nodePort$/],
  PersistentVolumeClaim: [/^\/spec\/volumeName$/],
  Namespace: [/^\/spec\/finalizers(\/|$)/, /^\/metadata\/labels\/kubernetes\.io~1metadata\.name$/],
  ManagedCluster: [/^\/spec\/(managedClusterClientConfigs|taints)(\/|$)/],
  ServiceAccount: [/^\/(secrets|imagePullSecrets)(\/|$)/],
}

/** What an API server fills in where nobody asked for anything: field and value. */
const DEFAULTS: readonly (readonly [RegExp, readonly Json[]])[] = [
  [/\/imagePullPolicy$/, ['IfNotPresent']],
  [/\/terminationMessagePath$/, ['/dev/termination-log']],
  [/\/terminationMessagePolicy$/, ['File']],
  [/\/dnsPolicy$/, ['ClusterFirst']],
  [/\/restartPolicy$/, ['Always']],
  [/\/schedulerName$/, ['default-scheduler']],
  [/\/protocol$/, ['TCP']],
  [/\/sessionAffinity$/, ['None']],
  [/\/internalTrafficPolicy$/, ['Cluster']],
  [/^\/spec\/type$/, ['ClusterIP']],
  [/\/revisionHistoryLimit$/, [10]],
  [/\/progressDeadlineSeconds$/, [600]],
  [/\/defaultMode$/, [420]],
  [/Probe\/successThreshold$/, [1]],
  [/Probe\/failureThreshold$/, [3]],
  [/Probe\/timeoutSeconds$/, [1]],
  [/Probe\/periodSeconds$/, [10]],
  [/\/volumeMode$/, ['Filesystem']],
  [/\/fieldRef\/apiVersion$/, ['v1']],
  [/\/persistentVolumeClaimRetentionPolicy\/(whenDeleted|whenScaled)$/, ['Retain']],
  [/^\/spec\/wildcardPolicy$/, ['None']],
  [/^\/spec\/to\/weight$/, [100]],
  [/\/volumeClaimTemplates\/\d+\/status\/phase$/, ['Pending']],
]

/** Groups of Kubernetes itself, and routes. */
const FILLED_GROUPS =
  /^([a-z]*|(networking|policy|storage|node|scheduling|discovery|autoscaling)\.k8s\.io|route\.openshift\.io)$/

/** Below these the keys are a person's own words: what is called as a field of the API there is none, and has no default. */
const OWN_KEYS =
  /^\/(data|binaryData|stringData)\/|\/(labels|annotations|matchLabels|nodeSelector)\/|^\/spec\/selector\/[^/]+$/

/** Who wrote a field that nobody asked for; undefined for one that somebody did. `pointer` is the field's place in the object. */
export function ownerOf(object: JsonObject, pointer: string, value: Json): 'server' | 'default' | undefined {
  const [first, second, third] = tokensOf(pointer)
  if (first === 'status') return 'server'
  if (first === 'metadata' && SERVER_METADATA.includes(second ?? '')) return 'server'
  if (first === 'metadata' && second === 'annotations' && SERVER_ANNOTATIONS.some((each) => each.test(third ?? '')))
    return 'server'
  if (isAssigned(object, pointer, value)) return 'server'
  if (pointer === '/metadata/namespace' && isClusterScoped(object)) return 'server'
  // A template of pods or claims carries metadata of its own.
  if (pointer.endsWith('/metadata/creationTimestamp')) return 'server'
  if (value === null) return 'default'
  if (OWN_KEYS.test(pointer)) return undefined
  return isFilledIn(object, pointer, value) ? 'default' : undefined
}

/** In custom kinds a field that is called so is another's: what is written there somebody asked for. */
function isFilledIn(object: JsonObject, pointer: string, value: Json): boolean {
  if (!FILLED_GROUPS.test(groupOf(textAt(object, 'apiVersion') ?? ''))) return false
  if (value === 'Always' && pointer.endsWith('/imagePullPolicy')) return isPulledAlways(object, pointer)
  return DEFAULTS.some(([place, values]) => place.test(pointer) && values.includes(value))
}

/** Such a kind has no namespace, whatever a file says. */
function isClusterScoped(object: JsonObject): boolean {
  return resourceTypeOf(textAt(object, 'apiVersion') ?? '', textAt(object, 'kind') ?? '')?.namespaced === false
}

function isAssigned(object: JsonObject, pointer: string, value: Json): boolean {
  const kind = textAt(object, 'kind') ?? ''
  if (kind === 'Service' && pointer === '/spec/clusterIP') return value !== 'None'
  return Object.hasOwn(ASSIGNED, kind) && (ASSIGNED[kind] ?? []).some((each) => each.test(pointer))
}

/** Kinds that only controllers make. */
const MADE: readonly string[] = [
  'CertificateRequest',
  'CertificateSigningRequest',
  'Challenge',
  'ControllerRevision',
  'EndpointSlice',
  'Endpoints',
  'Event',
  'InstallPlan',
  'Lease',
  'Machine',
  'ManagedClusterInfo',
  'ManifestWork',
  'Node',
  'Order',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'PlacementDecision',
  'Pod',
  'PodMetrics',
  'ReplicaSet',
  'ServiceImport',
]

/** True for what a controller made from another object, which is as explained as that one. */
export function isMade(object: JsonObject): boolean {
  const kind = textAt(object, 'kind') ?? ''
  const isTunnel = (textAt(object, 'apiVersion') ?? '').startsWith('submariner.io/')
  if (MADE.includes(kind) || (isTunnel && /^(Cluster|Endpoint|Gateway|RouteAgent)$/.test(kind))) return true
  return listAt(object, 'metadata', 'ownerReferences').some((each) => at(each, 'controller') === true)
}

/** Every field of an object that holds a value: scalars, and containers with nothing in them. Server-owned metadata and status count as one field each. */
export function fieldsOf(object: JsonObject): readonly (readonly [pointer: string, value: Json])[] {
  const found: (readonly [string, Json])[] = []
  const walk = (value: Json, pointer: string, depth: number): void => {
    const isOpaque = /^\/(status|metadata\/(managedFields|ownerReferences|finalizers))$/.test(pointer) || depth > 60
    const children = isObject(value) ? Object.entries(value) : Array.isArray(value) ? [...value.entries()] : []
    if (isOpaque || children.length === 0) found.push([pointer, value])
    else
      for (const [key, child] of children)
        walk(child, `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1)
  }
  walk(object, '', 0)
  return found
}
