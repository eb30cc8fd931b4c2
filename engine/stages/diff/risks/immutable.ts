import type { Json } from '../../../model/json.ts'
import { at } from '../../../model/json.ts'
import { groupOf } from '../../../model/kube.ts'

/** Fields of a kind that an API server or a webhook refuses to change, or that a product ignores after creation. */
interface Immutable {
  readonly group: string
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
    group: 'apps',
    kind: /^StatefulSet$/,
    path: /^\/spec\/(serviceName|podManagementPolicy|selector|volumeClaimTemplates)(\/|$)/,
  },
  { group: 'apps', kind: /^(Deployment|DaemonSet|ReplicaSet)$/, path: /^\/spec\/selector(\/|$)/ },
  {
    group: 'batch',
    kind: /^Job$/,
    path: /^\/spec\/(template|selector|completions|completionMode|podFailurePolicy)(\/|$)/,
  },
  { group: '', kind: /^(ConfigMap|Secret)$/, path: /^\/(data|binaryData|stringData|immutable)(\/|$)/, where: isMarked },
  { group: '', kind: /^Secret$/, path: /^\/type$/ },
  { group: '', kind: /^Service$/, path: /^\/spec\/clusterIPs?(\/|$)/ },
  {
    group: '',
    kind: /^PersistentVolumeClaim$/,
    path: /^\/spec\/(accessModes|dataSource|dataSourceRef|selector|storageClassName|volumeMode|volumeName)(\/|$)/,
  },
  {
    group: 'storage.k8s.io',
    kind: /^StorageClass$/,
    path: /^\/(provisioner|parameters|reclaimPolicy|volumeBindingMode)(\/|$)/,
  },
  { group: 'rbac.authorization.k8s.io', kind: /^(Cluster)?RoleBinding$/, path: /^\/roleRef(\/|$)/ },
  { group: 'scheduling.k8s.io', kind: /^PriorityClass$/, path: /^\/(value|preemptionPolicy)$/ },
  { group: 'networking.k8s.io', kind: /^IngressClass$/, path: /^\/spec\/controller$/ },
  {
    group: 'apiextensions.k8s.io',
    kind: /^CustomResourceDefinition$/,
    path: /^\/spec\/(group|scope|names\/(kind|plural))$/,
  },
  { group: 'hive.openshift.io', kind: /^ClusterDeployment$/, path: new RegExp(`^/spec/(?!(${HIVE_MUTABLE})(/|$))`) },
  { group: 'hive.openshift.io', kind: /^MachinePool$/, path: /^\/spec\/(clusterDeploymentRef|name|platform)(\/|$)/ },
  { group: 'submariner.io', kind: /^Broker$/, path: /^\/spec\/globalnet/ },
  {
    group: '',
    kind: /^Secret$/,
    path: /^\/(stringData|data)(\/|$)/,
    // The installer reads it once.
    where: (object) => String(at(object, 'metadata', 'name')).endsWith('-install-config'),
  },
]

/** `path` is a JSON pointer into an object, as it was; its list items may be named, as in `/[name]`. */
export function isImmutable(object: Json, path: string): boolean {
  const group = groupOf(String(at(object, 'apiVersion')))
  const kind = String(at(object, 'kind'))
  return IMMUTABLE.some(
    (each) => each.group === group && each.kind.test(kind) && each.path.test(path) && (each.where?.(object) ?? true),
  )
}
