import type { Json } from '../../../model/json.ts'
import { at } from '../../../model/json.ts'
import { groupKindOf, keyOf } from '../../../model/kube.ts'

/** Fields of a kind that an API server or a webhook refuses to change, or that a product ignores after creation. */
interface Immutable {
  /** Of `group/Kind`. */
  readonly kind: RegExp
  readonly path: RegExp
  /** Only where the object, as it was, says so. */
  readonly where?: (object: Json) => boolean
}

const isMarked = (object: Json) => at(object, 'immutable') === true

/** What Hive's webhook lets change in the spec of a ClusterDeployment; everything else it refuses. */
const HIVE_MUTABLE =
  'certificateBundles|clusterMetadata|controlPlaneConfig|ingress|installed|preserveOnDelete|clusterPoolRef|powerState|hibernateAfter|installAttemptsLimit'

const IMMUTABLE: readonly Immutable[] = [
  {
    kind: /^apps\/StatefulSet$/,
    path: /^\/spec\/(serviceName|podManagementPolicy|selector|volumeClaimTemplates)(\/|$)/,
  },
  { kind: /^apps\/(Deployment|DaemonSet|ReplicaSet)$/, path: /^\/spec\/selector(\/|$)/ },
  {
    kind: /^batch\/Job$/,
    path: /^\/spec\/(template|selector|completions|completionMode|podFailurePolicy)(\/|$)/,
  },
  { kind: /^\/(ConfigMap|Secret)$/, path: /^\/(data|binaryData|stringData|immutable)(\/|$)/, where: isMarked },
  { kind: /^\/Secret$/, path: /^\/type$/ },
  { kind: /^\/Service$/, path: /^\/spec\/clusterIPs?(\/|$)/ },
  {
    kind: /^\/PersistentVolumeClaim$/,
    path: /^\/spec\/(accessModes|dataSource|dataSourceRef|selector|storageClassName|volumeMode|volumeName)(\/|$)/,
  },
  {
    kind: /^storage\.k8s\.io\/StorageClass$/,
    path: /^\/(provisioner|parameters|reclaimPolicy|volumeBindingMode)(\/|$)/,
  },
  { kind: /^rbac\.authorization\.k8s\.io\/(Cluster)?RoleBinding$/, path: /^\/roleRef(\/|$)/ },
  { kind: /^scheduling\.k8s\.io\/PriorityClass$/, path: /^\/(value|preemptionPolicy)$/ },
  { kind: /^networking\.k8s\.io\/IngressClass$/, path: /^\/spec\/controller$/ },
  {
    kind: /^apiextensions\.k8s\.io\/CustomResourceDefinition$/,
    path: /^\/spec\/(group|scope|names\/(kind|plural))$/,
  },
  { kind: /^hive\.openshift\.io\/ClusterDeployment$/, path: new RegExp(`^/spec/(?!(${HIVE_MUTABLE})(/|$))`) },
  { kind: /^hive\.openshift\.io\/MachinePool$/, path: /^\/spec\/(clusterDeploymentRef|name|platform)(\/|$)/ },
  { kind: /^submariner\.io\/Broker$/, path: /^\/spec\/globalnet/ },
  {
    kind: /^\/Secret$/,
    path: /^\/(stringData|data)(\/|$)/,
    // The installer reads it once.
    where: (object) => String(at(object, 'metadata', 'name')).endsWith('-install-config'),
  },
]

/** `path` is a JSON pointer into an object, as it was; its list items may be named, as in `/[name]`. */
export function isImmutable(object: Json, path: string): boolean {
  const kind = groupKindOf(keyOf(object))
  return IMMUTABLE.some((each) => each.kind.test(kind) && each.path.test(path) && (each.where?.(object) ?? true))
}
